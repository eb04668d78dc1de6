"""Why something that was sent is not taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

LONGEST_SHOWN = 80


class Reason(StrEnum):
    BROKEN = "broken"
    HEAVY = "heavy"

    NO_PICTURE = "no-picture"
    LARGE_PICTURE = "large-picture"
    MANY_PIXELS = "many-pixels"
    MOVES = "moves"

    NO_ARCHIVE = "no-archive"
    LARGE_ARCHIVE = "large-archive"
    MANY_ENTRIES = "many-entries"
    LARGE_ENTRY = "large-entry"
    LARGE_WHOLE = "large-whole"
    SQUEEZED = "squeezed"
    ENCRYPTED = "encrypted"
    LINK = "link"
    OUTSIDE = "outside"
    NAME = "name"
    TWICE = "twice"
    NESTED = "nested"
    STRANGE = "strange"
    NO_TEXT = "no-text"
    OVERLAP = "overlap"


class Fault(Exception):  # noqa: N818 (it is no error of ours: it is an answer)
    """`entry` names what in an archive is meant, fit to be shown."""

    def __init__(self, reason: Reason, entry: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.entry = "".join(one if one.isprintable() else "?" for one in entry)[:LONGEST_SHOWN]


@contextmanager
def decoding() -> Iterator[None]:
    """Whatever a decoder makes of a hostile file, it is a fault of that file."""
    try:
        yield
    except Fault:
        raise
    except MemoryError as error:
        raise Fault(Reason.HEAVY) from error
    except Exception as error:
        raise Fault(Reason.BROKEN) from error
