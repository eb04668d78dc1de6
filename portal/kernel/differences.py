"""Two texts that came to differ, side by side: what stands only in one of them."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq

Runs = list[tuple[str, bool]]
"""A text in its order, piece by piece; True for what the other has not."""

Changes = list[tuple[str, str]]
"""Two texts in one, piece by piece: what both say, and what only the earlier or the later one does."""

BOTH, GONE, NEW = "both", "gone", "new"

WORD = re.compile(r"\S+\s*|\s+")
LEAST_ALIKE = 0.4
"""How much of two texts must be the same for their differences to be told word by word."""
MOST_WORDS = 600
"""How long the parts may be that are compared word by word: the time it takes can grow with the cube of it."""


def runs(text: str, other: str) -> Runs:
    """`text`, word by word against `other`. Between a long first and last difference all counts as one."""
    words, others = WORD.findall(text), WORD.findall(other)
    start = _alike(words, others)
    end = _alike(words[start:][::-1], others[start:][::-1])
    middle, other_middle = words[start : len(words) - end], others[start : len(others) - end]
    pieces = [(words[:start], False), *_compared(middle, other_middle), (words[len(words) - end :], False)]
    return _joined((part, only_here) for part, only_here in pieces if part)


def changes(before: str, after: str) -> Changes:
    """What became of a text. Where little is left of it, it is told whole, then what stands in its place."""
    words, others = WORD.findall(before), WORD.findall(after)
    if len(words) + len(others) > 2 * MOST_WORDS:
        return _whole(before, after)
    compared = SequenceMatcher(None, words, others, autojunk=False)
    if compared.ratio() < LEAST_ALIKE:
        return _whole(before, after)
    found: Changes = []
    for kind, start, end, other_start, other_end in compared.get_opcodes():
        if kind == "equal":
            found.append(("".join(words[start:end]), BOTH))
        else:
            found += _whole("".join(words[start:end]), "".join(others[other_start:other_end]))
    return found


def _whole(before: str, after: str) -> Changes:
    if before == after:
        return [(before, BOTH)] if before else []
    return [(text, kind) for text, kind in ((before, GONE), (after, NEW)) if text]


def _alike(words: Sequence[str], others: Sequence[str]) -> int:
    """How many words the two begin with."""
    return sum(takewhile(bool, map(eq, words, others)))


def _compared(words: Sequence[str], others: Sequence[str]) -> Iterator[tuple[Sequence[str], bool]]:
    if max(len(words), len(others)) > MOST_WORDS:
        yield words, True
        return
    for kind, start, end, _from, _to in SequenceMatcher(None, words, others).get_opcodes():
        yield words[start:end], kind != "equal"


def _joined(pieces: Iterator[tuple[Sequence[str], bool]]) -> Runs:
    """Neighbours of one kind are one piece."""
    found: Runs = []
    for part, only_here in pieces:
        before = found.pop()[0] if found and found[-1][1] is only_here else ""
        found.append((before + "".join(part), only_here))
    return found
