"""What progress announces to the floors above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LessonFinished:
    """Done for one person."""

    pair_id: str
    person_id: str
    lesson_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NotesErased:
    """Notes that are gone for good, by the ids of their rows: they must not come back from a backup."""

    ids: tuple[str, ...]
