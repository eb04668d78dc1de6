"""A meeting as its pages know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.meetings.rules.state import MeetingState, state_of, times_in


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    id: str
    pair_id: str
    proposed_by_id: str
    uid: str
    sequence: int
    offered: Sequence[str]
    starts_at: datetime | None
    minutes: int
    created_at: datetime
    changed_at: datetime
    agreed_at: datetime | None
    held_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by_id: str | None
    version: int

    @property
    def state(self) -> MeetingState:
        return state_of(self.agreed_at, self.held_at, self.cancelled_at)

    @property
    def times(self) -> tuple[datetime, ...]:
        """On offer, in order."""
        return times_in(self.offered)

    @property
    def is_open(self) -> bool:
        """Proposed or agreed: something can still become of it."""
        return self.state in (MeetingState.PROPOSED, MeetingState.AGREED)

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def is_in_calendars(self) -> bool:
        """What was never agreed is in none; what was agreed once, and is so no more, is there as cancelled."""
        return self.starts_at is not None

    @property
    def stands(self) -> bool:
        """What calendars show as taking place, or having taken place."""
        return self.state in (MeetingState.AGREED, MeetingState.HELD)

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now
