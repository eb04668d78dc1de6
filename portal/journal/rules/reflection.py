"""One reflection: its states, the acts that move it, and who may read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

FEWEST_CHARACTERS = 20
LONGEST_TEXT = 32_000


class ExchangeKind(StrEnum):
    LESSON = "lesson"
    MOMENT = "moment"


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


@dataclass(frozen=True, slots=True)
class Moments:
    """What tells the state of a reflection."""

    sealed_at: datetime | None = None
    opened_at: datetime | None = None
    passed_at: datetime | None = None
    kept_at: datetime | None = None
    withdrawn_at: datetime | None = None


# What an act makes of a state; an act that was done already changes nothing. What is not here is refused.
TRANSITIONS = {
    (ReflectionState.DRAFT, Act.SAVE): ReflectionState.DRAFT,
    (ReflectionState.DRAFT, Act.SEAL): ReflectionState.SEALED,
    (ReflectionState.DRAFT, Act.TAKE_BACK): ReflectionState.DRAFT,
    (ReflectionState.SEALED, Act.SEAL): ReflectionState.SEALED,
    (ReflectionState.SEALED, Act.TAKE_BACK): ReflectionState.DRAFT,
    (ReflectionState.SEALED, Act.OPEN): ReflectionState.OPEN,
    (ReflectionState.OPEN, Act.OPEN): ReflectionState.OPEN,
    (ReflectionState.OPEN, Act.SEAL): ReflectionState.OPEN,
}

REFUSALS: dict[ReflectionState, Sentence] = {
    ReflectionState.DRAFT: _l("This reflection is a draft: seal it first."),
    ReflectionState.SEALED: _l("This reflection is sealed. Take it back to go on writing."),
    ReflectionState.OPEN: _l("This reflection is open: it can no longer be changed or taken back."),
    ReflectionState.PASSED: _l("You have passed this time."),
    ReflectionState.KEPT: _l("This reflection is private for good."),
    ReflectionState.WITHDRAWN: _l("This reflection was withdrawn."),
}


def state_of(moments: Moments) -> ReflectionState:
    """Told from the moments, the last word first."""
    if moments.withdrawn_at is not None:
        return ReflectionState.WITHDRAWN
    if moments.kept_at is not None:
        return ReflectionState.KEPT
    if moments.opened_at is not None:
        return ReflectionState.OPEN
    if moments.passed_at is not None:
        return ReflectionState.PASSED
    return ReflectionState.SEALED if moments.sealed_at is not None else ReflectionState.DRAFT


def after(state: ReflectionState, act: Act) -> ReflectionState:
    """The state after an act; raises where the act has no place in this state."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise Refusal(REFUSALS[state]) from None


def has_content(text: str) -> bool:
    """Whether there is something to hand over: 20 characters that are no blanks."""
    return sum(not character.isspace() for character in text) >= FEWEST_CHARACTERS


def opens_both(mine: ReflectionState, theirs: ReflectionState | None) -> bool:
    """Both sealed, or mine sealed after the other's was opened: they open at the same moment."""
    return mine is ReflectionState.SEALED and theirs in (ReflectionState.SEALED, ReflectionState.OPEN)


def is_known_to_partner(state: ReflectionState) -> bool:
    """Whether the partner may know that this reflection exists. Not a draft, and not what is private for good."""
    return state not in (ReflectionState.DRAFT, ReflectionState.KEPT)


def may_read(state: ReflectionState, *, is_author: bool) -> bool:
    """The author reads their own words until they withdraw them; the partner only what is open."""
    if state is ReflectionState.WITHDRAWN:
        return False
    return is_author or state is ReflectionState.OPEN
