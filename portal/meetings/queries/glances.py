"""The next meeting of a pair, for statements about pairs that are sent anyway."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import aliased

from portal.kernel.clock import now
from portal.meetings.models import Meeting
from portal.meetings.queries.meetings import SEEN, cancelled_in_a_row, seen
from portal.meetings.rules import MeetingSeen, offers_smaller_step
from portal.pairs.models import Pair

STILL_ASKED = timedelta(days=7)
"""For so long after it began the two are asked whether it took place."""

_next = aliased(Meeting)
_ahead = (
    select(_next.id)
    .where(
        _next.pair_id == Pair.id,
        _next.held_at.is_(None),
        _next.cancelled_at.is_(None),
        or_(_next.agreed_at.is_(None), _next.starts_at > bindparam("still_asked")),
    )
    .order_by(_next.agreed_at.is_(None), _next.starts_at, _next.created_at)
    .limit(1)
    .correlate(Pair)
    .scalar_subquery()
)


class MeetingGlance(NamedTuple):
    next: MeetingSeen | None
    has_begun: bool
    offers_smaller_step: bool


def with_next_meeting(pairs: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same pairs with the columns that `meeting_glance` reads. Binds `still_asked`."""
    in_a_row = cancelled_in_a_row(Pair.id).correlate(Pair).scalar_subquery().label("cancelled_in_a_row")
    return pairs.add_columns(*SEEN, in_a_row).outerjoin(Meeting, Meeting.id == _ahead)


def still_asked() -> datetime:
    return now() - STILL_ASKED


def meeting_glance(row: Any) -> MeetingGlance:
    """From a row of a statement `with_next_meeting`."""
    found = seen(row) if row.meeting_id is not None else None
    return MeetingGlance(
        found,
        found is not None and found.has_begun(now()),
        offers_smaller_step(row.cancelled_in_a_row, is_any_open=found is not None),
    )
