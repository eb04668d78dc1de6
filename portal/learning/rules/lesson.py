"""A lesson as the two see it: each step with my state and my partner's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from portal.curriculum.rules import LessonText, Step, StepKind, Strand
from portal.journal.rules import ReflectionState
from portal.learning.rules.newer import Renewal
from portal.learning.rules.sides import Side, side_of
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class LessonSeen:
    """A lesson in a pair: the revision the two are on, who guides, and its text in the reader's language."""

    pair: MyPair
    id: str
    module: str
    slug: str
    module_title: str
    number: int
    """From 1, in its module of `total` lessons."""
    total: int
    strand: Strand
    revision_id: str
    guide_id: str | None
    is_begun: bool
    text: LessonText
    newer_id: str | None = None
    """The newest revision, where it has the lesson in other words."""
    renewal: Renewal | None = None

    @property
    def guide(self) -> Side:
        return side_of(self.guide_id, self.pair.me.id)


@dataclass(frozen=True, slots=True)
class StepInPair:
    """One step of a lesson in a pair."""

    lesson: LessonSeen
    step: Step


@dataclass(frozen=True, slots=True)
class NoteInPair:
    """What the reader noted on a step, by its key: the lesson may have that step no more."""

    lesson: LessonSeen
    key: str


class Node(StrEnum):
    """The shape that tells a state."""

    TODO = "todo"
    HERE = "here"
    DONE = "done"
    SEALED = "sealed"
    OPEN = "open"


class StepSeen(NamedTuple):
    """A step with where each of the two is in it."""

    step: Step
    mine: Node
    theirs: Node
    done_at: datetime | None
    is_current: bool


def is_told(lesson: LessonSeen, *, is_traced: bool) -> bool:
    """Whether the reader hears of a newer version. `is_traced`: they know of something done or written in the lesson.

    All there is may be a draft of the other's, which began it without a trace.
    """
    return lesson.newer_id is not None and lesson.pair.may_write and (is_traced or lesson.renewal is not None)


def keeps_its_prompt(lesson: LessonSeen, state: ReflectionState, saved_at: datetime) -> bool:
    """Whether a reflection answers what the lesson asked before it was renewed; a draft is asked anew."""
    return state is not ReflectionState.DRAFT and lesson.renewal is not None and saved_at < lesson.renewal.at


def roles_may_change(reflections: Iterable[ReflectionState | None]) -> bool:
    """Roles are swapped until either of the two has sealed. None: nothing is written, or nothing may be known."""
    return all(state in (None, ReflectionState.DRAFT, ReflectionState.PASSED) for state in reflections)


def steps_seen(
    text: LessonText,
    mine: Mapping[str, datetime],
    theirs: Mapping[str, datetime],
    my_reflection: ReflectionState | None,
    their_reflection: ReflectionState | None,
) -> tuple[StepSeen, ...]:
    """Every step. `mine` and `theirs`: when each step was done, by its key."""
    here = next((step.key for step in text.steps if step.key not in mine), None)
    my_nodes = nodes_of(text.steps, mine, my_reflection, here)
    their_nodes = nodes_of(text.steps, theirs, their_reflection, None)
    return tuple(
        StepSeen(step, my_nodes[step.key], their_nodes[step.key], mine.get(step.key), step.key == here)
        for step in text.steps
    )


def nodes_of(
    steps: Sequence[Step], done: Mapping[str, datetime], reflection: ReflectionState | None, here: str | None
) -> dict[str, Node]:
    """The shape of each step on one person's lane."""

    def node(step: Step) -> Node:
        if step.kind is StepKind.REFLECT and reflection in (ReflectionState.SEALED, ReflectionState.OPEN):
            return Node.SEALED if reflection is ReflectionState.SEALED else Node.OPEN
        if step.key in done:
            return Node.DONE
        return Node.HERE if step.key == here else Node.TODO

    return {step.key: node(step) for step in steps}
