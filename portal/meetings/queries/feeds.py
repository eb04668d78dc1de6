"""The calendar address of somebody, and what their calendar shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select

from portal.accounts.models import Person
from portal.kernel.reading import Reading
from portal.meetings.models import CalendarFeed, Meeting
from portal.meetings.queries.meetings import SEEN, seen
from portal.meetings.rules import MeetingSeen
from portal.pairs.models import PairPerson


class FeedSeen(NamedTuple):
    """An address that works, with whose it is and by which clock and in which language they read it."""

    id: str
    salt: str
    created_at: datetime
    person_id: str
    language: str
    zone: str


_FEEDS = (
    select(
        CalendarFeed.id,
        CalendarFeed.salt,
        CalendarFeed.created_at,
        CalendarFeed.person_id,
        Person.language,
        Person.time_zone,
    )
    .join(Person, Person.id == CalendarFeed.person_id)
    .where(Person.disabled_at.is_(None), Person.erased_at.is_(None))
)
_FEED = Reading(_FEEDS.where(CalendarFeed.id == bindparam("feed")))
_FEED_OF = Reading(_FEEDS.where(CalendarFeed.person_id == bindparam("person")))
_HELD_OR_NOT = and_(Meeting.cancelled_at.is_(None), Meeting.agreed_at.is_not(None))
_IN_CALENDAR = Reading(
    select(*SEEN)
    .join(PairPerson, PairPerson.pair_id == Meeting.pair_id)
    .where(
        PairPerson.person_id == bindparam("person"),
        Meeting.starts_at.is_not(None),
        or_(
            and_(_HELD_OR_NOT, Meeting.starts_at > bindparam("held_since")),
            and_(~_HELD_OR_NOT, Meeting.changed_at > bindparam("ended_since")),
        ),
    )
    .order_by(Meeting.starts_at, Meeting.id)
)


def feed(feed_id: str) -> FeedSeen | None:
    row = _FEED.one_or_none(feed=feed_id)
    return FeedSeen(*row) if row is not None else None


def feed_of(person_id: str) -> FeedSeen | None:
    """The one address that works for this person; None where there is none."""
    row = _FEED_OF.one_or_none(person=person_id)
    return FeedSeen(*row) if row is not None else None


def in_calendar_of(person_id: str, held_since: datetime, ended_since: datetime) -> Sequence[MeetingSeen]:
    """In all their pairs: what stands, and what stands no more since a while, in the order of the days."""
    rows = _IN_CALENDAR.all(person=person_id, held_since=held_since, ended_since=ended_since)
    return [seen(row) for row in rows]
