"""What stands within a line: spans of code, links and pictures, addresses.

Every reading of a text goes through here: each mark is looked at once, however many there are and whatever is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ADDRESS = re.compile(r"\]\([^)\n]*\)?|<https?:[^>\n]*>?")
"""What of a link nobody reads, with the bracket before it; to the end of its line where it is not closed."""
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|(?<![*\w])\*(?!\*)[^*]+\*(?!\*)")
"""What is said in others' words, and titles of works."""

_BACKTICKS = re.compile(r"`+")
_BRACKET = re.compile(r"!?\[\s*|\](?:\(\s*([^)\s]*))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """`[words](target)`, or `![words](target)` for a picture."""

    is_picture: bool
    has_words: bool
    target: str


def without_code(text: str) -> str:
    """Without its spans of code: each goes from a run of backticks to the next one as long."""
    pieces, at = [], 0
    for start, end in _spans_of_code(text):
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])


def references_in(text: str) -> Iterator[Reference]:
    """In the order in which they end."""
    open_brackets = list[re.Match[str]]()
    for bracket in _BRACKET.finditer(text):
        if not bracket[0].startswith("]"):
            open_brackets.append(bracket)
        elif open_brackets:
            opening = open_brackets.pop()
            if bracket[1] is not None:
                yield Reference(opening[0].startswith("!"), opening.end() < bracket.start(), bracket[1])


def _spans_of_code(text: str) -> Iterator[tuple[int, int]]:
    runs = [found.span() for found in _BACKTICKS.finditer(text)]
    closes, at = _next_as_long(runs), 0
    for index, (start, _end) in enumerate(runs):
        if start >= at and index in closes:
            at = runs[closes[index]][1]
            yield start, at


def _next_as_long(runs: list[tuple[int, int]]) -> dict[int, int]:
    """By the index of a run, that of the next one of its length."""
    found, latest = dict[int, int](), dict[int, int]()
    for index in reversed(range(len(runs))):
        length = runs[index][1] - runs[index][0]
        if length in latest:
            found[index] = latest[length]
        latest[length] = index
    return found
