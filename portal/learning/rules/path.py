"""The path: two lanes side by side, module by module, and the one lesson that comes next for each person."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from portal.curriculum.rules import StepKind, Strand
from portal.journal.rules import ExchangeLine, ReflectionState
from portal.learning.rules.sides import Side, side_of
from portal.pairs.rules import RoleState
from portal.progress.rules import DoneInLesson, next_step


class PathLesson(NamedTuple):
    """A lesson on a pair's path: the revision it began, or else the newest."""

    id: str
    module: str
    slug: str
    strand: Strand
    module_title: str
    requires: tuple[str, ...]
    title: str
    minutes: int
    step_keys: tuple[str, ...]
    guide_id: str | None
    """Who guides this lesson where the pair has set it; None: whoever guides the strand."""
    done_together_at: datetime | None
    words: int = 0
    """What tells its words, in both languages, from those of another revision; in this process alone."""
    has_newer: bool = False
    """Whether the pair keeps other words than those that are published now."""


class Where(StrEnum):
    """How far one person is in a lesson. The values are the nodes of the lanes."""

    TODO = "todo"
    HERE = "here"
    SEALED = "sealed"
    DONE = "done"


class Stage(NamedTuple):
    """One person's place in a lesson. `step` is where they resume, with its number from 1; None when all is done."""

    where: Where
    step: str | None
    number: int
    at: datetime | None
    """When they finished, or sealed."""

    @property
    def kind(self) -> StepKind | None:
        return StepKind(self.step.partition("-")[0]) if self.step else None


class Reflected(NamedTuple):
    """Where somebody's reflection on a lesson stands."""

    state: ReflectionState
    sealed_at: datetime | None


class PathRow(NamedTuple):
    """One lesson, with where each of the two is. `swapped`: its roles are not those of its strand."""

    lesson: PathLesson
    mine: Stage
    theirs: Stage
    guide: Side
    swapped: bool
    is_next: bool


class Leg(NamedTuple):
    """A module on the path."""

    slug: str
    strand: Strand
    title: str
    guide: Side
    rows: tuple[PathRow, ...]

    @property
    def is_finished(self) -> bool:
        """By both."""
        return self._all_are(Where.DONE)

    @property
    def is_far(self) -> bool:
        """Neither has begun any of it, and nothing in it comes next."""
        return self._all_are(Where.TODO) and not any(row.is_next for row in self.rows)

    def _all_are(self, where: Where) -> bool:
        return all(row.mine.where is where and row.theirs.where is where for row in self.rows)


@dataclass(frozen=True, slots=True)
class PathSeen:
    """A pair's path as one of the two sees it."""

    me: str
    lessons: Sequence[PathLesson]
    stages: Callable[[PathLesson], tuple[Stage, Stage]]
    """Where the reader is in a lesson, and where the partner is."""
    coming: PathLesson | None
    coming_stage: Stage | None
    roles: RoleState
    lines: Sequence[ExchangeLine]
    partner_did: Mapping[PathLesson, DoneInLesson]

    def guide(self, lesson: PathLesson) -> Side:
        return side_of(lesson.guide_id or self.roles.guides.get(lesson.strand), self.me)


def stage_of(keys: tuple[str, ...], done: DoneInLesson | None, reflected: Reflected | None) -> Stage:
    """Where someone is, told from what they did and how their reflection stands."""
    if done is None and reflected is None:
        return _untouched(keys)
    step = next_step(keys, done.keys if done else ())
    number = keys.index(step) + 1 if step else len(keys)
    if done is not None and done.finished_at is not None:
        if reflected is not None and reflected.state is ReflectionState.SEALED:
            return Stage(Where.SEALED, step, number, reflected.sealed_at)
        return Stage(Where.DONE, step, number, done.finished_at)
    return Stage(Where.HERE, step, number, None)


@lru_cache
def _untouched(keys: tuple[str, ...]) -> Stage:
    """Most lessons of most paths are: kept by their steps, of which there are few kinds."""
    return Stage(Where.TODO, next_step(keys, ()), 1, None)


def next_lesson(
    lessons: Sequence[PathLesson], done: Mapping[str, DoneInLesson], begun: Collection[str] = ()
) -> PathLesson | None:
    """The one lesson that comes next for a person: what they began last, else one of the strand whose turn it is.

    `done` is by lesson; `begun` are lessons in which they have written only. Requirements order, and lock nothing.
    """
    unfinished = [lesson for lesson in lessons if not _finished(lesson, done)]
    under_way = [lesson for lesson in unfinished if lesson.id in done or lesson.id in begun]
    if under_way:
        return max(under_way, key=lambda lesson: _last_at(done.get(lesson.id)))
    ready = [lesson for lesson in unfinished if _is_ready(lesson, lessons, done)] or unfinished
    if not ready:
        return None
    firsts = {lesson.module: lesson for lesson in reversed(ready)}
    candidates = [lesson for lesson in ready if firsts[lesson.module] is lesson]
    last = _last_strand(lessons, done)
    return min(candidates, key=lambda lesson: (_turn(lesson.strand, last), candidates.index(lesson)))


def legs_of(path: PathSeen) -> tuple[Leg, ...]:
    """The whole path, module by module, in order."""
    legs = []
    for module, group in groupby(path.lessons, key=lambda lesson: lesson.module):
        rows = tuple(_row(path, lesson) for lesson in group)
        first = rows[0].lesson
        guide = side_of(path.roles.guides.get(first.strand), path.me)
        legs.append(Leg(module, first.strand, first.module_title, guide, rows))
    return tuple(legs)


def _row(path: PathSeen, lesson: PathLesson) -> PathRow:
    usual = path.roles.guides.get(lesson.strand)
    mine, theirs = path.stages(lesson)
    swapped = lesson.guide_id is not None and usual is not None and lesson.guide_id != usual
    return PathRow(lesson, mine, theirs, path.guide(lesson), swapped, lesson is path.coming)


def _finished(lesson: PathLesson, done: Mapping[str, DoneInLesson]) -> bool:
    facts = done.get(lesson.id)
    return facts is not None and facts.finished_at is not None


def _last_at(facts: DoneInLesson | None) -> float:
    return facts.last_at.timestamp() if facts else 0.0


def _is_ready(lesson: PathLesson, lessons: Sequence[PathLesson], done: Mapping[str, DoneInLesson]) -> bool:
    return all(_is_met(wanted, lessons, done) for wanted in lesson.requires)


def _is_met(wanted: str, lessons: Sequence[PathLesson], done: Mapping[str, DoneInLesson]) -> bool:
    """A module's lessons are all finished; of `any:culture`, those of one culture module."""
    _any, _colon, strand = wanted.partition(":")
    modules: dict[str, list[bool]] = {}
    for lesson in lessons:
        if (lesson.strand == strand) if strand else (lesson.module == wanted):
            modules.setdefault(lesson.module, []).append(_finished(lesson, done))
    return any(all(module) for module in modules.values()) or not modules


def _last_strand(lessons: Sequence[PathLesson], done: Mapping[str, DoneInLesson]) -> Strand | None:
    finished = [(facts.finished_at, lesson.strand) for lesson in lessons if (facts := done.get(lesson.id))]
    dated = [(at, strand) for at, strand in finished if at is not None]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


def _turn(strand: Strand, last: Strand | None) -> bool:
    """Whether this strand has just had its turn."""
    return strand is last and strand is not Strand.TOGETHER
