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
