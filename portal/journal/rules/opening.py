"""How a sealed text opens beside the other's: decided once, for every page that says it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from portal.journal.rules.reflection import ReflectionState


class Opening(StrEnum):
    PAUSED = "paused"
    """Nothing is sealed or opened until the pair goes on."""
    AT_ONCE = "at once"
    """The other's is handed over: as soon as this one is sealed."""
    TOGETHER = "together"
    """At the same moment as the other's, if both are sealed."""
    AFTER_ALL = "after all"
    """The other passed: together only if they write after all."""
    ALONE = "alone"
    """With no other: there is none any more that could be sealed."""


_BESIDE: dict[ReflectionState | None, Opening] = {
    None: Opening.TOGETHER,
    ReflectionState.DRAFT: Opening.TOGETHER,
    ReflectionState.SEALED: Opening.AT_ONCE,
    ReflectionState.OPEN: Opening.AT_ONCE,
    ReflectionState.PASSED: Opening.AFTER_ALL,
    ReflectionState.KEPT: Opening.ALONE,
    ReflectionState.WITHDRAWN: Opening.ALONE,
}


def were_opened_together(moments: Iterable[datetime | None]) -> bool:
    """At one moment: neither opened theirs first."""
    return len(set(moments)) == 1


def how_it_opens(other: ReflectionState | None, *, paused: bool) -> Opening:
    """Of a text that is not open. `other`: where the other's stands, as far as the reader may know of it."""
    return Opening.PAUSED if paused else _BESIDE[other]
