"""Reading a lesson: Markdown in, a `LessonText` and everything that is wrong with it out.

The format is told in lessons/README.md. It is read line by line, so that every problem has its line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portal.curriculum.rules.checking import check_step, check_steps, check_text
from portal.curriculum.rules.questions import read_questions
from portal.curriculum.rules.values import LessonText, Problem, Prompts, Step, StepKind
from portal.kernel.i18n import _l

KINDS = {
    "fr": {
        "lire": StepKind.READ,
        "essayer": StepKind.TRY,
        "vérifier": StepKind.CHECK,
        "échanger": StepKind.TALK,
        "réfléchir": StepKind.REFLECT,
    },
    "en": {
        "read": StepKind.READ,
        "try": StepKind.TRY,
        "check": StepKind.CHECK,
        "talk": StepKind.TALK,
        "reflect": StepKind.REFLECT,
    },
}
FURTHER = {"fr": "pour aller plus loin", "en": "further"}
ROLES = {
    "fr": {"je guide": "guide", "j'apprends": "learner", "ce que j'ai entendu": "hearing"},
    "en": {"i guide": "guide", "i learn": "learner", "what i heard": "hearing"},
}
REQUIRED = ("title", "minutes", "objective")
KEYS = (*REQUIRED, "dated", "notice")
LONGEST_LESSON = 60

_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's text, its line, and the lines under it."""

    heading: str
    line: int
    body: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.body).strip()


def parse(source: str, language: str) -> tuple[LessonText | None, list[Problem]]:
    """The lesson, or None when its front matter or steps cannot be told; and all its problems, in order."""
    problems: list[Problem] = []
    lines = list(enumerate(source.replace("\r\n", "\n").split("\n"), start=1))
    front, body = _front_matter(lines, problems)
    minutes = _minutes(front, problems)
    steps, further = _steps(body, language, problems)
    problems += check_steps(steps, line=body[0][0] if body else 1)
    if any(key not in front for key in REQUIRED) or not steps:
        return None, sorted(problems)
    lesson = LessonText(
        title=front["title"],
        minutes=minutes,
        objective=front["objective"],
        dated=front.get("dated", ""),
        notice=front.get("notice", ""),
        steps=tuple(steps),
        further=further,
    )
    return lesson, sorted(problems)


Lines = Sequence[tuple[int, str]]


def _front_matter(lines: Lines, problems: list[Problem]) -> tuple[dict[str, str], Lines]:
    ends = [number for number, text in lines if text.strip() == "---"]
    if len(ends) < 2 or ends[0] != 1:  # noqa: PLR2004 (one opens, one closes)
        problems.append(Problem(1, _l("The lesson must begin with its front matter, between two lines of ---.")))
        return {}, lines
    front: dict[str, str] = {}
    for number, text in lines[1 : ends[1] - 1]:
        _read_key(number, text, front, problems)
    missing = [key for key in REQUIRED if key not in front]
    problems += [Problem(1, _l("The front matter needs “%(key)s: …”.", key=key)) for key in missing]
    return front, lines[ends[1] :]


def _read_key(number: int, text: str, front: dict[str, str], problems: list[Problem]) -> None:
    if not text.strip():
        return
    key, colon, value = text.partition(": ")
    if not colon or not value.strip():
        problems.append(Problem(number, _l("Write this line as “key: value”.")))
    elif key not in KEYS:
        problems.append(
            Problem(number, _l("“%(key)s” is no key of a lesson. Use one of: %(keys)s.", key=key, keys=", ".join(KEYS)))
        )
    elif key in front:
        problems.append(Problem(number, _l("“%(key)s” stands here for the second time. Keep one.", key=key)))
    else:
        front[key] = value.strip()


def _minutes(front: dict[str, str], problems: list[Problem]) -> int:
    text = front.get("minutes", "1")
    if text.isdecimal() and 1 <= int(text) <= LONGEST_LESSON:
        return int(text)
    problems.append(Problem(1, _l("“minutes” must be a whole number from 1 to %(most)s.", most=LONGEST_LESSON)))
    return 1


def _steps(body: Lines, language: str, problems: list[Problem]) -> tuple[list[Step], str]:
    steps: list[Step] = []
    further = ""
    for section in _sections(body, "## "):
        problems += check_text(section.body)
        if not section.heading:
            if section.text:
                problems.append(Problem(section.body[0][0], _l("Put this text under a step: a heading with ##.")))
        elif _plain(section.heading) == FURTHER[language]:
            further = section.text
        else:
            step = _step(section, language, [s.kind for s in steps], problems)
            if step is not None:
                steps.append(step)
    return steps, further


def _step(section: Section, language: str, before: list[StepKind], problems: list[Problem]) -> Step | None:
    word, _, title = section.heading.partition(":")
    kind = KINDS[language].get(_plain(word))
    if kind is None:
        known = ", ".join(name.capitalize() for name in KINDS[language])
        problems.append(Problem(section.line, _l("A step begins with one of: %(kinds)s.", kinds=known)))
        return None
    step = Step(
        key=f"{kind}-{before.count(kind) + 1}",
        kind=kind,
        title=title.strip(),
        text=section.text,
    )
    if kind is StepKind.CHECK:
        intro, questions = read_questions(section.body, problems)
        step = replace(step, text=intro, questions=questions)
    elif kind in (StepKind.TALK, StepKind.REFLECT):
        step = replace(step, text="", prompts=_prompts(section, language, problems))
    problems += check_step(step, section.line)
    return step


def _prompts(section: Section, language: str, problems: list[Problem]) -> Prompts:
    found: dict[str, str] = {}
    for part in _sections(section.body, "### "):
        role = "both" if not part.heading else ROLES[language].get(_plain(part.heading), "")
        if not role:
            known = ", ".join(name.capitalize() for name in ROLES[language])
            problems.append(
                Problem(part.line, _l("This heading addresses nobody. Use one of: %(roles)s.", roles=known))
            )
        elif part.text:
            found[role] = part.text
    return Prompts(**found)


def _sections(lines: Lines, mark: str) -> Iterator[Section]:
    """The text before the first heading (with no heading of its own), then each heading with its text."""
    heading, at, fenced = "", 0, False
    body: list[tuple[int, str]] = []
    for number, text in lines:
        fenced ^= bool(_FENCE.match(text))
        if text.startswith(mark) and not fenced:
            yield Section(heading, at, tuple(body))
            heading, at, body = text[len(mark) :].strip(), number, []
        else:
            body.append((number, text))
    yield Section(heading, at, tuple(body))


def _plain(heading: str) -> str:
    return heading.replace("\u00a0", " ").replace("’", "'").strip().lower()
