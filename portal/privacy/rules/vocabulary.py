"""The words in which the register of personal data is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.refusal import Sentence


class Purpose(StrEnum):
    """What something is kept for."""

    ACCOUNT = "account"
    ACCESS = "access"
    CONSENT = "consent"
    DELIVERY = "delivery"
    PAIR = "pair"
    WRITING = "writing"
    PROGRESS = "progress"
    ASSESSMENT = "assessment"
    MATCHING = "matching"
    MEETING = "meeting"
    REMARKS = "remarks"
    SECRECY = "secrecy"
    SAFETY = "safety"
    STUDIO = "studio"
    NOTICES = "notices"
    LESSONS = "lessons"
    """About nobody."""


class Retention(StrEnum):
    """How long."""

    ACCOUNT = "account"
    SESSION = "session"
    LINK = "link"
    MAIL = "mail"
    TRIES = "tries"
    FORM = "form"
    ARRIVAL = "arrival"
    """What was sent to the studio and not taken in."""
    INVITED = "invited"
    PAIR = "pair"
    WORDS = "words"
    """What can be withdrawn."""
    TEXT = "text"
    """What cannot."""
    NOTE = "note"
    """What is erased with the step that it was written on, done again without it."""
    SHOWN = "shown"
    """What is taken down in one press."""
    WEEK = "week"
    FEED = "feed"
    BLOCK = "block"
    REPORT = "report"
    NOTICE = "notice"
    PORTAL = "portal"


class Export(StrEnum):
    """What its owner finds of it in the copy they take along."""

    ROW = "row"
    """The value itself."""
    WORDS = "words"
    """Opened, among what was written."""
    LINK = "link"
    """Nothing: it ties rows together, and means nothing elsewhere."""
    SECRET = "secret"  # noqa: S105 (a word of the register)
    """Nothing: who has it could pass for its owner."""
    WORKINGS = "workings"
    """Nothing: it tells how the portal works, not about anybody."""


class Erasure(StrEnum):
    """What becomes of it when its owner deletes their account."""

    GONE = "gone"
    """The row is deleted."""
    EMPTIED = "emptied"
    """The row stays, with nothing there."""
    RESET = "reset"
    """The row stays, with what everybody begins with."""
    LATER = "later"
    """It stays until its own term, whoever is still here: it may be needed by somebody else."""
    STAYS = "stays"
    """It stays: it is a fact of the pair, or of nobody any more."""


TAKEN = frozenset({Export.ROW, Export.WORDS})


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    export: Export
    erasure: Erasure
    retention: Retention | None = None
    """Where it is another than its table's."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row. Its owner is named by one of the columns `whose`; or, with `pairs`, is one of the two of a pair.

    `pairs` names the column that holds the pair. Of a row that a draft of one may have made, the other knows nothing
    until one of the columns `known_by` holds something.
    """

    name: str
    title: Sentence
    purpose: Purpose
    retention: Retention
    columns: tuple[Column, ...]
    whose: tuple[str, ...] = ()
    pairs: str = ""
    known_by: tuple[str, ...] = ()

    @property
    def is_personal(self) -> bool:
        return self.purpose is not Purpose.LESSONS

    @property
    def taken(self) -> tuple[str, ...]:
        """The columns whose values are in the copy."""
        return tuple(column.name for column in self.columns if column.export is Export.ROW)

    @property
    def is_taken(self) -> bool:
        return any(column.export in TAKEN for column in self.columns)

    @property
    def erasures(self) -> frozenset[Erasure]:
        return frozenset(column.erasure for column in self.columns)

    def retention_of(self, column: Column) -> Retention:
        return column.retention or self.retention

    def of(self, *kinds: Erasure | Export) -> Iterator[Column]:
        """The columns that are declared so."""
        return (column for column in self.columns if {column.export, column.erasure} & set(kinds))


def about_nobody(*names: str) -> tuple[Column, ...]:
    """Columns of a table that tells of no person."""
    return tuple(Column(name, Export.WORKINGS, Erasure.STAYS) for name in names)
