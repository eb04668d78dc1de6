"""Meetings of made-up pairs, as plain functions. Each opens and closes its own transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from flask import Flask

from portal.accounts.models import Person
from portal.kernel import clock, links
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.transaction import transaction
from portal.meetings import queries, service
from portal.meetings.rules import Offer
from portal.meetings.service import calendars
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair
from tests.builders import Someone, TwoPeople

Made = TypeVar("Made")

DAY = timedelta(days=1)


def actor(someone: Someone) -> Actor:
    row = db.session.get_one(Person, someone.id)
    return Actor(
        id=row.id, name=row.name, language=row.language, time_zone=row.time_zone, session_id="", csrf_secret=""
    )


def seen_by(two: TwoPeople, someone: Someone) -> MyPair:
    found = my_pair(actor(someone), pair=two.id)
    assert found is not None
    return found


def do(app: Flask, two: TwoPeople, someone: Someone, act: Callable[[MyPair], Made]) -> Made:
    """One use case, by one of the two."""
    with app.app_context():
        pair = seen_by(two, someone)
        with transaction():
            return act(pair)


def tomorrow() -> datetime:
    return now().replace(minute=0, second=0, microsecond=0) + DAY


def proposed(app: Flask, two: TwoPeople, *times: datetime, minutes: int = 60, place: str = "") -> str:
    """By the first of the two; its id."""

    def make(pair: MyPair) -> str:
        meeting = service.propose(pair, Offer(times or (tomorrow(),), minutes))
        service.say_where(pair, meeting, place)
        return meeting.id

    return do(app, two, two.first, make)


def agreed(app: Flask, two: TwoPeople, starts_at: datetime | None = None, **more: str) -> str:
    """Proposed by the first, accepted by the second."""
    moment = starts_at or tomorrow()
    meeting = proposed(app, two, moment, **more)  # type: ignore[arg-type]
    do(app, two, two.second, lambda pair: service.accept(pair, meeting, moment))
    return meeting


def held(app: Flask, two: TwoPeople, starts_at: datetime | None = None) -> str:
    """And it took place."""
    moment = starts_at or tomorrow()
    meeting = agreed(app, two, moment)
    with clock.at(moment + timedelta(hours=1)):
        do(app, two, two.first, lambda pair: service.say_held(pair, meeting))
    return meeting


def cancelled(app: Flask, two: TwoPeople, by: Someone | None = None) -> str:
    meeting = agreed(app, two)
    do(app, two, by or two.first, lambda pair: service.cancel(pair, meeting))
    return meeting


def followed(app: Flask, someone: Someone) -> str:
    """The token of this person's calendar."""
    with app.app_context():
        with transaction():
            calendars.open_address(someone.id)
        feed = queries.feed_of(someone.id)
        assert feed is not None
        return links.token(calendars.PURPOSE, feed.id, feed.salt)
