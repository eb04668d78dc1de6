"""What somebody takes along: their own words whole, and what was opened to them, marked as the other's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence


class Format(StrEnum):
    MARKDOWN = "markdown"
    JSON = "json"
    PAGE = "page"


class Kind(StrEnum):
    """What a text is."""

    SHEET = "sheet"
    AGREEMENT = "agreement"
    NOTE = "note"
    REFLECTION = "reflection"
    ADDITION = "addition"
    HEARD = "heard"
    CLARIFICATION = "clarification"
    REPLY = "reply"
    ENTRY = "entry"
    MEETING = "meeting"
    REPORT = "report"
    EXCERPT = "excerpt"
    ANSWER = "answer"
    REMARK = "remark"


# By one's own hand, or by the other's, whose name is filled in; None: nobody attests by whose.
WROTE: Mapping[tuple[Kind, bool | None], Sentence] = {
    (Kind.SHEET, True): _l("Your sheet"),
    (Kind.SHEET, False): _l("The sheet of %(name)s"),
    (Kind.AGREEMENT, True): _l("Proposed by you"),
    (Kind.AGREEMENT, False): _l("Proposed by %(name)s"),
    (Kind.NOTE, True): _l("You noted"),
    (Kind.NOTE, False): _l("%(name)s noted for you"),
    (Kind.REFLECTION, True): _l("You wrote"),
    (Kind.REFLECTION, False): _l("%(name)s wrote"),
    (Kind.ADDITION, True): _l("You added"),
    (Kind.ADDITION, False): _l("%(name)s added"),
    (Kind.HEARD, True): _l("You heard"),
    (Kind.HEARD, False): _l("%(name)s heard"),
    (Kind.CLARIFICATION, True): _l("You clarified"),
    (Kind.CLARIFICATION, False): _l("%(name)s clarified"),
    (Kind.REPLY, True): _l("You replied"),
    (Kind.REPLY, False): _l("%(name)s replied"),
    (Kind.ENTRY, True): _l("You wrote"),
    (Kind.ENTRY, False): _l("%(name)s wrote"),
    (Kind.MEETING, True): _l("You saved"),
    (Kind.MEETING, False): _l("%(name)s saved"),
    (Kind.REPORT, True): _l("You reported"),
    (Kind.EXCERPT, None): _l("The sentences you showed, not attested"),
    (Kind.EXCERPT, False): _l("The sentences you showed, written by %(name)s and attested"),
    (Kind.ANSWER, False): _l("%(name)s answered you"),
    (Kind.REMARK, True): _l("You wrote"),
}

# Who can read it, or what became of it.
STATES: Mapping[tuple[Kind, str], Sentence] = {
    (Kind.NOTE, "private"): _l("a note on a step, for yourself"),
    (Kind.NOTE, "shared"): _l("a note on a step, shared"),
    (Kind.REFLECTION, "draft"): _l("draft"),
    (Kind.REFLECTION, "sealed"): _l("sealed"),
    (Kind.REFLECTION, "open"): _l("open to you both"),
    (Kind.REFLECTION, "passed"): _l("passed this time"),
    (Kind.REFLECTION, "kept"): _l("private, for good"),
    (Kind.ENTRY, "draft"): _l("a free note, draft"),
    (Kind.ENTRY, "private"): _l("a free note, private"),
    (Kind.ENTRY, "shared"): _l("a free note, shared"),
    (Kind.HEARD, "offered"): _l("waits for an answer"),
    (Kind.HEARD, "confirmed"): _l("confirmed: heard right"),
    (Kind.HEARD, "clarified"): _l("clarified"),
    (Kind.HEARD, "left"): _l("left there"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One text. `about`: the line, the step or the prompt that it answers, in the reader's words."""

    kind: Kind
    mine: bool | None
    """None where nobody attests whose they are."""
    text: str
    at: datetime | None
    about: str = ""
    state: str = ""
    """Of a reflection, a free note, a note on a step or a hearing: see STATES."""
    lesson: str = ""
    """`module/lesson`, of a note on a step."""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What was written on one occasion, in order."""

    title: str
    words: tuple[Words, ...]
    lesson: str = ""
    """`module/lesson`, where it has one."""


@dataclass(frozen=True, slots=True)
class PairTaken:
    """Everything that one of the two may read of what the two wrote."""

    id: str
    partner: str
    state: str
    since: datetime
    closed_at: datetime | None
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class ReportTaken:
    """A report that its owner sent: their words, what they showed, what they were answered."""

    sent_at: datetime
    reported: str
    handler: str
    state: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class RemarkTaken:
    """A remark that its owner left on a lesson, and what they were answered. `answerer`: empty before that."""

    sent_at: datetime
    lesson: str
    """Its title."""
    answerer: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """What was answered to one situation. `reason`: why it is worth what it is, once both sittings are finished."""

    situation: str
    answer: str
    sure: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LevelTaken:
    """What a finished sitting came to in one strand, as its page shows it; no level where too much was left out."""

    strand: str
    level: str
    points: int
    sure_percent: int
    right_percent: int
    dimensions: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class SittingTaken:
    """One sitting of the self-assessment."""

    kind: str
    begun_at: datetime
    finished_at: datetime | None
    answers: tuple[AnswerTaken, ...]
    levels: tuple[LevelTaken, ...]


@dataclass(frozen=True, slots=True)
class LessonWritten:
    """One session of writing in the studio. `lesson`: `module/lesson`."""

    lesson: str
    language: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class SheetWritten:
    """The details of a module, as one session left them."""

    module: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PersonTaken:
    """Somebody whom a row names: so told that whoever is called “me” is not taken for its owner."""

    name: str
    me: bool


@dataclass(frozen=True, slots=True)
class AccountTaken:
    """`rows`: by table of the register, its columns by name."""

    at: datetime
    pairs: tuple[PairTaken, ...]
    reports: tuple[ReportTaken, ...]
    sittings: tuple[SittingTaken, ...]
    remarks: tuple[RemarkTaken, ...]
    lessons_written: tuple[LessonWritten, ...]
    sheets_written: tuple[SheetWritten, ...]
    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
