"""What is over ends its meetings: a pair that closed, and an account that is gone."""

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select

from portal.kernel.database import db
from portal.kernel.signals import TimePassed
from portal.meetings.models import CalendarFeed, Meeting
from portal.meetings.service.planning import end
from portal.meetings.service.texts import erase_texts_of
from portal.pairs.models import Pair
from portal.pairs.rules import CLOSING_LASTS
from portal.pairs.service import lock
from portal.pairs.signals import PairClosed

_AHEAD = select(Meeting).where(
    Meeting.pair_id == bindparam("pair"),
    Meeting.held_at.is_(None),
    Meeting.cancelled_at.is_(None),
    or_(Meeting.agreed_at.is_(None), Meeting.starts_at > bindparam("at")),
)
_LAPSED = (
    select(Pair.id, Pair.closing_at, Meeting.agreed_at, Meeting.starts_at)
    .join(Meeting, Meeting.pair_id == Pair.id)
    .where(
        Pair.closed_at.is_(None),
        Pair.closing_at <= bindparam("begun_before"),
        Meeting.held_at.is_(None),
        Meeting.cancelled_at.is_(None),
    )
    .order_by(Pair.id)
)


def on_pair_closed(event: PairClosed) -> None:
    """The pair is held. What lay ahead leaves both calendars; what was held, and what it decided, stays."""
    _end_all(event.pair_id, event.at)


def on_time_passed(event: TimePassed) -> None:
    """A pair that closed by itself, thirty days after it began to, announced nothing."""
    closed = {}
    for row in db.session.execute(_LAPSED, {"begun_before": event.moment - CLOSING_LASTS}):
        at = row.closing_at + CLOSING_LASTS
        if row.agreed_at is None or row.starts_at > at:
            closed[row.id] = at
    for pair_id, at in closed.items():
        lock(pair_id)
        _end_all(pair_id, at)


def erase_of(person_id: str) -> None:
    """Inside a transaction: their calendar's address goes, and what they saved of the texts."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))
    erase_texts_of(person_id)


def _end_all(pair_id: str, at: datetime) -> None:
    for meeting in db.session.scalars(_AHEAD, {"pair": pair_id, "at": at}).all():
        end(meeting, at, None)
