"""The time, in one place, so that tests can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed moment", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, it is `moment`."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
