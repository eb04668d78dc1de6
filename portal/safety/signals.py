"""What safety announces. Never a word of a report."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReportWithdrawn:
    """Its words are gone, and must not come back from a backup."""

    report_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportsErased:
    """They are gone altogether."""

    ids: tuple[str, ...]
    at: datetime
