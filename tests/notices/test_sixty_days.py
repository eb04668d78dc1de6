"""Sixty days of one silent partner, hour by hour: every notice and every mail that either of the two got, in order."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.kernel import clock, outbox
from portal.kernel.database import db
from portal.notices.models import Notice
from portal.notices.rules import Kind, told
from portal.pairs.service import lifecycle
from portal.settings import Settings
from tests.builders import pair
from tests.journal.acting import Two, lesson
from tests.notices.telling import an_hour_passes
from tests.notices.test_telling import do

BEGIN = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)
"""A Monday; the clocks go back within the sixty days."""
STEP = timedelta(hours=8)
BLAMES = re.compile(r"(?i)late|overdue|forgot|still not|has not|retard|oubli|n’a pas|n’avez pas|toujours pas")


def live_through(app: Flask, days: int, acts: Mapping[int, Callable[[], object]] | None = None) -> None:
    """Three times a day, from the hour at which the pair began; `acts` by the day on which they are done."""
    for number in range(3 * days + 1):
        with clock.at(BEGIN + number * STEP):
            if acts and number % 3 == 0 and number // 3 in acts:
                acts[number // 3]()
            an_hour_passes(app)
            with app.app_context():
                outbox.drain()


def diary(app: Flask, person_id: str) -> list[tuple[int, Kind]]:
    """On which day what was told, cleared or not."""
    with app.app_context():
        mine = select(Notice).where(Notice.person_id == person_id).order_by(Notice.created_at)
        return [((one.created_at - BEGIN).days, one.kind) for one in db.session.scalars(mine)]


def mails(settings: Settings, to: str) -> list[tuple[int, EmailMessage]]:
    """On which day which mail left."""
    found = sorted(Path(settings.mail_folder).glob("*.eml")) if settings.mail_folder.exists() else []
    letters = [message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default) for path in found]
    return [((one["Date"].datetime - BEGIN).days, one) for one in letters if to in str(one["To"])]


@pytest.fixture
def two(app: Flask) -> Two:
    with clock.at(BEGIN):
        return Two(app, pair(app), lesson(app))


def test_a_silent_partner_is_reminded_three_times_and_never_blamed(app: Flask, two: Two, settings: Settings) -> None:
    with clock.at(BEGIN):
        two.first.save_and_seal(two.about)
    live_through(app, 60, {2: lambda: two.first.save_and_seal(lesson(app))})
    assert diary(app, two.pair.second.id) == [
        (0, Kind.SEALED),
        (2, Kind.SEALED),
        (7, Kind.TURN),
        (14, Kind.TURN),
        (21, Kind.TURN),
    ]
    assert diary(app, two.pair.first.id) == [(14, Kind.CHOICE), (16, Kind.CHOICE)]
    assert [day for day, _letter in mails(settings, two.pair.second.email)] == [1, 3, 8, 15, 22]
    assert [day for day, _letter in mails(settings, two.pair.first.email)] == [15, 17]
    for _day, letter in mails(settings, two.pair.second.email):
        said = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert not BLAMES.search(said), said


def test_what_a_notice_says_blames_nobody(app: Flask) -> None:
    for language in ("fr", "en"):
        with app.test_request_context(f"/?lang={language}"):
            assert [kind for kind in Kind if BLAMES.search(told(kind, "Ibrahim"))] == []


@pytest.mark.parametrize("rest", [lifecycle.pause, lifecycle.freeze, lifecycle.begin_closing])
def test_a_pair_that_rests_or_ends_is_reminded_of_nothing(
    app: Flask, two: Two, settings: Settings, rest: object
) -> None:
    with clock.at(BEGIN):
        two.first.save_and_seal(two.about)
        do(two.first, rest)  # type: ignore[arg-type]
    live_through(app, 25)
    after = [kind for day, kind in diary(app, two.pair.second.id) if day > 0]
    assert (after, [kind for day, kind in diary(app, two.pair.first.id) if day > 0]) == ([], [])
    assert [day for day, _letter in mails(settings, two.pair.second.email) if day > 1] == []


def test_a_closed_pair_is_mailed_nothing(app: Flask, two: Two, settings: Settings) -> None:
    with clock.at(BEGIN):
        two.first.save_and_seal(two.about)
        do(two.first, lambda pair: lifecycle.close_at_once(pair.id))
    live_through(app, 25)
    assert diary(app, two.pair.second.id) == diary(app, two.pair.first.id) == [(0, Kind.CLOSED)]
    assert mails(settings, two.pair.second.email) == mails(settings, two.pair.first.email) == []


def test_who_writes_again_begins_anew(app: Flask, two: Two) -> None:
    """What was said counts until one does something: then there are three again, and still a week apart."""
    with clock.at(BEGIN):
        two.first.save_and_seal(two.about)

    def goes_on() -> None:
        two.second.pass_over(two.about)
        two.first.save_and_seal(lesson(app))

    live_through(app, 60, {30: goes_on})
    reminded = [day for day, kind in diary(app, two.pair.second.id) if kind is Kind.TURN]
    assert reminded == [7, 14, 21, 37, 44, 51]
