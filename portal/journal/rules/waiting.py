"""What an exchange asks of one of the two. Nothing is ever due: it waits."""

from enum import StrEnum

from portal.journal.rules.reflection import ReflectionState


class Waiting(StrEnum):
    ANSWER = "answer"
    """Say whether the partner heard right."""
    HEAR = "hear"
    """Say what one heard in the partner's text."""
    WRITE = "write"
    """Begin one's own text, or go on with it."""


def what_waits(
    mine: ReflectionState | None, theirs: ReflectionState | None, *, unanswered: bool, unheard: bool
) -> tuple[Waiting, ...]:
    """What waits for the author of `mine`, the nearest first. None is a text that is not there for this reader."""
    handed_to_me = theirs in (ReflectionState.SEALED, ReflectionState.OPEN)
    asks = {
        Waiting.ANSWER: unanswered,
        Waiting.HEAR: unheard,
        Waiting.WRITE: mine is ReflectionState.DRAFT or (mine is None and handed_to_me),
    }
    return tuple(act for act, waits in asks.items() if waits)
