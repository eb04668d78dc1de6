"""What pairs announce to the floors above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PairMade:
    pair_id: str
    person_ids: tuple[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class PairClosed:
    pair_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PairWentOn:
    """It was closed, and lives again in the open programme."""

    pair_id: str
    closed_at: datetime
    at: datetime
