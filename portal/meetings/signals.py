"""What meetings announce to the floors above: ids alone, inside the transaction of the cause."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class _AboutMeeting:
    meeting_id: str
    pair_id: str
    by_id: str
    """Who did it."""
    told_id: str
    """The other of the two. Whether they may hear of it now (a pause, a freeze) is for whoever tells them."""
    at: datetime


class MeetingProposed(_AboutMeeting):
    """Times are on offer: for a new meeting, or others instead of those that the partner had offered."""


class MeetingAgreed(_AboutMeeting):
    """One of the times was accepted."""


class MeetingMoved(_AboutMeeting):
    """A meeting that was agreed is so no more: other times are on offer."""


class MeetingCancelled(_AboutMeeting):
    """By one of the two. Meetings that a closing ends are told by the closing alone."""
