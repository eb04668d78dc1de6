"""A lesson as values. The same shape holds Markdown when it is read and HTML once it is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence


class Strand(StrEnum):
    CULTURE = "culture"
    STRATEGY = "strategy"
    TOGETHER = "together"

    @property
    def named(self) -> Sentence:
        return _STRANDS[self]


_STRANDS: dict[Strand, Sentence] = {
    Strand.CULTURE: _l("Culture"),
    Strand.STRATEGY: _l("Strategy"),
    Strand.TOGETHER: _l("Together"),
}


class Source(StrEnum):
    """Where a module is written."""

    FILES = "files"
    STUDIO = "studio"


class StepKind(StrEnum):
    READ = "read"
    TRY = "try"
    CHECK = "check"
    TALK = "talk"
    REFLECT = "reflect"

    @property
    def named(self) -> Sentence:
        return _STEPS[self]


_STEPS: dict[StepKind, Sentence] = {
    StepKind.READ: _l("Read"),
    StepKind.TRY: _l("Try"),
    StepKind.CHECK: _l("Check"),
    StepKind.TALK: _l("Talk"),
    StepKind.REFLECT: _l("Reflect"),
}


def step_name(key: str) -> str:
    """« Lire », « Vérifier 2 »."""
    kind, _dash, number = key.partition("-")
    name = str(StepKind(kind).named)
    return name if number == "1" else f"{name} {number}"


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    options: tuple[Option, ...]

    @property
    def right_option(self) -> int:
        """The index of the right option, from 0; -1 while none is marked, which only a draft may be."""
        return next((number for number, option in enumerate(self.options) if option.right), -1)


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a Talk or a Reflect says to both, to each role, and to whom hears."""

    both: str = ""
    guide: str = ""
    learner: str = ""
    hearing: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A `##` section. Its key is its kind and its number among that kind: `check-1`."""

    key: str
    kind: StepKind
    title: str
    text: str
    questions: tuple[Question, ...] = ()
    prompts: Prompts = field(default_factory=Prompts)


@dataclass(frozen=True, slots=True)
class LessonText:
    """One lesson in one language."""

    title: str
    minutes: int
    objective: str
    dated: str
    notice: str
    steps: tuple[Step, ...]
    further: str

    @property
    def reflect(self) -> Step:
        return self.steps[-1]

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, on which line, and how to mend it."""

    line: int
    sentence: Sentence = field(compare=False)
    blocks: bool = field(default=True, compare=False)
    """Whether nothing is published with it; a departure from the style blocks nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a document gave."""

    lesson: LessonText | None
    problems: tuple[Problem, ...]
    """In the order of their lines."""
    lines: Mapping[str, int]
    """Where its parts stand: "minutes", "check-1", and for the second question of that step "check-1-2"."""
    pictures: tuple[tuple[int, str], ...]
    """The media files it shows, each with its line."""
    draft: LessonText | None = None
    """As far as it can be told while it is being written; None for what has no step."""
