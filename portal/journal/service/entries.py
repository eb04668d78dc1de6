"""Free entries: written for oneself, shared with the partner, added to, erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.journal import queries
from portal.journal.models import Entry
from portal.journal.queries import additions_to, state_of_entry
from portal.journal.rules import EntryAct, EntryState, entry_after, may_rewrite
from portal.journal.service.drafting import is_sent_again, rewrite
from portal.journal.service.holding import refuse_during_pause
from portal.journal.service.locking import refuse_locked
from portal.journal.service.places import place_of
from portal.journal.service.reading import SaidView
from portal.journal.signals import AddedToNote, NoteShared, WordsErased
from portal.kernel.clock import now
from portal.kernel.database import db, is_id, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Opener, Owner
from portal.kernel.signals import announce
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry, opened for one of the two. `text` is None once it was withdrawn."""

    id: str
    author_id: str
    state: EntryState
    text: str | None
    version: int
    saved_at: datetime
    shared_at: datetime | None
    withdrawn_at: datetime | None
    additions: tuple[SaidView, ...]


def save_entry(pair: MyPair, key: str, text: str, version: int, unlocked_at: datetime | None) -> Entry:
    """Keep a draft or a private entry; `key` is its id. `version` is that of the text it was made from, 0 at first.

    `unlocked_at`: when the private entries last were, in the browser that sends it. Raises PrivateLocked.
    """
    return _saved(pairs.hold(pair), key, text, version, unlocked_at)


def share_entry(pair: MyPair, key: str, text: str, version: int, unlocked_at: datetime | None) -> Entry:
    """Keep the text and let the partner read it, from now on. Sent twice, it is shared once."""
    pair = pairs.hold(pair)
    row = _saved(pair, key, text, version, unlocked_at)
    if _moves(pair, row, EntryAct.SHARE):
        refuse_during_pause(pair)
        row.shared_at = now()
        pairs.note_week(pair.id, pair.me.id)
        announce(NoteShared(pair.id, pair.me.id, row.id, row.id, now()))
    return row


def keep_entry(pair: MyPair, key: str, text: str, version: int, unlocked_at: datetime | None) -> Entry:
    """Keep the text for oneself, for good: no act leads from private to shared."""
    pair = pairs.hold(pair)
    row = _saved(pair, key, text, version, unlocked_at)
    if _moves(pair, row, EntryAct.KEEP):
        row.kept_at = now()
    return row


def add_to_entry(pair: MyPair, entry: Entry, text: str) -> str:
    """Add to one's own shared entry: dated, and visible to both. The id of what is added."""
    pair = pairs.hold(pair)
    refuse_during_pause(pair)
    thread = _own(pair, entry.under_id or entry.id)
    entry_after(state_of_entry(pair, thread), EntryAct.ADD)
    row = _begun(pair, new_id(), under_id=thread.id)
    rewrite(pair, row, text)
    row.shared_at = row.saved_at
    pairs.note_week(pair.id, pair.me.id)
    announce(AddedToNote(pair.id, pair.me.id, row.id, thread.id, now()))
    return row.id


def erase_entry(pair: MyPair, entry_id: str, unlocked_at: datetime | None) -> EntryState:
    """Erase one's own entry, with what one added to it. The partner sees of a shared one that it was withdrawn."""
    pair = pairs.hold_in_any_state(pair)
    row = _own(pair, entry_id)
    refuse_locked(state_of_entry(pair, row), unlocked_at)
    if _moves(pair, row, EntryAct.ERASE):
        gone = [one for one in (row, *additions_to(row.id)) if one.withdrawn_at is None]
        for one in gone:
            one.text_cipher, one.withdrawn_at = None, now()
        announce(WordsErased(tuple(one.id for one in gone), now()))
    return state_of_entry(pair, row)


def read_entry(pair: MyPair, row: Entry) -> EntryView:
    """An entry with what was added to it: a statement for the additions, one for the key."""
    return _view(pair, Opener({Owner(row.author_id, pair.id)}), row, additions_to(row.id))


def read_entries(pair: MyPair) -> tuple[EntryView, ...]:
    """Every entry that the reader may know of, the oldest first, in two statements. The partner's private ones are not
    among them.
    """
    rows = queries.entries_known(pair)
    opener = Opener({Owner(row.author_id, pair.id) for row in rows})
    return tuple(
        _view(pair, opener, row, [one for one in rows if one.under_id == row.id])
        for row in rows
        if row.under_id is None
    )


def _saved(pair: MyPair, key: str, text: str, version: int, unlocked_at: datetime | None) -> Entry:
    if not text.strip():
        raise Refusal(_l("Write something first: an empty note is not kept."), field="text", status=422)
    row = _mine(pair, key) or _begun(pair, key)
    state = state_of_entry(pair, row)
    refuse_locked(state, unlocked_at)
    if not is_sent_again(pair, row, text, version, is_draft=may_rewrite(state)):
        entry_after(state, EntryAct.SAVE)
        rewrite(pair, row, text)
    return row


def _mine(pair: MyPair, key: str) -> Entry | None:
    """One's own entry with this key. A key that stands for anything else is no key of a form of ours."""
    row = db.session.get(Entry, key, populate_existing=True) if is_id(key) else None
    is_free = is_id(key) and row is None
    if not is_free and (row is None or (row.author_id, row.pair_id, row.under_id) != (pair.me.id, pair.id, None)):
        raise Refusal(_l("This form is out of date. Your text is still here: send it again."))
    return row


def _begun(pair: MyPair, key: str, *, under_id: str | None = None) -> Entry:
    row = Entry(id=key, pair_id=pair.id, author_id=pair.me.id, under_id=under_id, saved_at=now(), version=0)
    db.session.add(row)
    return row


def _own(pair: MyPair, entry_id: str) -> Entry:
    row = db.session.get_one(Entry, entry_id, populate_existing=True)
    if (row.author_id, row.pair_id) != (pair.me.id, pair.id):
        raise RuntimeError("an entry was changed by someone else than its author")
    return row


def _moves(pair: MyPair, row: Entry, act: EntryAct) -> bool:
    """Whether the act changes anything; raises where it has no place."""
    state = state_of_entry(pair, row)
    return entry_after(state, act) is not state


def _view(pair: MyPair, opener: Opener, row: Entry, additions: Iterable[Entry]) -> EntryView:
    return EntryView(
        id=row.id,
        author_id=row.author_id,
        state=state_of_entry(pair, row),
        text=_text(opener, row),
        version=row.version,
        saved_at=row.saved_at,
        shared_at=row.shared_at,
        withdrawn_at=row.withdrawn_at,
        additions=tuple(
            SaidView(one.id, one.author_id, _text(opener, one), one.saved_at, one.withdrawn_at) for one in additions
        ),
    )


def _text(opener: Opener, row: Entry) -> str | None:
    if row.text_cipher is None:
        return None
    return opener.open(Owner(row.author_id, row.pair_id), place_of(row), row.text_cipher)
