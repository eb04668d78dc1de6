"""Every mail of notices through a real SMTP server, in both languages: as it arrives, and how it is ended."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from pydantic import SecretStr

from portal.app import create_app
from portal.kernel import clock, outbox
from portal.kernel.transaction import transaction
from portal.notices import queries, service
from portal.notices.rules import NIGHT, Choice, Choices, Kind, Pace, Topic
from portal.pairs.service import lifecycle
from portal.settings import Settings
from tests.builders import Someone, pair, person, post, sign_in
from tests.journal.acting import OTHER_TEXT, TEXT, Two, lesson
from tests.notices.telling import told, unread
from tests.notices.test_telling import do
from tests.operations.test_smtp import PostOffice
from tests.processes import free_port

NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
"""A Wednesday, in Montréal."""
SNAPSHOTS = Path(__file__).parent / "mails"
OF_ONE_RUN = re.compile(r"(?<=/pairs/)[\w-]{22}|(?<=/journal/)[\w-]{22}|(?<=/unsubscribe/)[\w-]{65}")


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, int]]:
    port, kept = free_port(), PostOffice()
    controller = Controller(kept, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture
def letters(office: tuple[PostOffice, int]) -> list[EmailMessage]:
    return office[0].letters


@pytest.fixture
def app(settings: Settings, office: tuple[PostOffice, int]) -> Flask:
    made = create_app(settings.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{office[1]}")}))
    made.config["TESTING"] = False
    return made


def two_at_noon(app: Flask, language: str) -> Two:
    """Maïté acts; Ibrahim is told."""
    with clock.at(NOON):
        return Two(app, pair(app, person(app, "Maïté"), person(app, "Ibrahim", language=language)), lesson(app))


@pytest.fixture
def two(app: Flask) -> Two:
    return two_at_noon(app, "fr")


def choose(app: Flask, who: Someone, pace: Pace, **others: object) -> None:
    with app.app_context(), transaction():
        version = queries.kept_choices(who.id).version
        topics = dict.fromkeys(Topic, Choice(pace))
        service.save(who.id, Choices(topics, NIGHT, **others), version)  # type: ignore[arg-type]


def drain(app: Flask, at: datetime) -> None:
    with clock.at(at), app.app_context():
        outbox.drain()


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY])
def test_every_mail_is_what_it_was(app: Flask, letters: list[EmailMessage], pace: Pace, language: str) -> None:
    two = two_at_noon(app, language)
    choose(app, two.pair.second, pace)
    with clock.at(NOON):
        two.first.save_and_seal(two.about)
    if pace is not Pace.AT_ONCE:
        with clock.at(NOON + timedelta(minutes=1)):
            two.first.share_note()
            do(two.first, lifecycle.begin_closing)
    drain(app, NOON + timedelta(days=7))
    (letter,) = letters
    assert (letter["Content-Language"], letter["To"]) == (language, two.pair.second.email)
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = text_of(letter, "html")
    assert not re.search(r"<img|<script|http-equiv|url\(", page)
    assert set(re.findall(r'href="(http[^"]*)"', page)) == set(re.findall(r"http\S+", text_of(letter)))
    whole = "\n\n".join((str(letter["Subject"]), text_of(letter), page)).replace("\r\n", "\n")
    assert not [word for word in (TEXT, OTHER_TEXT, two.about.title, "scellé", "sealed") if word in whole]
    kept = SNAPSHOTS / f"{pace.replace(' ', '-')}.{language}.txt"
    assert OF_ONE_RUN.sub("…", whole) == kept.read_text()


def test_a_day_is_one_mail_and_nothing_is_mailed_twice(app: Flask, two: Two, letters: list[EmailMessage]) -> None:
    for hour in range(5):
        with clock.at(NOON + timedelta(hours=hour)):
            two.first.save_and_seal(lesson(app))
    for hours in range(48):
        drain(app, NOON + timedelta(hours=hours))
    assert len(letters) == 1
    assert "5 choses vous attendent" in text_of(letters[0])


def test_at_once_waits_for_the_end_of_quiet_hours(app: Flask, two: Two, letters: list[EmailMessage]) -> None:
    choose(app, two.pair.second, Pace.AT_ONCE)
    night = NOON + timedelta(hours=12)
    with clock.at(night):
        two.first.save_and_seal(two.about)
    drain(app, night + timedelta(hours=6))
    assert letters == []
    drain(app, night + timedelta(hours=8))
    assert len(letters) == 1


def test_a_worker_that_comes_back_at_night_waits_for_the_morning(
    app: Flask, two: Two, letters: list[EmailMessage]
) -> None:
    with clock.at(NOON):
        two.first.save_and_seal(two.about)
    night = NOON + timedelta(days=1, hours=12)
    drain(app, night)
    assert letters == []
    drain(app, night + timedelta(hours=9))
    assert len(letters) == 1


@pytest.mark.parametrize("way", ["taken back", "read", "paused", "frozen", "closed", "never", "unsubscribed"])
def test_what_is_not_due_any_more_when_it_leaves_does_not(
    app: Flask, two: Two, letters: list[EmailMessage], way: str
) -> None:
    with clock.at(NOON):
        row = two.first.save_and_seal(two.about)
        browser = sign_in(app, two.pair.second)
        match way:
            case "taken back":
                two.first.take_back(row)
            case "read":
                post(browser, "/notices/all/read", until=NOON.isoformat())
            case "paused":
                do(two.first, lifecycle.pause)
            case "frozen":
                do(two.second, lifecycle.freeze)
            case "closed":
                do(two.second, lambda pair: lifecycle.close_at_once(pair.id))
            case "never":
                choose(app, two.pair.second, Pace.NEVER)
            case "unsubscribed":
                choose(app, two.pair.second, Pace.DAILY, by_mail=False)
    drain(app, NOON + timedelta(days=2))
    assert letters == []


def test_what_a_pause_held_back_leaves_after_it(app: Flask, two: Two, letters: list[EmailMessage]) -> None:
    with clock.at(NOON):
        two.first.save_and_seal(two.about)
        do(two.first, lifecycle.pause)
    drain(app, NOON + timedelta(days=1))
    with clock.at(NOON + timedelta(days=3)):
        do(two.first, lifecycle.resume)
    drain(app, NOON + timedelta(days=4))
    assert len(letters) == 1


def test_what_could_not_be_handed_over_leaves_later_as_the_same_mail(
    app: Flask, two: Two, letters: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was handed over, and the worker died before it noted so."""
    with clock.at(NOON):
        two.first.save_and_seal(two.about)
    monkeypatch.setattr("portal.notices.mail.note_mailed", _dies)
    drain(app, NOON + timedelta(days=1))
    monkeypatch.undo()
    drain(app, NOON + timedelta(days=1, minutes=10))
    drain(app, NOON + timedelta(days=2))
    assert len(letters) == 2
    assert letters[0]["Message-ID"] == letters[1]["Message-ID"]
    assert text_of(letters[0]) == text_of(letters[1])


