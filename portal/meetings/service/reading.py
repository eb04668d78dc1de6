"""What the pages of meetings show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.availability.queries import weeks_of
from portal.availability.rules import shared_times, spread
from portal.kernel.clock import now
from portal.meetings import queries
from portal.meetings.queries import Meetings
from portal.meetings.rules import MOST_TIMES, offers_smaller_step
from portal.pairs.rules import MyPair

AHEAD = 21
"""Days."""
NOTICE = timedelta(hours=12)
"""Nothing sooner is proposed by itself."""


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    meetings: Meetings
    offers_smaller_step: bool


def read_meetings(pair: MyPair) -> MeetingsPage:
    """Two statements, whatever there is."""
    found = queries.meetings_in(pair.id)
    in_a_row = queries.cancelled_of_late(pair.id) if pair.may_share else 0
    return MeetingsPage(found, offers_smaller_step(in_a_row, is_any_open=bool(found.open)))


def times_in_common(pair: MyPair, minutes: int) -> list[datetime]:
    """A few of the weeks to come, from what both said of their week."""
    weeks = weeks_of([pair.me.id, pair.partner.id])
    mine, theirs = weeks[pair.me.id], weeks[pair.partner.id]
    return spread(shared_times(mine, theirs, now() + NOTICE, AHEAD, minutes), MOST_TIMES)
