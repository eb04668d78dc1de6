"""What pairs announce to the floors above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PairMade:
    pair_id: str
    person_ids: tuple[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class PairMoved:
    """One of the two, `by_id`, did something that changes what the two can do. A freeze is told as a pause."""

    pair_id: str
    by_id: str
    at: datetime


class PairPaused(PairMoved):
    """As the other may know of it: nothing of this person's kept it on pause before."""


class PairResumed(PairMoved):
    """Nothing keeps it on pause any more."""


class PairClosing(PairMoved):
    """From now on each finishes what they wish to."""


class RolesProposed(PairMoved):
    """Who would guide which strand. What was proposed before stands no more."""


class RolesSettled(PairMoved):
    """No proposal is open any more."""


class TextProposed(PairMoved):
    """A text of the agreement, signed by who proposes it."""


class TextSigned(PairMoved):
    """By the other too."""


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
