"""When the next mail leaves for somebody, as a row in the outbox. What it says is looked up when it leaves."""

from collections.abc import Iterable
from datetime import datetime

from portal.kernel import outbox
from portal.kernel.clock import now
from portal.notices.queries import Reader
from portal.notices.rules import Pace, Topic, next_morning, next_week, soonest

ONE_MAIL = "notices.one"
DIGEST_MAIL = "notices.digest"


def plan(reader: Reader, topics: Iterable[Topic], event_key: str | None = None) -> None:
    """Inside a transaction: a mail for what was told about these topics. A digest is planned once for its hour.

    `event_key`: what may be told at once; at most one mail a day about the same thing.
    """
    for pace in {reader.choices.pace_of(topic) for topic in topics} if reader.email is not None else ():
        if pace is Pace.AT_ONCE and event_key is not None:
            _put_one(reader, event_key)
        elif pace is not Pace.NEVER:
            _put_digest(reader, pace)


def _put_one(reader: Reader, event_key: str) -> None:
    due = soonest(reader.choices.quiet, now(), reader.time_zone)
    key = f"{ONE_MAIL}:{reader.id}:{event_key}:{due:%Y%m%d}"
    outbox.put(ONE_MAIL, key, recipient_id=reader.id, ids={"event": event_key}, due=due)


def _put_digest(reader: Reader, pace: Pace) -> None:
    pace = Pace.WEEKLY if pace is Pace.WEEKLY else Pace.DAILY
    due = _morning(reader, pace)
    key = f"{DIGEST_MAIL}:{reader.id}:{pace}:{due:%Y%m%dT%H%M}"
    outbox.put(DIGEST_MAIL, key, recipient_id=reader.id, ids={"pace": pace}, due=due)


def _morning(reader: Reader, pace: Pace) -> datetime:
    morning = next_week if pace is Pace.WEEKLY else next_morning
    return morning(reader.choices.quiet, now(), reader.time_zone)
