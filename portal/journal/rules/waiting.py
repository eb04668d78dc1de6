"""What an exchange asks of one of the two. Nothing is ever due: it waits."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from portal.journal.rules.reflection import ReflectionState

CHOICE_OFFERED_AFTER = timedelta(days=14)
LEAVES_TODAY_AFTER = timedelta(days=28)
NOT_JOINING = frozenset({ReflectionState.PASSED, ReflectionState.WITHDRAWN})
"""A text that stands so opens together with no other, unless its author writes after all."""


class Waiting(StrEnum):
    ANSWER = "answer"
    """Say whether the partner heard right."""
    HEAR = "hear"
    """Say what one heard in the partner's text."""
    ADVISE = "advise"
    """Answer the partner, who would like one's advice on their text."""
    WRITE = "write"
    """Begin one's own text, or go on with it."""
    ADD = "add"
    """Add something to one's own text, if one wishes: the partner was expecting more."""
    CHOOSE = "choose"
    """One's sealed text stands alone: open it, keep it sealed, make it private, withdraw it."""


class Alone(StrEnum):
    """How a sealed text stands that the other's has not joined."""

    FRESH = "fresh"
    LONG = "long"
    """For fourteen days."""
    NOT_JOINED = "not joined"
    """The other has passed, or withdrew theirs: it opens together with nothing, unless they write after all."""
    CLOSING = "closing"
    """The pair closes, and what is sealed then becomes private."""


class Text(Protocol):
    """One of the two, as far as the reader may know of it."""

    @property
    def state(self) -> ReflectionState: ...

    @property
    def sealed_at(self) -> datetime | None: ...


def how_alone(mine: Text | None, theirs: Text | None, now: datetime, *, closing: bool = False) -> Alone | None:
    """Of `mine`, in a pair that is `closing` or not; None while it is not sealed."""
    if mine is None or mine.state is not ReflectionState.SEALED or mine.sealed_at is None:
        return None
    if theirs is not None and theirs.state in NOT_JOINING:
        return Alone.NOT_JOINED
    if closing:
        return Alone.CLOSING
    return Alone.LONG if now >= mine.sealed_at + CHOICE_OFFERED_AFTER else Alone.FRESH


def leaves_today(since: datetime, now: datetime) -> bool:
    """Whether a sealed text, alone `since` then, is no more a thing of the day for either of the two."""
    return now >= since + LEAVES_TODAY_AFTER


def what_waits(
    mine: ReflectionState | None,
    theirs: ReflectionState | None,
    *,
    unanswered: bool,
    unheard: bool,
    advice_asked: bool = False,
    more_wished: bool = False,
    alone: Alone | None = None,
) -> tuple[Waiting, ...]:
    """What waits for the author of `mine`, the nearest first. None is a text that is not there for this reader.

    `alone`: how the author's text stands, if it is sealed.
    """
    handed_to_me = theirs in (ReflectionState.SEALED, ReflectionState.OPEN)
    asks = {
        Waiting.ANSWER: unanswered,
        Waiting.HEAR: unheard,
        Waiting.ADVISE: advice_asked,
        Waiting.WRITE: mine is ReflectionState.DRAFT or (mine is None and handed_to_me),
        Waiting.ADD: more_wished,
        Waiting.CHOOSE: alone not in (None, Alone.FRESH),
    }
    return tuple(act for act, waits in asks.items() if waits)
