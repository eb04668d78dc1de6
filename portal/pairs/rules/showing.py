"""What one of a pair wrote that the other reads."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text that both of a pair can read now."""

    kind: str
    """The name of its table, or "clarification", whose id is its hearing's."""
    id: str
    author_id: str
    text: str
    opened_at: datetime
    """Since when the other can read it."""
