"""What stands on a cover: the picture that a message shows of a page that is sent in it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass

from portal.curriculum.rules.values import Strand

DESIGN = 1
"""Raised when the same cover must be drawn anew."""

EDITION_LENGTH = 12

FINENESS = 20
"""By how much a line is made narrower at a time."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The title, the words over it and under it, and the strand whose colour it wears; None for the portal's own."""

    strand: Strand | None
    over: str
    title: str
    under: str

    @property
    def words(self) -> str:
        """All that it says, for who does not see it."""
        return " · ".join(("Vice Versa", self.over, self.title, self.under))

    @property
    def edition(self) -> str:
        """The same as long as the picture is."""
        return hashlib.sha256(repr((DESIGN, astuple(self))).encode()).hexdigest()[:EDITION_LENGTH]


@dataclass(frozen=True, slots=True)
class Setting:
    """A text in lines, and the size at which they fit."""

    size: int
    lines: tuple[str, ...]


Measure = Callable[[str, int], float]
"""How wide some words are at a size."""


def set_in(text: str, width: int, rooms: Mapping[int, int], measure: Measure) -> Setting:
    """The whole text at the first of these sizes at which it fits: `rooms` says how many lines each has.

    At the last of them a word that is wider than a line is broken, and there may be more lines: nothing is cut off.
    """
    words = text.replace("\n", " ").split(" ")  # at no space that does not break
    for size, room in rooms.items():
        lines = _lines(words, width, size, measure)
        if len(lines) <= room and all(measure(line, size) <= width for line in lines):
            return Setting(size, _balanced(lines, width, size, measure))
    pieces = [piece for word in words for piece in _broken(word, width, size, measure)]
    return Setting(size, _lines(pieces, width, size, measure))


def _lines(words: Iterable[str], width: float, size: int, measure: Measure) -> tuple[str, ...]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if lines[-1] and measure(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _balanced(lines: tuple[str, ...], width: float, size: int, measure: Measure) -> tuple[str, ...]:
    """As many lines, as equally long as they can be."""
    words = " ".join(lines).split(" ")
    narrowest = max(measure(word, size) for word in words)
    while width - FINENESS >= narrowest:
        width -= FINENESS
        narrower = _lines(words, width, size, measure)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _broken(word: str, width: int, size: int, measure: Measure) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and measure(piece + character, size) > width:
            yield piece
            piece = ""
        piece += character
    yield piece
