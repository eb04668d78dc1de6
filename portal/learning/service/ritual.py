"""The closing ritual: where the two stand in it, and what of one's own still waits for a choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.journal import service as journal
from portal.journal.queries import EntryLine, entry_lines
from portal.journal.rules import EntryState, Moment, ReflectionState
from portal.journal.service import ExchangeSummary
from portal.kernel.i18n import current_language
from portal.learning.rules import RitualDone, ritual_done
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class Ritual:
    letters: ExchangeSummary | None
    """None while the reader may know of no letter."""
    done: RitualDone
    shared: tuple[EntryLine, ...]
    """The notes that were shared since the pair began to close, the newest first."""
    sealed: tuple[ExchangeSummary, ...]
    drafts: tuple[ExchangeSummary, ...]
    """The exchanges in which the reader's own text is sealed, or a draft."""
    own_notes: tuple[EntryLine, ...]
    """The reader's notes that nobody else knows of."""


def read_ritual(pair: MyPair) -> Ritual:
    """Three statements."""
    exchanges, notes = journal.list_exchanges(pair, current_language()), entry_lines(pair)
    letters = next((one for one in exchanges if one.moment is Moment.LETTER), None)
    shared = tuple(note for note in notes if _is_shared_since_closing(pair, note))
    return Ritual(
        letters=letters,
        done=ritual_done(
            letters.mine if letters else None, letters.theirs if letters else None, shared_since=len(shared)
        ),
        shared=shared,
        sealed=_mine(exchanges, ReflectionState.SEALED),
        drafts=_mine(exchanges, ReflectionState.DRAFT),
        own_notes=tuple(note for note in notes if note.state in (EntryState.DRAFT, EntryState.PRIVATE)),
    )


def _is_shared_since_closing(pair: MyPair, note: EntryLine) -> bool:
    if note.state is not EntryState.SHARED or note.shared_at is None or pair.closing_at is None:
        return False
    return note.shared_at >= pair.closing_at


def _mine(exchanges: Sequence[ExchangeSummary], state: ReflectionState) -> tuple[ExchangeSummary, ...]:
    return tuple(one for one in exchanges if one.mine is not None and one.mine.state is state)
