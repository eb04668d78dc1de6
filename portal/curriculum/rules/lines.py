"""The lines of a document, numbered, and its sections. Blocks of code are told apart: nothing in them is read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.curriculum.rules.inline import without_code
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)$")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """From 1, in its file."""
    text: str
    is_code: bool = False
    """Within a fenced block, its two fences included."""

    @property
    def prose(self) -> str:
        """What of it is read as Markdown."""
        if self.is_code:
            return ""
        return without_code(self.text) if "`" in self.text else self.text

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


Lines = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's text and line, and the lines under it. What stands before the first heading has none."""

    heading: str | None
    line: int
    body: Lines

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.body).strip()

    @property
    def first_line(self) -> int:
        """Where its text begins."""
        return next((line.number for line in self.body if not line.is_blank), self.line)


def read_lines(source: str, problems: list[Problem]) -> Lines:
    """The numbered lines of a document; a fence that is never closed is a problem."""
    lines, fence, opened_on = [], "", 0
    whole = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, text in enumerate(whole.split("\n"), start=1):
        was_open = bool(fence)
        fence = _fence_after(text, fence)
        lines.append(Line(number, text, is_code=was_open or bool(fence)))
        opened_on = number if fence and not was_open else opened_on
    if fence:
        problems.append(Problem(opened_on, _l("This block of code has no end: close it with the same marks.")))
    return lines


def sections(lines: Iterable[Line], mark: str) -> Iterator[Section]:
    """What stands before the first heading that begins with `mark`, then each heading with what is under it."""
    begins = re.compile(rf"{mark}[ \t](.*)$|{mark}$")
    heading: str | None = None
    at, body = 1, list[Line]()
    for line in lines:
        found = None if line.is_code else begins.match(line.text)
        if found:
            yield Section(heading, at, body)
            heading, at, body = (found[1] or "").strip(), line.number, []
        else:
            body.append(line)
    yield Section(heading, at, body)


def _fence_after(text: str, fence: str) -> str:
    """The fence that is open after this line; "" for none."""
    found = _FENCE.match(text)
    if found is None:
        return fence
    marks, rest = found[1], found[2]
    if not fence:
        return "" if marks[0] == "`" and "`" in rest else marks
    closes = marks.startswith(fence) and not rest.strip()
    return "" if closes else fence
