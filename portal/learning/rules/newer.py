"""A newer version of a lesson beside the one that a pair has begun: what is new, what is gone, what is asked anew.

Progress is kept by the keys of steps. A step that was done stays done under its key, whatever it says by now; one that
the newer version adds is to be done; one that it leaves out is no longer shown. Answers are kept where the question is
the same in both languages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from portal.curriculum.rules import LessonText, Question, Step, StepKind
from portal.kernel.differences import Changes, changes
from portal.kernel.markup import paragraphs

Texts = Mapping[str, LessonText]
"""A lesson in Markdown, by language."""


class Fate(StrEnum):
    """What became of a part of a lesson."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class PartKind(StrEnum):
    HEAD = "head"
    """Title and objective, and what stands with them."""
    STEP = "step"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A pair took a newer version."""

    from_id: str
    """The revision it was on before."""
    by_me: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PartCompared:
    """A part of a lesson, paragraph by paragraph."""

    kind: PartKind
    step: Step | None
    fate: Fate
    paragraphs: tuple[Changes, ...]
    answers_changed: bool = False
    """What it says to an answer, or which is right, is another: it is not told before it is asked."""


def asked_anew(before: Texts, after: Texts) -> frozenset[tuple[str, int]]:
    """The questions that are not the same in some language, or not there any more: by step, and number from 1."""
    return frozenset(
        place
        for language, text in before.items()
        for place, question in _questions(text).items()
        if _questions(after[language]).get(place) != question
    )


def compared(before: LessonText, after: LessonText) -> tuple[PartCompared, ...]:
    """Every part of the newer text, in order, with what became of it; then what it leaves out."""
    kept = {step.key: step for step in before.steps}
    head, further = _texts_compared(_head(before), _head(after)), _texts_compared([before.further], [after.further])
    steps = [_step_compared(kept.pop(step.key, None), step) for step in after.steps]
    gone = [PartCompared(PartKind.STEP, step, Fate.REMOVED, ()) for step in kept.values()]
    return (PartCompared(PartKind.HEAD, None, *head), *steps, PartCompared(PartKind.FURTHER, None, *further), *gone)


def _step_compared(before: Step | None, after: Step) -> PartCompared:
    if before is None:
        return PartCompared(PartKind.STEP, after, Fate.ADDED, _texts_compared([], _told(after))[1])
    titles = ([], []) if before.title == after.title else ([before.title], [after.title])
    fate, told = _texts_compared([*titles[0], *_told(before)], [*titles[1], *_told(after)])
    answers_changed = before.questions != after.questions and _asked(before) == _asked(after)
    changed = Fate.CHANGED if answers_changed else fate
    return PartCompared(PartKind.STEP, after, changed, told, answers_changed)


def _head(text: LessonText) -> list[str]:
    return [text.title, text.objective, text.notice, text.dated]


def _told(step: Step) -> list[str]:
    """What a step says under its title, but for the answers to its questions."""
    prompts = step.prompts
    return [step.text, *_asked(step), prompts.both, prompts.guide, prompts.learner, prompts.hearing]


def _asked(step: Step) -> list[str]:
    return [text for asked in step.questions for text in (asked.text, *(f"- {one.text}" for one in asked.options))]


def _questions(text: LessonText) -> dict[tuple[str, int], Question]:
    return {
        (step.key, number): question
        for step in text.steps
        if step.kind is StepKind.CHECK
        for number, question in enumerate(step.questions, start=1)
    }


def _texts_compared(before: Sequence[str], after: Sequence[str]) -> tuple[Fate, tuple[Changes, ...]]:
    old, new = ([one for text in texts for one in paragraphs(text)] for texts in (before, after))
    fate = Fate.SAME if old == new else Fate.CHANGED
    return fate, tuple(_aligned(old, new))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Changes]:
    """Each paragraph with the one that took its place."""
    for _kind, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        length = max(end - start, other_end - other_start)
        gone, come = ([*part, *[""] * (length - len(part))] for part in (old[start:end], new[other_start:other_end]))
        yield from (changes(*both) for both in zip(gone, come, strict=True))
