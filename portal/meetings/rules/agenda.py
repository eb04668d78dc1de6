"""The agenda that writes itself: from where the two stand, with as many minutes for the one as for the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from portal.curriculum.rules import StepKind, Strand
from portal.journal.rules import ExchangeLine
from portal.kernel.refusal import Sentence
from portal.progress.rules import DoneInLesson

FIVE = 5
MOST = 4
"""Points of each of the two."""
DIRECTIONS = (Strand.CULTURE, Strand.STRATEGY)

Done = Mapping[tuple[str, str], DoneInLesson]
"""By lesson and person."""


class PointKind(StrEnum):
    """In the order in which they come."""

    IN_PERSON = "in-person"
    """The two said that they would talk about it."""
    HEAR = "hear"
    """Open, and not heard yet."""
    TRIED = "tried"
    """Tried, with a line about it for the partner."""
    TO_TRY = "to-try"
    """Read, and still to be tried."""
    LESSON = "lesson"
    """The next one of the strand in which this person learns."""
    OWN = "own"
    """Whatever this person brings."""


class LessonHere(NamedTuple):
    """A lesson of the catalogue, as an agenda names it."""

    id: str
    module: str
    slug: str
    strand: Strand
    title: str
    step_keys: tuple[str, ...]


class Matter(NamedTuple):
    """Something to talk about, that is one person's: their text, their try, their lesson."""

    kind: PointKind
    person_id: str
    title: Sentence | None = None
    lesson: LessonHere | None = None
    reflection_id: str | None = None


class Point(NamedTuple):
    matter: Matter
    minutes: int


@dataclass(frozen=True, slots=True)
class Half:
    """The part of a meeting that is one person's."""

    person_id: str
    minutes: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    halves: tuple[Half, ...]
    closing: int
    """Minutes, to say what was decided."""


def write_agenda(minutes: int, people: Sequence[str], matters: Iterable[Matter]) -> Agenda:
    """For two people, in this order."""
    found = list(matters)
    closing = 2 * FIVE if minutes >= 4 * FIVE and (minutes - 2 * FIVE) % (2 * FIVE) == 0 else FIVE
    each = (minutes - closing) // 2
    return Agenda(tuple(_half(person, each, found) for person in people), closing)


def _half(person_id: str, minutes: int, matters: Iterable[Matter]) -> Half:
    mine = sorted(
        (one for one in matters if one.person_id == person_id), key=lambda one: list(PointKind).index(one.kind)
    )
    chosen = mine[: min(MOST, minutes // FIVE)] or [Matter(PointKind.OWN, person_id)]
    return Half(person_id, minutes, tuple(map(Point, chosen, _shared_out(minutes, len(chosen)))))


def _shared_out(minutes: int, count: int) -> list[int]:
    """In fives, the first ones longer where they cannot be the same."""
    fives, more = divmod(minutes // FIVE, count)
    return [FIVE * (fives + (number < more)) for number in range(count)]


def to_hear(lines: Iterable[ExchangeLine], in_person: Iterable[str], lessons: Sequence[LessonHere]) -> Iterable[Matter]:
    """Texts that are open: those kept for a talk by `in_person`, by their ids, and those that nobody heard yet."""
    by_id, kept = {one.id: one for one in lessons}, set(in_person)
    for line in lines:
        if line.reflection_id in kept:
            kind = PointKind.IN_PERSON
        elif line.waits_for_hearing:
            kind = PointKind.HEAR
        else:
            continue
        lesson = by_id.get(line.lesson_id or "")
        yield Matter(kind, line.author_id, lesson.title if lesson else line.named, lesson, line.reflection_id)


def to_tell(person_id: str, done: Done, lessons: Sequence[LessonHere], since: datetime | None) -> Iterable[Matter]:
    """What this person tried and told since the last meeting; what they began and have not tried."""
    for lesson in lessons:
        facts = done.get((lesson.id, person_id))
        tries = {key for key in lesson.step_keys if key.startswith(f"{StepKind.TRY}-")}
        if facts is None or not tries:
            continue
        if facts.noted_at is not None and (since is None or facts.noted_at > since):
            yield Matter(PointKind.TRIED, person_id, lesson.title, lesson)
        elif facts.finished_at is None and not tries & facts.keys:
            yield Matter(PointKind.TO_TRY, person_id, lesson.title, lesson)


def to_learn(learners: dict[Strand, str], done: Done, lessons: Sequence[LessonHere]) -> Iterable[Matter]:
    """The next lesson each way: of each strand, the first that whoever learns there has not finished."""
    for strand, person_id in learners.items():
        for lesson in (one for one in lessons if one.strand is strand):
            facts = done.get((lesson.id, person_id))
            if facts is None or facts.finished_at is None:
                yield Matter(PointKind.LESSON, person_id, lesson.title, lesson)
                break
