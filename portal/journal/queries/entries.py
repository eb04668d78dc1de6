"""Free entries, for one of the two. What they give still is as it lies: encrypted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from portal.journal.models import Entry
from portal.journal.rules import EntryMoments, EntryState, entry_state, is_entry_known, is_fresh
from portal.kernel.clock import now
from portal.kernel.database import UTCDateTime, db
from portal.kernel.identity import Actor
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class EntryFound:
    pair: MyPair
    entry: Entry


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a list shows it: its state and moments, no text."""

    id: str
    author_id: str
    state: EntryState
    saved_at: datetime
    shared_at: datetime | None
    withdrawn_at: datetime | None
    added_at: datetime | None
    """When its author last added to it."""

    @property
    def newest_at(self) -> datetime:
        moments = (self.saved_at, self.shared_at, self.withdrawn_at, self.added_at)
        return max(moment for moment in moments if moment is not None)


def state_of_entry(pair: MyPair, row: Any) -> EntryState:
    """Of an entry, or of a row with its moments, in its pair."""
    moments = EntryMoments(row.kept_at, row.shared_at, row.withdrawn_at)
    return entry_state(moments, in_closed_pair=not pair.may_write)


def is_entry_known_to(pair: MyPair, row: Any) -> bool:
    return is_entry_known(state_of_entry(pair, row), is_author=row.author_id == pair.me.id)


_FOUND = select(Entry).where(Entry.id == bindparam("entry"), Entry.pair_id == bindparam("pair"))


def find_entry(actor: Actor, *, pair: str, entry: str) -> EntryFound | None:
    """One's own, or the partner's once it was shared; None for every other."""
    mine = my_pair(actor, pair=pair)
    row = db.session.scalar(_FOUND, {"entry": entry, "pair": pair}) if mine is not None else None
    return EntryFound(mine, row) if mine is not None and row is not None and is_entry_known_to(mine, row) else None


# Whatever becomes of the rows afterwards: the partner's are asked for only where they were shared.
_KNOWN = (
    Entry.pair_id == bindparam("pair"),
    or_(Entry.author_id == bindparam("me"), Entry.shared_at.is_not(None)),
)
_additions = aliased(Entry)
_ADDED_AT = (
    select(func.max(_additions.shared_at, type_=UTCDateTime))
    .where(_additions.under_id == Entry.id)
    .correlate(Entry)
    .scalar_subquery()
)
_LINES = select(
    Entry.id,
    Entry.author_id,
    Entry.saved_at,
    Entry.kept_at,
    Entry.shared_at,
    Entry.withdrawn_at,
    _ADDED_AT.label("added_at"),
).where(*_KNOWN, Entry.under_id.is_(None))


def fresh_entries(pair: MyPair, lines: Iterable[EntryLine]) -> list[EntryLine]:
    """What the partner shared lately, of these: to be told first."""
    moment = now()
    return [
        line for line in lines if is_fresh(line.state, line.newest_at, moment, is_author=line.author_id == pair.me.id)
    ]


def entry_lines(pair: MyPair) -> list[EntryLine]:
    """All entries of a pair that its reader may know of, the newest first; without what was added to them."""
    rows = db.session.execute(_LINES, {"pair": pair.id, "me": pair.me.id}).all()
    lines = [
        EntryLine(
            row.id,
            row.author_id,
            state_of_entry(pair, row),
            row.saved_at,
            row.shared_at,
            row.withdrawn_at,
            row.added_at,
        )
        for row in rows
        if is_entry_known_to(pair, row)
    ]
    return sorted(lines, key=lambda line: line.newest_at, reverse=True)


_ALL = select(Entry).where(*_KNOWN).order_by(Entry.saved_at, Entry.id)
_UNDER = select(Entry).where(Entry.under_id == bindparam("entry")).order_by(Entry.saved_at, Entry.id)


def entries_known(pair: MyPair) -> list[Entry]:
    """The same with what was added to them, as rows: the oldest first."""
    rows = db.session.scalars(_ALL, {"pair": pair.id, "me": pair.me.id})
    return [row for row in rows if is_entry_known_to(pair, row)]


def additions_to(entry_id: str) -> Sequence[Entry]:
    """What was added to a shared entry, the oldest first."""
    return db.session.scalars(_UNDER, {"entry": entry_id}, execution_options={"populate_existing": True}).all()
