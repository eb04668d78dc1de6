"""What the journal announces to the floors above. Never a word of what is written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReflectionMoved:
    """One person did something about their own reflection; `lesson_id` is None where it is on a moment."""

    pair_id: str
    author_id: str
    lesson_id: str | None
    revision_id: str | None
    at: datetime


class ReflectionSealed(ReflectionMoved):
    """It is handed over."""


class SealTakenBack(ReflectionMoved):
    """It is a draft again."""


class ReflectionPassed(ReflectionMoved):
    """Not this time."""


class PassTakenBack(ReflectionMoved):
    """It will be written after all."""


@dataclass(frozen=True, slots=True)
class ExchangeOpened:
    """Both texts are open."""

    pair_id: str
    lesson_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ReflectionSettled:
    """One text was opened by its author alone, or made private: it stands in nobody's way any more."""

    pair_id: str
    lesson_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class WordsErased:
    """Texts that are gone for good, by the ids of their rows: they must not come back from a backup.

    A hearing's id stands for what was heard; `clarifications` are ids of hearings whose clarification was erased,
    `private` of those texts among `ids` that were private, so that the partner learns nothing of it.
    """

    ids: tuple[str, ...]
    at: datetime
    clarifications: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsUnderPassErased:
    """The same, of a text that its author passed on: this version and those before it. What they write later stays."""

    reflection_id: str
    version: int
    at: datetime
