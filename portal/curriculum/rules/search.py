"""Finding lessons by their words: what counts as a word, what is sought, and which words of a text are found."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.kernel.alphabet import unaccented

LONGEST_QUERY = 100
MOST_WORDS = 8
LONGEST_PASSAGE = 240
SHORTEST_BEGINNING = 3
"""A shorter word is sought whole: « wi-fi » is no beginning of “wireless”."""
FOLDING = 2
"""Goes up whenever `folded` gives something else: at the next sync, what is searched is made anew."""

_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"(?<=....)s$|(?<=..[ae]u)x$")

Run = tuple[str, bool]
"""A piece of a text, and whether it is a word that was sought."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in a text the words stand."""

    runs: tuple[Run, ...]
    is_from_start: bool
    is_to_end: bool


def folded(text: str) -> str:
    """A text as it is searched: its bare words between spaces, so that " con" begins one of them and " wi " is one."""
    return "".join(f" {word}" for word in _words_in(text)) + " "


def sought(query: str) -> tuple[str, ...]:
    """How the words of a query begin; the short ones end with a space.

    What an elision leaves (« l’écoute ») is no word beside others.
    """
    words = list(dict.fromkeys(_PLURAL.sub("", word) for word in _words_in(query)))
    kept = [word for word in words if len(word) > 1] or words
    return tuple(word if len(word) >= SHORTEST_BEGINNING else f"{word} " for word in kept)[:MOST_WORDS]


def has_all(text: str, words: Sequence[str]) -> bool:
    """Whether each of the words begins a word of this folded text, or is one."""
    return all(f" {word}" in text for word in words)


def marked(text: str, words: Sequence[str]) -> tuple[Run, ...]:
    """The whole text, with the words that were sought apart from the others."""
    return tuple(_runs(unicodedata.normalize("NFC", text), words))


def passage(paragraphs: Sequence[str], words: Sequence[str]) -> Passage | None:
    """The paragraph that holds most of the words, cut round the first of them; None where none is there."""
    best = max(paragraphs, key=lambda paragraph: _count(paragraph, words), default="")
    text = unicodedata.normalize("NFC", best)
    first = next(_found_in(text, words), None)
    if first is None:
        return None
    start, end = _cut(text, first.start())
    return Passage(tuple(_runs(text[start:end], words)), start == 0, end == len(text))


def _words_in(text: str) -> list[str]:
    return _WORD.findall(unaccented(text))


def _count(paragraph: str, words: Sequence[str]) -> int:
    text = folded(paragraph)
    return sum(f" {word}" in text for word in words)


def _found_in(text: str, words: Sequence[str]) -> Iterator[re.Match[str]]:
    beginnings = tuple(words)
    return (found for found in _WORD.finditer(text) if f"{unaccented(found[0])} ".startswith(beginnings))


def _runs(text: str, words: Sequence[str]) -> Iterator[Run]:
    end = 0
    for found in _found_in(text, words):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def _cut(text: str, place: int) -> tuple[int, int]:
    """Where to begin and to end, between words, so that a place stands in the first third or later."""
    start = max(0, min(place - LONGEST_PASSAGE // 3, len(text) - LONGEST_PASSAGE))
    if start:
        start = text.find(" ", start, place) + 1 or start
    end = start + LONGEST_PASSAGE
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", place, end)
    return start, end if space < 0 else space
