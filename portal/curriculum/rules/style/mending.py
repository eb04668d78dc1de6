"""What a machine can set right in a lesson without knowing what it says: typography, and minutes that are missing.

A lesson that is right stays as it is, to the letter; so do code, addresses and everything else that nobody reads.
"""

import re
from collections.abc import Callable, Iterator

from portal.curriculum.rules.front import DASHES, LONGEST_LESSON
from portal.curriculum.rules.inline import ADDRESS, QUOTED

Mend = tuple[re.Pattern[str], str]

_SPACES = " \u00a0\u202f"
_KEPT = re.compile(rf"`[^`]*`|{ADDRESS.pattern}|https?://\S+")
"""Pieces of a line in which nothing is typography."""
_BARE_COLON = re.compile(rf"(?P<quoted>{QUOTED.pattern})|(?<=[^\s\d:\]]):(?=\s|\*|$)")
"""Others may have set their titles otherwise."""
_VALUE = re.compile(r"((?:title|objective|notice): )(.*)", re.DOTALL)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_WORD = re.compile(r"\w+")
WORDS_A_MINUTE = 120

_EVERYWHERE: tuple[Mend, ...] = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(r"(?<=\S) {2,}(?=\S)"), " "),
)
_MENDS: dict[str, tuple[Mend, ...]] = {
    "fr": (
        *_EVERYWHERE,
        (re.compile(rf'"[{_SPACES}]*+([^"]*[^"{_SPACES}])[{_SPACES}]*"'), "«\u00a0\\1\u00a0»"),
        (re.compile(rf"«[{_SPACES}]*(?=\S)"), "«\u00a0"),
        (re.compile(rf"(?<=\S)[{_SPACES}]*»"), "\u00a0»"),
        (re.compile(r"(?<=\S)[ \t]:(?=\s|\*|$)"), "\u00a0:"),
        (re.compile(rf"(?<=\S)[{_SPACES}]+(?=[;?]|!(?!\[))"), ""),
        (re.compile(r"(?<=\d) ?(?=[%$](?!\w))"), "\u00a0"),
        (re.compile(r"(?<=\d) (?=h\b|\d{3}\b)"), "\u00a0"),
    ),
    "en": (
        *_EVERYWHERE,
        (re.compile(r'"([^"]+)"'), "“\\1”"),
        (re.compile(r"(?<=\w)\s+(?=[;:!?](?:\s|\*|$))"), ""),
        (re.compile(r"(?<=\d)\s+(?=%)"), ""),
    ),
}


def mended(source: str, language: str) -> str:
    """The same text, as the house sets it."""
    lines = source.split("\n")
    end = _end_of_front(lines)
    body = list(_body(lines[end:], language))
    return "\n".join([*_front(lines[:end], language, body), *body])


def _end_of_front(lines: list[str]) -> int:
    """How many lines the front matter has, its dashes among them; none where it is not closed."""
    if not lines or lines[0].rstrip() != DASHES:
        return 0
    return next((number for number, line in enumerate(lines[1:], start=2) if line.rstrip() == DASHES), 0)


def _front(lines: list[str], language: str, body: list[str]) -> list[str]:
    found = [_VALUE.sub(lambda part: part[1] + _set(part[2], language), line) for line in lines]
    if found and not any(line.startswith("minutes:") for line in found):
        found.insert(len(found) - 1, f"minutes: {_minutes(body)}")
    return found


def _body(lines: list[str], language: str) -> Iterator[str]:
    is_code = False
    for line in lines:
        is_code ^= bool(_FENCE.match(line))
        yield line if is_code or _FENCE.match(line) else _set(line, language)


def _set(line: str, language: str) -> str:
    """What is kept is taken out first, and put back: a quotation may go around a link."""
    kept = _KEPT.findall(line)
    pieces = _KEPT.sub("\ue000", line)
    for pattern, mend in _MENDS[language]:
        pieces = pattern.sub(mend, pieces)
    if language == "fr":
        pieces = _BARE_COLON.sub(lambda found: found["quoted"] or "\u00a0:", pieces)
    return re.sub("\ue000", _one_after_the_other(kept), pieces)


def _one_after_the_other(kept: list[str]) -> Callable[[re.Match[str]], str]:
    left = iter(kept)
    return lambda _match: next(left)


def _minutes(body: list[str]) -> int:
    """What reading takes, and a minute for each step."""
    words = sum(len(_WORD.findall(line)) for line in body)
    steps = sum(line.startswith("## ") for line in body)
    return max(1, min(LONGEST_LESSON, round(words / WORDS_A_MINUTE) + steps))
