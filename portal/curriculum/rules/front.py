"""The front matter of a lesson: one `key: value` a line, between two lines of dashes. It is not YAML."""

import re
from dataclasses import dataclass, field

from portal.curriculum.rules.lines import Line, Lines
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

REQUIRED = ("title", "minutes", "objective")
KEYS = (*REQUIRED, "dated", "notice")
LONGEST_TITLE = 200
LONGEST_LESSON = 60
"""Minutes."""

DASHES = "---"
_MINUTES = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class Front:
    """What the front matter says, where it says it, and the lines after it."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: Lines = ()

    @property
    def is_whole(self) -> bool:
        return all(key in self.values for key in REQUIRED)

    @property
    def minutes(self) -> int:
        """0 when it cannot be told."""
        text = self.values.get("minutes", "")
        return int(text) if _MINUTES.fullmatch(text) else 0


def read_front(lines: Lines, problems: list[Problem]) -> Front:
    start = int(lines[0].text.rstrip() == DASHES)
    end, after = _end(lines)
    if not start:
        problems.append(Problem(1, _l("The lesson must begin with its front matter, between two lines of ---.")))
    elif end == after:
        problems.append(Problem(1, _l("Close the front matter with a second line of ---.")))
    if not start and end == after:
        return Front(body=lines)
    front = Front(body=lines[after:])
    for line in lines[start:end]:
        _read_key(line, front, problems)
    _check(front, problems)
    return front


def _end(lines: Lines) -> tuple[int, int]:
    """Where the front matter ends and the text begins; the same index twice when no second line of dashes is there."""
    for index, line in enumerate(lines[1:], start=1):
        if line.text.rstrip() == DASHES:
            return index, index + 1
        if line.text.startswith("#"):
            return index, index
    return len(lines), len(lines)


def _read_key(line: Line, front: Front, problems: list[Problem]) -> None:
    key, colon, value = line.text.partition(": ")
    if line.is_blank:
        return
    if not colon or not value.strip():
        problems.append(Problem(line.number, _l("Write this line as “key: value”.")))
    elif key not in KEYS:
        known = ", ".join(KEYS)
        sentence = _l("“%(key)s” is no key of a lesson. Use one of: %(keys)s.", key=key, keys=known)
        problems.append(Problem(line.number, sentence))
    elif key in front.values:
        problems.append(Problem(line.number, _l("“%(key)s” stands here for the second time. Keep one.", key=key)))
    else:
        front.values[key], front.lines[key] = value.strip(), line.number


def _check(front: Front, problems: list[Problem]) -> None:
    missing = [key for key in REQUIRED if key not in front.values]
    problems += [Problem(1, _l("The front matter needs “%(key)s: …”.", key=key)) for key in missing]
    minutes = front.values.get("minutes", "1")
    if not _MINUTES.fullmatch(minutes) or int(minutes) > LONGEST_LESSON:
        sentence = _l("“minutes” must be a whole number from 1 to %(most)s.", most=LONGEST_LESSON)
        problems.append(Problem(front.lines["minutes"], sentence))
    if len(front.values.get("title", "")) > LONGEST_TITLE:
        sentence = _l("Keep this title to %(most)s characters or fewer.", most=LONGEST_TITLE)
        problems.append(Problem(front.lines["title"], sentence))
