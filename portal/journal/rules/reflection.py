"""One reflection: its states, the acts that move it, and who may read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.journal.rules.card import refuse_unfinished
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

FEWEST_CHARACTERS = 20
LONGEST_TEXT = 32_000


class ExchangeKind(StrEnum):
    LESSON = "lesson"
    MOMENT = "moment"
    CARD = "card"

    @property
    def is_heard(self) -> bool:
        """Whether each says what they heard in the other's text. What a card shows, the two talk about."""
        return self is not ExchangeKind.CARD


class GuidingRole(StrEnum):
    """The role a text was written in."""

    GUIDE = "guide"
    LEARNER = "learner"
    BOTH = "both"


class ReflectionState(StrEnum):
    DRAFT = "draft"
    SEALED = "sealed"
    OPEN = "open"
    PASSED = "passed"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    SAVE = "save"
    SEAL = "seal"
    TAKE_BACK = "take back"
    OPEN = "open"
    PASS = "pass"  # noqa: S105 (an act, no password)
    UNPASS = "write after all"
    KEEP = "keep private"
    WITHDRAW = "withdraw"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Moments:
    """What tells the state of a reflection."""

    sealed_at: datetime | None = None
    opened_at: datetime | None = None
    passed_at: datetime | None = None
    kept_at: datetime | None = None
    withdrawn_at: datetime | None = None


# What an act makes of a state; an act that was done already changes nothing. What is not here is refused.
# A pass whose words are withdrawn is a pass without words.
TRANSITIONS = {
    (ReflectionState.DRAFT, Act.SAVE): ReflectionState.DRAFT,
    (ReflectionState.DRAFT, Act.SEAL): ReflectionState.SEALED,
    (ReflectionState.DRAFT, Act.TAKE_BACK): ReflectionState.DRAFT,
    (ReflectionState.DRAFT, Act.PASS): ReflectionState.PASSED,
    (ReflectionState.DRAFT, Act.UNPASS): ReflectionState.DRAFT,
    (ReflectionState.SEALED, Act.SEAL): ReflectionState.SEALED,
    (ReflectionState.SEALED, Act.TAKE_BACK): ReflectionState.DRAFT,
    (ReflectionState.SEALED, Act.OPEN): ReflectionState.OPEN,
    (ReflectionState.SEALED, Act.KEEP): ReflectionState.KEPT,
    (ReflectionState.SEALED, Act.WITHDRAW): ReflectionState.WITHDRAWN,
    (ReflectionState.OPEN, Act.SEAL): ReflectionState.OPEN,
    (ReflectionState.OPEN, Act.OPEN): ReflectionState.OPEN,
    (ReflectionState.OPEN, Act.ADD): ReflectionState.OPEN,
    (ReflectionState.OPEN, Act.WITHDRAW): ReflectionState.WITHDRAWN,
    (ReflectionState.PASSED, Act.PASS): ReflectionState.PASSED,
    (ReflectionState.PASSED, Act.UNPASS): ReflectionState.DRAFT,
    (ReflectionState.PASSED, Act.WITHDRAW): ReflectionState.PASSED,
    (ReflectionState.KEPT, Act.KEEP): ReflectionState.KEPT,
    (ReflectionState.KEPT, Act.WITHDRAW): ReflectionState.WITHDRAWN,
    (ReflectionState.WITHDRAWN, Act.WITHDRAW): ReflectionState.WITHDRAWN,
}

REFUSALS: dict[ReflectionState, Sentence] = {
    ReflectionState.DRAFT: _l("This reflection is a draft: seal it first."),
    ReflectionState.SEALED: _l("This reflection is sealed. Take it back to go on writing."),
    ReflectionState.OPEN: _l("This reflection is open: it can no longer be changed or taken back."),
    ReflectionState.PASSED: _l("You passed this time. You can still write."),
    ReflectionState.KEPT: _l("This reflection is private for good."),
    ReflectionState.WITHDRAWN: _l("This reflection was withdrawn."),
}


def state_of(moments: Moments, *, in_closed_pair: bool = False) -> ReflectionState:
    """Told from the moments, the last word first.

    What a pair has not opened when it closes is private for good: nothing is opened by default.
    """
    if moments.withdrawn_at is not None:
        return ReflectionState.WITHDRAWN
    if moments.kept_at is not None:
        return ReflectionState.KEPT
    if moments.opened_at is not None:
        return ReflectionState.OPEN
    if moments.passed_at is not None:
        return ReflectionState.PASSED
    if in_closed_pair:
        return ReflectionState.KEPT
    return ReflectionState.SEALED if moments.sealed_at is not None else ReflectionState.DRAFT


def after(state: ReflectionState, act: Act) -> ReflectionState:
    """The state after an act; raises where the act has no place in this state."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise Refusal(REFUSALS[state]) from None


def may_withdraw(state: ReflectionState, *, has_words: bool) -> bool:
    """Whether there is something of one's own to erase."""
    return has_words and (state, Act.WITHDRAW) in TRANSITIONS


def has_content(text: str) -> bool:
    """Whether there is something to hand over: 20 characters that are no blanks."""
    return sum(not character.isspace() for character in text) >= FEWEST_CHARACTERS


def refuse_empty(kind: ExchangeKind, text: str) -> None:
    """Raises unless there is something to hand over."""
    if kind is ExchangeKind.CARD:
        refuse_unfinished(text)
    elif not has_content(text):
        raise Refusal(_l("Write a little more before you seal: a sentence is enough."), field="text")


def opens_both(mine: ReflectionState, theirs: ReflectionState | None) -> bool:
    """Both sealed, or mine sealed after the other's was opened: they open at the same moment."""
    return mine is ReflectionState.SEALED and theirs in (ReflectionState.SEALED, ReflectionState.OPEN)


def is_known_to_partner(moments: Moments, *, in_closed_pair: bool = False) -> bool:
    """Whether the partner may know that this reflection exists: once it was handed over, and while it is not private.

    One that was private stays unknown when its author erases it.
    """
    if moments.kept_at is not None or (moments.sealed_at is None and moments.passed_at is None):
        return False
    return state_of(moments, in_closed_pair=in_closed_pair) is not ReflectionState.KEPT


def is_settled(moments: Moments) -> bool:
    """Whether it counts for the pair: it was opened, passed or kept. Withdrawing it afterwards takes nothing away."""
    return any(moment is not None for moment in (moments.opened_at, moments.passed_at, moments.kept_at))


def may_wish_more(mine: str, theirs: str) -> bool:
    """Whether someone opened a fuller text against a short one: theirs is less than half of mine."""
    return 2 * len("".join(theirs.split())) < len("".join(mine.split()))


def may_read(state: ReflectionState, *, is_author: bool) -> bool:
    """The author reads their own words until they withdraw them; the partner only what is open."""
    if state is ReflectionState.WITHDRAWN:
        return False
    return is_author or state is ReflectionState.OPEN
