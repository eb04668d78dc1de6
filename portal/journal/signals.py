"""What the journal announces to the floors above. Never a word of what is written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReflectionSealed:
    pair_id: str
    author_id: str
    lesson_id: str | None
    revision_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SealTakenBack:
    pair_id: str
    author_id: str
    lesson_id: str | None
    revision_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ExchangeOpened:
    """Both texts are open."""

    pair_id: str
    lesson_id: str | None
    at: datetime
