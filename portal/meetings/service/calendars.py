"""What calendars show: the meetings of somebody by a secret address, and one meeting as a file.

Neither tells a word of what was written, but the place: it is the reader's own as well.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete

from portal.accounts.service import hold_person
from portal.kernel import calendar, links
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import _, speaking
from portal.meetings import queries
from portal.meetings.models import CalendarFeed
from portal.meetings.queries import FeedSeen, MeetingFound
from portal.meetings.rules import MeetingSeen
from portal.meetings.service.texts import read_places

PURPOSE = "calendar"
HELD_SHOWN = timedelta(days=365)
ENDED_SHOWN = timedelta(days=30)
"""For so long a calendar that looks finds that a meeting is cancelled."""


def open_address(person_id: str) -> None:
    """A new one; the one before, if there was one, works no more."""
    close_address(person_id)
    db.session.add(CalendarFeed(person_id=person_id, salt=links.new_salt(), created_at=now()))


def close_address(person_id: str) -> None:
    hold_person(person_id)
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))


def address_of(feed: FeedSeen) -> str:
    """It can be shown again, and lies nowhere."""
    return links.external("meetings.feed", token=links.token(PURPOSE, feed.id, feed.salt))


def read_address(token: str) -> FeedSeen | None:
    """Whose calendar this address shows; None for one that works no more, or never did."""
    feed_id = links.row_id(token)
    feed = queries.feed(feed_id) if feed_id else None
    return feed if feed is not None and links.proves(token, PURPOSE, feed.id, feed.salt) else None


def followed(feed: FeedSeen) -> bytes:
    """All the meetings of somebody that a calendar is to know of now."""
    meetings = queries.in_calendar_of(feed.person_id, now() - HELD_SHOWN, now() - ENDED_SHOWN)
    with speaking(feed.language):
        return _written(meetings, feed.zone)


def invitation(found: MeetingFound, zone: str) -> bytes:
    """One meeting, as it stands."""
    return _written([found.meeting], zone)


def _written(meetings: Iterable[MeetingSeen], zone: str) -> bytes:
    shown = [one for one in meetings if one.is_in_calendars]
    places = read_places([one.id for one in shown])
    return calendar.written((_event(one, places.get(one.id, "")) for one in shown), name="Vice Versa", zone=zone)


def _event(meeting: MeetingSeen, place: str) -> calendar.Event:
    if meeting.starts_at is None:
        raise RuntimeError("a meeting without a time is in no calendar")
    return calendar.Event(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        changed_at=meeting.changed_at,
        is_cancelled=not meeting.stands,
        title=_("Vice Versa: meeting"),
        place=place,
        address=links.external("meetings.show", pair=meeting.pair_id, meeting=meeting.id),
    )
