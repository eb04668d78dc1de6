"""A free entry, tied to no exchange: a note to oneself, or one that the partner reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.journal.rules.reflection import ReflectionState
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

# Someone else may be at the screen by then: a private entry asks for the password.
AWAY_AFTER = timedelta(minutes=15)
FRESH_FOR = timedelta(days=14)


class EntryState(StrEnum):
    DRAFT = "draft"
    """Its author has not chosen yet. In a closed pair it is private."""
    PRIVATE = "private"
    SHARED = "shared"
    WITHDRAWN = "withdrawn"
    """It was shared: the partner sees that it was withdrawn."""
    ERASED = "erased"
    """It never was: nobody sees that there was one."""


class EntryAct(StrEnum):
    SAVE = "save"
    SHARE = "share"
    KEEP = "keep private"
    ADD = "add"
    ERASE = "erase"


TRACE: tuple[Sentence, ...] = (
    _l("About the culture of networks, we learned… We saw it when…"),
    _l("About strategy, we learned… We saw it when…"),
    _l("We still disagree about… What comes next for us is…"),
)
"""How each paragraph begins that a pair leaves to a future one."""


@dataclass(frozen=True, slots=True)
class EntryMoments:
    """What tells the state of an entry."""

    kept_at: datetime | None = None
    shared_at: datetime | None = None
    withdrawn_at: datetime | None = None


# What an act makes of a state; an act that was done already changes nothing. What is not here is refused.
# Nothing leads from private to shared.
ENTRY_TRANSITIONS = {
    (EntryState.DRAFT, EntryAct.SAVE): EntryState.DRAFT,
    (EntryState.DRAFT, EntryAct.SHARE): EntryState.SHARED,
    (EntryState.DRAFT, EntryAct.KEEP): EntryState.PRIVATE,
    (EntryState.DRAFT, EntryAct.ERASE): EntryState.ERASED,
    (EntryState.PRIVATE, EntryAct.SAVE): EntryState.PRIVATE,
    (EntryState.PRIVATE, EntryAct.KEEP): EntryState.PRIVATE,
    (EntryState.PRIVATE, EntryAct.ERASE): EntryState.ERASED,
    (EntryState.SHARED, EntryAct.SHARE): EntryState.SHARED,
    (EntryState.SHARED, EntryAct.ADD): EntryState.SHARED,
    (EntryState.SHARED, EntryAct.ERASE): EntryState.WITHDRAWN,
    (EntryState.WITHDRAWN, EntryAct.ERASE): EntryState.WITHDRAWN,
    (EntryState.ERASED, EntryAct.ERASE): EntryState.ERASED,
}

ENTRY_REFUSALS: dict[EntryState, Sentence] = {
    EntryState.DRAFT: _l("This note is a draft: share it first."),
    EntryState.PRIVATE: _l("This note is private for good: it can no longer be shared."),
    EntryState.SHARED: _l("This note is shared: it is not rewritten, and you can add to it."),
    EntryState.WITHDRAWN: _l("This note was withdrawn."),
    EntryState.ERASED: _l("This note was erased from another page or device in the meantime."),
}


def entry_state(moments: EntryMoments, *, in_closed_pair: bool = False) -> EntryState:
    """Told from the moments, the last word first. What was not shared when the pair closes is private for good."""
    if moments.withdrawn_at is not None:
        return EntryState.ERASED if moments.shared_at is None else EntryState.WITHDRAWN
    if moments.shared_at is not None:
        return EntryState.SHARED
    return EntryState.PRIVATE if moments.kept_at is not None or in_closed_pair else EntryState.DRAFT


def entry_after(state: EntryState, act: EntryAct) -> EntryState:
    """The state after an act; raises where the act has no place in this state."""
    try:
        return ENTRY_TRANSITIONS[state, act]
    except KeyError:
        raise Refusal(ENTRY_REFUSALS[state]) from None


def may_rewrite(state: EntryState) -> bool:
    """Whether its author goes on writing it: until they share it."""
    return (state, EntryAct.SAVE) in ENTRY_TRANSITIONS


def is_entry_known(state: EntryState, *, is_author: bool) -> bool:
    """Whether the reader may know of an entry: the partner of what was shared alone, and nobody of what was erased."""
    if is_author:
        return state is not EntryState.ERASED
    return state in (EntryState.SHARED, EntryState.WITHDRAWN)


def is_fresh(state: EntryState, newest_at: datetime, now: datetime, *, is_author: bool) -> bool:
    """Whether an entry is told first: the partner shared it, or added to it, in the last two weeks."""
    return state is EntryState.SHARED and not is_author and now < newest_at + FRESH_FOR


def asks_for_password(state: EntryState | ReflectionState, unlocked_at: datetime | None, now: datetime) -> bool:
    """Whether a text that is private for good asks its author who is there.

    `unlocked_at`: when this browser's private texts last were.
    """
    is_private = state is EntryState.PRIVATE or state is ReflectionState.KEPT
    return is_private and (unlocked_at is None or now >= unlocked_at + AWAY_AFTER)
