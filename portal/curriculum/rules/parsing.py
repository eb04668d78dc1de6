"""Reading a lesson: Markdown in, a `LessonText` and everything that is wrong with it out.

The format is told in lessons/README.md. It is read line by line, so that every problem has its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from portal.curriculum.rules.checking import check_lines, check_step, check_steps, check_text, pictures_in
from portal.curriculum.rules.front import Front, read_front
from portal.curriculum.rules.headings import KINDS, ROLES, is_further, meant
from portal.curriculum.rules.limits import beyond_limits
from portal.curriculum.rules.lines import Lines, Section, read_lines, sections
from portal.curriculum.rules.questions import read_questions
from portal.curriculum.rules.values import LessonText, Problem, Prompts, Reading, Step, StepKind
from portal.kernel.i18n import _l


@dataclass
class _Body:
    """What has been read under the front matter so far."""

    language: str
    problems: list[Problem]
    steps: list[tuple[Step, int]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    further: str | None = None
    has_strange_steps: bool = False


def parse(source: str, language: str) -> Reading:
    """Everything that can be told of a document; no lesson when its front matter or its steps cannot be."""
    beyond = beyond_limits(source)
    if beyond is not None:
        return Reading(lesson=None, problems=(beyond,), lines={}, pictures=())
    problems: list[Problem] = []
    lines = read_lines(source, problems)
    problems += check_lines(lines)
    front = read_front(lines, problems)
    body = _Body(language, problems)
    for section in sections(front.body, "##"):
        _read_section(section, body)
    if not body.has_strange_steps:
        first_line = body.steps[0][1] if body.steps else lines[-1].number
        problems += check_steps(body.steps, first_line, lines[-1].number)
    draft = _lesson(front, body) if body.steps else None
    is_told = front.is_whole and not body.has_strange_steps
    return Reading(
        lesson=draft if is_told else None,
        problems=tuple(sorted(problems)),
        lines=front.lines | body.lines,
        pictures=tuple(pictures_in(front.body)),
        draft=draft,
    )


def _lesson(front: Front, body: _Body) -> LessonText:
    return LessonText(
        title=front.values.get("title", ""),
        minutes=front.minutes,
        objective=front.values.get("objective", ""),
        dated=front.values.get("dated", ""),
        notice=front.values.get("notice", ""),
        steps=tuple(step for step, _line in body.steps),
        further=body.further or "",
    )


def _read_section(section: Section, body: _Body) -> None:
    body.problems += check_text(section.body)
    if section.heading is None:
        if section.text:
            body.problems.append(Problem(section.first_line, _l("Put this text under a step: a heading with ##.")))
    elif is_further(section.heading, body.language):
        _read_further(section, body)
    else:
        _read_step(section, body)


def _read_further(section: Section, body: _Body) -> None:
    if body.further is not None:
        body.problems.append(Problem(section.line, _l("This heading stands here for the second time. Keep one.")))
    elif not section.text:
        body.problems.append(Problem(section.line, _l("This step is empty. Write it, or remove its heading.")))
    body.further = body.further or section.text


def _read_step(section: Section, body: _Body) -> None:
    word, _colon, title = (section.heading or "").partition(":")
    kind = meant(word, KINDS[body.language])
    if kind is None:
        known = ", ".join(KINDS[body.language])
        body.problems.append(Problem(section.line, _l("A step begins with one of: %(kinds)s.", kinds=known)))
        body.has_strange_steps = True
        return
    number = 1 + sum(step.kind is kind for step, _line in body.steps)
    step = Step(key=f"{kind}-{number}", kind=kind, title=title.strip(), text=section.text)
    step = _with_its_parts(step, section, body)
    body.problems += check_step(step, section.line)
    body.steps.append((step, section.line))
    body.lines[step.key] = section.line


def _with_its_parts(step: Step, section: Section, body: _Body) -> Step:
    """The step with the questions of a Check, or with the prompts of a Talk or a Reflect, in place of its text."""
    if step.kind is StepKind.CHECK:
        read = read_questions(section.body, body.problems)
        body.lines |= {f"{step.key}-{number}": line for number, line in enumerate(read.lines, start=1)}
        return replace(step, text=read.intro, questions=read.questions)
    if step.kind in (StepKind.TALK, StepKind.REFLECT):
        return replace(step, text="", prompts=Prompts(**dict(_prompts(section.body, body))))
    return step


def _prompts(lines: Lines, body: _Body) -> Iterator[tuple[str, str]]:
    roles, seen = ROLES[body.language], set[str]()
    for part in sections(lines, "###"):
        role = "both" if part.heading is None else meant(part.heading, roles)
        if role is None:
            sentence = _l("This heading addresses nobody. Use one of: %(roles)s.", roles=", ".join(roles))
            body.problems.append(Problem(part.line, sentence))
        elif role in seen:
            body.problems.append(Problem(part.line, _l("This heading stands here for the second time. Keep one.")))
        else:
            seen.add(role)
            yield role, part.text
