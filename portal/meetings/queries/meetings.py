"""The meetings of a pair, and one of them for one of its two."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from portal.kernel.identity import Actor
from portal.kernel.reading import Reading
from portal.meetings.models import Meeting, MeetingText
from portal.meetings.rules import MeetingSeen, TextKind
from portal.pairs.models import Pair
from portal.pairs.queries import PAIR_SEEN, pair_of
from portal.pairs.rules import MyPair

_NAMES = tuple(field.name for field in fields(MeetingSeen))
SEEN = tuple(getattr(Meeting, name).label(f"meeting_{name}") for name in _NAMES)
"""Columns that `seen` reads, for statements that add them to their own."""


def seen(row: Any) -> MeetingSeen:
    return MeetingSeen(**{name: getattr(row, f"meeting_{name}") for name in _NAMES})


@dataclass(frozen=True, slots=True)
class MeetingFound:
    """A meeting in its pair, as one of the two sees it."""

    pair: MyPair
    meeting: MeetingSeen


_MINE = Reading(
    PAIR_SEEN.add_columns(*SEEN)
    .join(Meeting, Meeting.pair_id == Pair.id)
    .where(Pair.id == bindparam("pair"), Meeting.id == bindparam("meeting"))
)
_IN_PAIR = Reading(select(*SEEN).where(Meeting.pair_id == bindparam("pair")).order_by(Meeting.created_at))
_SAVED = (
    select(
        MeetingText.meeting_id,
        MeetingText.kind,
        MeetingText.author_id,
        MeetingText.text_cipher,
        MeetingText.saved_at,
        MeetingText.version,
        Meeting.pair_id,
    )
    .join(Meeting, Meeting.id == MeetingText.meeting_id)
    .where(MeetingText.meeting_id.in_(bindparam("meetings", expanding=True)))
    .order_by(MeetingText.version)
)
_TEXTS, _PLACES = Reading(_SAVED), Reading(_SAVED.where(MeetingText.kind == TextKind.PLACE))


def my_meeting(actor: Actor, *, pair: str, meeting: str) -> MeetingFound | None:
    """For one of the two of its pair; None for everybody else."""
    row = _MINE.one_or_none(me=actor.id, pair=pair, meeting=meeting)
    return MeetingFound(pair_of(row, actor), seen(row)) if row is not None else None


@dataclass(frozen=True, slots=True)
class Meetings:
    """All those of a pair."""

    all: tuple[MeetingSeen, ...]

    @property
    def open(self) -> list[MeetingSeen]:
        """Proposed or agreed: what is agreed in the order of its day, then what waits for an answer."""
        found = (one for one in self.all if one.is_open)
        return sorted(found, key=lambda one: (not one.stands, one.starts_at or one.created_at))

    @property
    def past(self) -> list[MeetingSeen]:
        """Held or cancelled, the newest first."""
        ended = (one for one in self.all if not one.is_open)
        return sorted(ended, key=lambda one: one.starts_at or one.created_at, reverse=True)


def meetings_in(pair_id: str) -> Meetings:
    return Meetings(tuple(seen(row) for row in _IN_PAIR.all(pair=pair_id)))


def texts_of(meeting_ids: Sequence[str]) -> Sequence[Any]:
    """What both saved last of each text, the newer after the older."""
    return _TEXTS.all(meetings=list(meeting_ids)) if meeting_ids else ()


def places_of(meeting_ids: Sequence[str]) -> Sequence[Any]:
    """Of those, where the meetings take place."""
    return _PLACES.all(meetings=list(meeting_ids)) if meeting_ids else ()


_held, _cancelled = aliased(Meeting), aliased(Meeting)


def cancelled_in_a_row(pair_id: Any) -> Select[int]:
    """How many meetings of a pair that were agreed were cancelled by one of the two since one was last held."""
    held_since = select(_held.id).where(
        _held.pair_id == _cancelled.pair_id, _held.held_at >= _cancelled.cancelled_at, _held.cancelled_at.is_(None)
    )
    return select(func.count(_cancelled.id).label("number")).where(
        _cancelled.pair_id == pair_id,
        _cancelled.starts_at.is_not(None),
        _cancelled.cancelled_by_id.is_not(None),
        ~held_since.exists(),
    )


_IN_A_ROW = Reading(cancelled_in_a_row(bindparam("pair")))


def cancelled_of_late(pair_id: str) -> int:
    number: int = _IN_A_ROW.all(pair=pair_id)[0].number
    return number
