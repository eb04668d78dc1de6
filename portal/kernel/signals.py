"""How a lower floor lets a higher one know: frozen events, told inside the transaction."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

Event = TypeVar("Event")


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Told once an hour: whatever has been over for long enough may go."""

    moment: datetime


_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def connect(kind: type[Event], listener: Callable[[Event], None]) -> None:
    """Call `listener` with every event of this kind. Connecting the same twice is once; app.py does it."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def announce(event: object) -> None:
    """Tell who listens. What they write belongs to the transaction of the cause; what they refuse undoes it."""
    for listener in _listeners[type(event)]:
        listener(event)