def _dies(*_told: object, **_named: object) -> None:
    raise ConnectionError


def test_the_mail_alone_ends_the_mails(app: Flask, two: Two, letters: list[EmailMessage]) -> None:
    """As a mail program does it: neither session nor token, and looking at the link changes nothing."""
    with clock.at(NOON):
        two.first.save_and_seal(two.about)
    drain(app, NOON + timedelta(days=1))
    address = urlsplit(str(letters[0]["List-Unsubscribe"]).strip("<>")).path
    machine = app.test_client()
    assert machine.get(address).status_code == 200
    with app.app_context():
        assert queries.kept_choices(two.pair.second.id).choices.by_mail
    for _time in range(2):
        answer = machine.post(address, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    with clock.at(NOON + timedelta(days=1, hours=1)):
        two.first.save_and_seal(lesson(app))
    drain(app, NOON + timedelta(days=10))
    assert len(letters) == 1
    assert unread(app, two.pair.second) == [Kind.SEALED, Kind.SEALED]
    for wrong in (address[:-1], address[:-3] + "abc", "/notices/unsubscribe/" + "n" * 65):
        assert machine.post(wrong).status_code == machine.get(wrong).status_code == 404


def test_what_one_does_not_want_on_the_page_may_still_be_mailed(
    app: Flask, two: Two, letters: list[EmailMessage]
) -> None:
    browser = sign_in(app, two.pair.second)
    chosen = {f"{topic}_pace": "daily" for topic in Topic}
    answer = post(browser, "/account/notices", version="0", by_mail="y", quiet_from="22:30", quiet_to="06:00", **chosen)
    assert answer.headers["Location"] == "/account/notices?done=saved"
    with clock.at(NOON):
        two.first.save_and_seal(two.about)
    assert "Rien de nouveau" in browser.get("/notices/").text
    assert told(app, two.pair.second) == [Kind.SEALED]
    drain(app, NOON + timedelta(days=1))
    assert len(letters) == 1
    stale = post(browser, "/account/notices", version="0", quiet_from="21:00", quiet_to="06:00", **chosen)
    assert (stale.status_code, 'value="21:00"' in stale.text) == (409, True)
    wrong = post(browser, "/account/notices", version="1", quiet_from="at night", quiet_to="06:00", **chosen)
    assert (wrong.status_code, "at night" in wrong.text) == (422, True)
