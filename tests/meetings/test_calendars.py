"""Calendars as an independent library reads them: over a year, in three time zones, from one change to the next."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus

from portal.kernel import calendar, clock
from portal.kernel.clock import now
from portal.kernel.transaction import transaction
from portal.meetings import service
from portal.meetings.rules import Offer, TextKind
from portal.pairs.service import lifecycle
from tests.builders import Someone, TwoPeople, pair, person, sign_in
from tests.meetings.acting import DAY, agreed, do, followed, held, proposed, tomorrow

YEAR = [datetime(2027, 1, 4, 17, tzinfo=UTC) + timedelta(weeks=week) for week in range(53)]
ZONES = ("America/Toronto", "America/St_Johns", "Europe/Paris")
PLACE = "Café du coin, 12 rue de l’Église; entrée par la cour, au fond à gauche après les boîtes aux lettres"
ELSEWHERE = "X-Somewhere"
LONGEST_LINE = 75


def read(content: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content.decode())


def moment(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(UTC)


def event(number: int, starts_at: datetime) -> calendar.Event:
    return calendar.Event(
        uid=f"meeting-{number}",
        sequence=number,
        starts_at=starts_at,
        minutes=45,
        changed_at=starts_at - DAY,
        is_cancelled=number % 7 == 0,
        title="Vice Versa : rencontre",
        place=PLACE,
        address="http://localhost/",
    )


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_meetings_reads_as_it_was_written(zone: str) -> None:
    """By the zone's name; and by the rules of its clock that come along, for a program that knows no such name."""
    content = calendar.written([event(*one) for one in enumerate(YEAR)], name="Vice Versa", zone=zone)
    offsets = {starts_at.astimezone(ZoneInfo(zone)).utcoffset() for starts_at in YEAR}
    assert len(offsets) == 2, "both changes of the clock are in it"
    for said in (content, content.replace(zone.encode(), ELSEWHERE.encode())):
        found = sorted(read(said).events, key=lambda one: moment(one.dtstart))
        assert [moment(one.dtstart) for one in found] == YEAR
        assert {moment(one.dtend) - moment(one.dtstart) for one in found} == {timedelta(minutes=45)}
        assert [(one.uid, one.sequence) for one in found] == [(f"meeting-{n}", n) for n in range(len(YEAR))]
        assert {one.location for one in found} == {PLACE}
        assert {one.summary for one in found} == {"Vice Versa : rencontre"}
        cancelled = [one.sequence for one in found if one.status is EventStatus.CANCELLED]
        assert cancelled == list(range(0, len(YEAR), 7))


def test_its_lines_are_as_the_format_asks() -> None:
    content = calendar.written([event(*one) for one in enumerate(YEAR)], name="Vice Versa", zone="America/Toronto")
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= LONGEST_LINE
    assert lines.count(b"METHOD:PUBLISH") == lines.count(b"BEGIN:VTIMEZONE") == lines.count(b"VERSION:2.0") == 1
    stamps = [line for line in lines if line.startswith(b"DTSTAMP")]
    assert len(stamps) == len(YEAR)
    assert all(re.fullmatch(rb"DTSTAMP:\d{8}T\d{6}Z", line) for line in stamps)


def test_nothing_agreed_is_a_calendar_all_the_same() -> None:
    assert read(calendar.written([], name="Vice Versa", zone="Europe/Paris")).events == []


@pytest.fixture
def two(app: Flask) -> TwoPeople:
    return pair(app, person(app, "Maïté"), person(app, "Ibrahim", language="en", time_zone="Europe/Paris"))


def feed(app: Flask, token: str) -> list[Event]:
    answer = app.test_client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    return read(answer.data).events


def test_both_calendars_follow_a_meeting_from_the_agreement_to_its_end(app: Flask, two: TwoPeople) -> None:
    tokens = [followed(app, two.first), followed(app, two.second)]
    seen: list[tuple[str | None, EventStatus | None, datetime]] = []

    def look() -> None:
        mine, theirs = (feed(app, token) for token in tokens)
        ((one,), (other,)) = mine, theirs
        assert (one.uid, one.sequence, one.status) == (other.uid, other.sequence, other.status)
        assert moment(one.dtstart) == moment(other.dtstart)
        assert (one.summary, other.summary) == ("Vice Versa\u00a0: rencontre", "Vice Versa: meeting")
        seen.append((one.uid, one.status, moment(one.dtstart)))
        sequences.append(one.sequence or 0)

    sequences: list[int] = []
    first, later = tomorrow(), tomorrow() + 3 * DAY
    meeting = proposed(app, two, first)
    assert feed(app, tokens[0]) == [], "what nobody agreed to is in no calendar"
    do(app, two, two.second, lambda pair: service.accept(pair, meeting, first))
    look()
    do(app, two, two.first, partial(service.save_text, meeting_id=meeting, kind=TextKind.PLACE, text=PLACE, version=0))
    look()
    do(app, two, two.first, lambda pair: service.move(pair, meeting, Offer((later,), 30), 2))
    look()
    do(app, two, two.second, lambda pair: service.accept(pair, meeting, later))
    look()
    do(app, two, two.second, lambda pair: service.cancel(pair, meeting))
    look()
    confirmed, cancelled = EventStatus.CONFIRMED, EventStatus.CANCELLED
    assert [status for _uid, status, _at in seen] == [confirmed, confirmed, cancelled, confirmed, cancelled]
    assert [at for _uid, _status, at in seen] == [first, first, first, later, later]
    assert len({uid for uid, _status, _at in seen}) == 1
    assert sequences == sorted(set(sequences))


def test_a_cancelled_meeting_stays_for_thirty_days(app: Flask, two: TwoPeople) -> None:
    token, meeting = followed(app, two.first), agreed(app, two)
    do(app, two, two.first, lambda pair: service.cancel(pair, meeting))
    for days, count in ((29, 1), (31, 0)):
        with clock.at(now() + days * DAY):
            assert len(feed(app, token)) == count


def test_when_a_pair_closes_what_lay_ahead_leaves_both_calendars(app: Flask, two: TwoPeople) -> None:
    tokens = [followed(app, two.first), followed(app, two.second)]
    held(app, two)
    with clock.at(tomorrow() + DAY):
        agreed(app, two)
        with app.app_context(), transaction():
            lifecycle.close_at_once(two.id)
        for token in tokens:
            assert [one.status for one in feed(app, token)] == [EventStatus.CONFIRMED, EventStatus.CANCELLED]


def test_no_word_but_the_place_is_in_a_calendar(app: Flask, two: TwoPeople) -> None:
    meeting = agreed(app, two, place=PLACE)
    for kind in (TextKind.AGENDA, TextKind.DECISIONS):
        do(app, two, two.first, partial(service.save_text, meeting_id=meeting, kind=kind, text="Secret", version=0))
    whole = app.test_client().get(f"/calendar/{followed(app, two.first)}.ics")
    alone = sign_in(app, two.second).get(f"/pairs/{two.id}/meetings/{meeting}.ics")
    for answer in (whole, alone):
        assert "Secret" not in answer.text
        (found,) = read(answer.data).events
        assert found.location == PLACE
        assert two.first.name not in answer.text
        assert two.second.name not in answer.text


def test_a_feed_holds_the_meetings_of_all_ones_pairs_and_of_no_other(app: Flask, two: TwoPeople) -> None:
    other: Someone = person(app, "Noor")
    agreed(app, two)
    agreed(app, pair(app, two.first, other))
    agreed(app, pair(app, other))
    counts = [len(feed(app, followed(app, someone))) for someone in (two.first, two.second, other)]
    assert counts == [2, 1, 2]
