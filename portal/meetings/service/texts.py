"""The place, the agenda's lines and the decisions: both may change them, and none overwrites what it has not seen."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.secrecy import Opener, Owner, Place, close
from portal.meetings import queries
from portal.meetings.models import Meeting, MeetingText
from portal.meetings.rules import ChangedMeanwhile, TextChanged, TextKind, TextSeen, may_be_written
from portal.meetings.service.planning import held_meeting
from portal.pairs.rules import MyPair
from portal.pairs.service import hold, note_week


def read_texts(meeting_id: str) -> Mapping[TextKind, TextSeen]:
    """As they stand."""
    found = _opened(queries.texts_of([meeting_id]))
    return {kind: found.get((meeting_id, kind), TextSeen()) for kind in TextKind}


def read_places(meeting_ids: list[str]) -> Mapping[str, str]:
    """Where each of these meetings takes place, as far as it was said."""
    return {meeting_id: seen.text for (meeting_id, _kind), seen in _opened(queries.places_of(meeting_ids)).items()}


def read_all(pair: MyPair, meeting_ids: list[str]) -> Mapping[str, list[tuple[TextKind, TextSeen]]]:
    """By meeting: as they stand, and what this person saved themselves before the other changed it."""
    rows = queries.texts_of(meeting_ids)
    newest = {(row.meeting_id, row.kind): row.version for row in rows}
    opener = Opener({Owner(row.author_id, row.pair_id) for row in rows})
    found: dict[str, list[tuple[TextKind, TextSeen]]] = {meeting_id: [] for meeting_id in meeting_ids}
    for row in rows:
        if row.author_id == pair.me.id or row.version == newest[row.meeting_id, row.kind]:
            found[row.meeting_id].append((row.kind, _seen(opener, row)))
    return found


def save_text(pair: MyPair, meeting_id: str, kind: TextKind, text: str, version: int) -> None:
    """Raises TextChanged for a text that is no longer the one that was changed; the same, sent again, is nothing."""
    hold(pair).refuse_paused()
    meeting = held_meeting(pair, meeting_id)
    if not may_be_written(kind, meeting.state):
        raise ChangedMeanwhile
    before = read_texts(meeting_id)[kind]
    if before.text == text:
        return
    if before.version != version:
        raise TextChanged
    _keep(pair, meeting, kind, text, version + 1)
    note_week(pair.id, pair.me.id)


def _keep(pair: MyPair, meeting: Meeting, kind: TextKind, text: str, version: int) -> None:
    """Inside a transaction that holds the pair."""
    cipher = close(Owner(pair.me.id, pair.id), _place(meeting.id, kind, version), text)
    row = db.session.get(MeetingText, (meeting.id, kind, pair.me.id), populate_existing=True)
    if row is None:
        row = MeetingText(meeting_id=meeting.id, kind=kind, author_id=pair.me.id)
        db.session.add(row)
    row.text_cipher, row.saved_at, row.version = cipher, now(), version
    if kind is TextKind.PLACE and meeting.starts_at is not None:
        meeting.sequence, meeting.changed_at = meeting.sequence + 1, now()


def say_where(pair: MyPair, meeting: Meeting, place: str) -> None:
    """With the proposal of a meeting that is new."""
    if place:
        _keep(pair, meeting, TextKind.PLACE, place, 1)


def erase_texts_of(person_id: str) -> None:
    """Inside a transaction: with who saved them; what the other saved stays."""
    db.session.execute(delete(MeetingText).where(MeetingText.author_id == person_id))


def _opened(rows: Iterable[Any]) -> Mapping[tuple[str, TextKind], TextSeen]:
    newest = {(row.meeting_id, row.kind): row for row in rows}
    opener = Opener({Owner(row.author_id, row.pair_id) for row in newest.values()})
    return {key: _seen(opener, row) for key, row in newest.items()}


def _seen(opener: Opener, row: Any) -> TextSeen:
    place = _place(row.meeting_id, row.kind, row.version)
    text = opener.open(Owner(row.author_id, row.pair_id), place, row.text_cipher)
    return TextSeen(text, row.version, row.author_id, row.saved_at)


def _place(meeting_id: str, kind: TextKind, version: int) -> Place:
    return Place("meeting_text", "text_cipher", f"{meeting_id}.{kind}", version)
