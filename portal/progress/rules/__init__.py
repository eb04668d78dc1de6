"""What makes a step, a check and a lesson done. Facts decide; nothing is ever a percentage."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.curriculum.rules import Question, StepKind

REFLECT = f"{StepKind.REFLECT}-1"
LONGEST_NOTE = 300

# Done when the person says so. A check is done by answering, a reflection by sealing or passing.
SAID_DONE = frozenset({StepKind.READ, StepKind.TRY, StepKind.TALK})


class Tried(NamedTuple):
    """One answer to one question of a check. `question` counts from 1, `option` from 0."""

    step_key: str
    question: int
    option: int
    answered_at: datetime


class DoneInLesson(NamedTuple):
    """What one person has done in a lesson."""

    keys: frozenset[str]
    last_at: datetime
    finished_at: datetime | None
    noted_at: datetime | None
    """When they last left their partner a note."""


def is_finished(keys: Iterable[str], done: Collection[str]) -> bool:
    """Whether every step of a lesson is done."""
    return all(key in done for key in keys)


def next_step(keys: Sequence[str], done: Collection[str]) -> str | None:
    """The first step that is not done: where to resume."""
    return next((key for key in keys if key not in done), None)


def tried_options(tries: Iterable[Tried], step_key: str, since: datetime | None) -> dict[int, tuple[int, ...]]:
    """The options tried at each question of a check, in order, since it was last begun again."""
    found: dict[int, tuple[int, ...]] = {}
    for one in tries:
        if one.step_key == step_key and (since is None or one.answered_at > since):
            found[one.question] = (*found.get(one.question, ()), one.option)
    return found


def is_answered(questions: Sequence[Question], tried: Mapping[int, Collection[int]]) -> bool:
    """Whether the right option of every question has been found."""
    return all(question.right_option in tried.get(number, ()) for number, question in enumerate(questions, start=1))
