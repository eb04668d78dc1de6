"""How a lesson is doing, in counts of people: never fewer than five, and never who.

What is suppressed stays so: the counts of a lesson do not add up to each other, and of a question all the options are
told or none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

FEWEST = 5
LONGEST_GAP = timedelta(days=1)
"""Who comes back later than that was not at the step all that time."""


class StepFact(NamedTuple):
    """A person did a step in a pair; or did it, and undid it."""

    person_id: str
    pair_id: str
    key: str
    done_at: datetime
    is_undone: bool


class FirstAnswer(NamedTuple):
    """What a person chose first at a question of a check. `question` counts from 1, `option` from 0."""

    person_id: str
    step_key: str
    question: int
    option: int
    is_current: bool = True
    """Whether the question is still worded as it was then."""


@dataclass(frozen=True, slots=True)
class StepFigures:
    key: str
    done: int | None
    """How many people; None for fewer than five."""
    minutes: int | None
    """From the step before it to this one: the median, where five people or more took less than a day."""
    is_longest: bool


@dataclass(frozen=True, slots=True)
class LessonFigures:
    began: int | None
    finished: int | None
    steps: tuple[StepFigures, ...]
    chosen: Mapping[tuple[str, int], tuple[int, ...]]
    """By step and question, how many people chose each option first. Only questions with five or more at each."""


def shown(count: int) -> int | None:
    return count if count >= FEWEST else None


def lesson_figures(
    keys: Sequence[str],
    options: Mapping[tuple[str, int], int],
    facts: Sequence[StepFact],
    answers: Sequence[FirstAnswer],
    finished: Iterable[str],
) -> LessonFigures:
    """`keys`: the steps of the lesson, in order; `options`: how many each question has; `finished`: by whom."""
    done = [fact for fact in facts if not fact.is_undone]
    minutes = _minutes(done)
    longest = max((minutes[key] for key in keys if key in minutes), default=None)
    return LessonFigures(
        began=shown(len({fact.person_id for fact in facts} | {answer.person_id for answer in answers})),
        finished=shown(len(set(finished))),
        steps=tuple(
            StepFigures(
                key,
                shown(len({fact.person_id for fact in done if fact.key == key})),
                minutes.get(key),
                len(minutes) > 1 and minutes.get(key) == longest,
            )
            for key in keys
        ),
        chosen=_chosen(options, answers),
    )


def _minutes(done: Iterable[StepFact]) -> dict[str, int]:
    """By step, of those that enough people came to within a day of another."""
    walks = defaultdict(list)
    for fact in sorted(done, key=lambda fact: fact.done_at):
        walks[fact.person_id, fact.pair_id].append(fact)
    gaps = defaultdict(list)
    for walk in walks.values():
        for before, after in pairwise(walk):
            if after.done_at - before.done_at <= LONGEST_GAP:
                gaps[after.key].append((after.person_id, after.done_at - before.done_at))
    enough = {key: found for key, found in gaps.items() if len({person for person, _gap in found}) >= FEWEST}
    return {key: round(median(gap / timedelta(minutes=1) for _person, gap in found)) for key, found in enough.items()}


def _chosen(
    options: Mapping[tuple[str, int], int], answers: Iterable[FirstAnswer]
) -> dict[tuple[str, int], tuple[int, ...]]:
    """Each person counts once at a question, with the first of their answers. One small count hides all of them."""
    firsts: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for answer in (answer for answer in answers if answer.is_current):
        firsts[answer.step_key, answer.question].setdefault(answer.person_id, answer.option)
    counts = {
        question: tuple(list(firsts[question].values()).count(option) for option in range(number))
        for question, number in options.items()
    }
    return {question: split for question, split in counts.items() if split and min(split) >= FEWEST}
