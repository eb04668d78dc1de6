"""Words that are explained where they stand: a button in the text opens what the word means, without any script."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from portal.kernel.markup import opening_meaning

KEPT_PATTERNS = 1024

_TAG = re.compile(r"(<[^>]+>)")
_NAME = re.compile(r"<(/?)([a-z0-9]+)")
_NOT_WITHIN = frozenset({"a", "blockquote", "code", "em", "h3", "h4", "h5", "pre"})
"""Titles of works, quotations and headings keep their words as they are."""


@dataclass(frozen=True, slots=True)
class Explanation:
    key: str
    """What its id is made of."""
    names: tuple[str, ...]
    meaning: str
    address: str
    """Where more is told, and `more`: the words that lead there."""
    more: str
    in_bold_only: bool

    @property
    def told(self) -> tuple[str, str, str, str]:
        return self.names[0], self.meaning, self.address, self.more


class Explainer:
    """Explains each word once in all the passages of a page, in their order."""

    def __init__(self, explanations: Iterable[Explanation]) -> None:
        self._left = list(explanations)

    def explain(self, html: str) -> str:
        """Sanitised HTML, with the words that come for the first time explained."""
        return "".join(self._explained(html))

    def _explained(self, html: str) -> Iterator[str]:
        within = list[str]()
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                _step(within, piece)
                yield piece
            else:
                yield piece if _NOT_WITHIN & set(within) else self._in_text(piece, is_bold="strong" in within)

    def _in_text(self, text: str, *, is_bold: bool) -> str:
        for explanation in self._left:
            if explanation.in_bold_only and not is_bold:
                continue
            found = _pattern(explanation.names).search(text)
            if found:
                self._left.remove(explanation)
                before, after = text[: found.start()], text[found.end() :]
                rest = (self._in_text(part, is_bold=is_bold) for part in (before, after))
                button = opening_meaning(f"term-{explanation.key}", found[0], explanation.told)
                return button.join(rest)
        return text


@lru_cache(maxsize=KEPT_PATTERNS)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the names as a word of its own, or several of it. Longer names come first."""
    words = "|".join(re.escape(escape(name, quote=False)) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w’-])(?:{words})s?(?![\w’-])", re.IGNORECASE)


def _step(within: list[str], tag: str) -> None:
    found = _NAME.match(tag)
    if found is None:
        return
    if not found[1]:
        if found[2] not in ("br", "hr", "img"):
            within.append(found[2])
    elif found[2] in within:
        within.remove(found[2])
