"""A calendar as other programs read it (RFC 5545). The only module that knows the calendar's library."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as _Event

PRODUCT = "-//Vice Versa//Vice Versa//FR"
EVERY = timedelta(hours=1)
"""How often who follows a calendar is asked to look again."""


@dataclass(frozen=True, slots=True)
class Event:
    """Under one `uid` for good; whoever holds an older `sequence` of it takes this one instead."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    changed_at: datetime
    is_cancelled: bool
    title: str
    place: str
    address: str


def written(events: Iterable[Event], *, name: str, zone: str) -> bytes:
    """The whole calendar, with times by the clock of `zone` and what another program must know of that clock."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(_component(event, ZoneInfo(zone)))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: Event, zone: ZoneInfo) -> _Event:
    found = _Event()
    found.add("uid", event.uid)
    found.add("sequence", event.sequence)
    found.add("dtstamp", event.changed_at)
    found.add("last-modified", event.changed_at)
    found.add("dtstart", event.starts_at.astimezone(zone))
    found.add("dtend", (event.starts_at + timedelta(minutes=event.minutes)).astimezone(zone))
    found.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    found.add("transp", "TRANSPARENT" if event.is_cancelled else "OPAQUE")
    found.add("summary", event.title)
    found.add("url", event.address)
    if event.place:
        found.add("location", event.place)
    return found
