"""What makes the steps of a lesson right."""

import re
from collections.abc import Iterator, Sequence

from portal.curriculum.rules.values import Problem, Step, StepKind
from portal.kernel.i18n import _l

MOST_WORDS = 450

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_RAW_HTML = re.compile(r"<(?!https?:|mailto:)/?[a-zA-Z!]")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)")
_HEADING = re.compile(r"(#|#{4,})\s")


def count_words(text: str) -> int:
    return len(_WORD.findall(text))


def check_step(step: Step, line: int) -> Iterator[Problem]:
    """What a step of its kind must have."""
    if step.kind is StepKind.READ and count_words(step.text) > MOST_WORDS:
        words = count_words(step.text)
        yield Problem(line, _l("This step has %(words)s words. Keep it to %(most)s.", words=words, most=MOST_WORDS))
    if step.kind in (StepKind.READ, StepKind.TRY) and not step.text:
        yield Problem(line, _l("This step is empty. Write it, or remove its heading."))
    if step.kind is StepKind.CHECK and not step.questions:
        yield Problem(line, _l("A check needs a question: a paragraph in bold, with its options under it."))
    if step.kind in (StepKind.TALK, StepKind.REFLECT) and not (step.prompts.guide and step.prompts.learner):
        yield Problem(line, _l("Address both roles here: a ### heading for who guides, and one for who learns."))
    if step.kind is StepKind.REFLECT and not step.prompts.hearing:
        yield Problem(line, _l("Open the hearing here: a ### heading “What I heard”, and a sentence under it."))


def check_steps(steps: Sequence[Step], line: int) -> Iterator[Problem]:
    """What a lesson must have."""
    kinds = [step.kind for step in steps]
    if StepKind.READ not in kinds:
        yield Problem(line, _l("A lesson has something to read: add a step that begins with Read."))
    if kinds.count(StepKind.REFLECT) != 1 or kinds[-1] is not StepKind.REFLECT:
        yield Problem(line, _l("A lesson ends with its one Reflect: add it, or move it to the end."))


def check_text(lines: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    """What no text of a lesson may hold."""
    for number, text in lines:
        if _RAW_HTML.search(text):
            yield Problem(number, _l("HTML is not shown here. Write this in Markdown."))
        if _HEADING.match(text):
            yield Problem(number, _l("Use ## for a step and ### inside it, no other heading."))
        for alternative, target in _PICTURE.findall(text):
            if not alternative.strip():
                yield Problem(number, _l("Say what this picture shows, between the square brackets."))
            if not target.startswith("media/"):
                yield Problem(number, _l("Put this picture in the lesson’s media folder, and point to it there."))
        for target in _LINK.findall(text):
            if not target.startswith(("https://", "http://", "mailto:", "#")):
                yield Problem(number, _l("A link begins with https://: “%(target)s” leads nowhere.", target=target))


def pictures_in(source: str) -> list[str]:
    """The media files a text shows."""
    return [target for _, target in _PICTURE.findall(source)]
