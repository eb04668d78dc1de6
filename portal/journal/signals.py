"""What the journal announces to the floors above. Never a word of what is written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReflectionMoved:
    """One person did something about their own reflection; `lesson_id` is None where it is on a moment."""

    pair_id: str
    author_id: str
    reflection_id: str
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
    by_id: str
    """Who sealed the second of them."""
    texts: tuple[tuple[str, str], ...]
    """The author and the id of each."""


@dataclass(frozen=True, slots=True)
class ReflectionSettled:
    """One text was opened by its author alone, or made private: it stands in nobody's way any more."""

    pair_id: str
    lesson_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the two did something that the other may know of from now on.

    `source_id` is the row it lies in, `subject_id` the text or note under whose address both find it.
    """

    pair_id: str
    by_id: str
    source_id: str
    subject_id: str
    at: datetime


class OpenedAlone(Shown):
    """An author opened their own text, without waiting."""


class MadePrivate(Shown):
    """The other knew that it was sealed, and knows of it no more."""


class Heard(Shown):
    """What one heard in the other's text."""


class HearingConfirmed(Shown):
    """The author says that it was heard rightly."""


class HearingClarified(Shown):
    """Not quite."""


class Added(Shown):
    """To a text of one's own that is open."""


class AddedToNote(Shown):
    """The same, to a note that is shared."""


class Replied(Shown):
    """Under a text that was heard."""


class AdviceAsked(Shown):
    """On one's own text."""


class MoreWished(Shown):
    """In the other's text."""


class NoteShared(Shown):
    """A free note is open to the other."""


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
