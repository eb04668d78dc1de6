"""Two languages, French first: which one a reader gets, and how dates read in it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from portal.kernel.access import PUBLIC, requires
from portal.kernel.i18n import (
    LANGUAGE_COOKIE,
    _,
    _l,
    current_language,
    format_day,
    format_moment,
    place_of_zone,
    speaking,
)
from tests import builders

MOMENT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
SENTENCE = "Nothing at this address"
FRENCH = "Rien à cette adresse"


@pytest.fixture
def app(app: Flask) -> Flask:
    app.add_url_rule("/tongue", "tongue", requires(PUBLIC)(current_language))
    app.add_url_rule("/time", "time", requires(PUBLIC)(lambda: f"{format_day(MOMENT)} | {format_moment(MOMENT)}"))
    return app


@dataclass(frozen=True)
class Reader:
    """What is known of who reads: the account's language, the cookie's, the browser's."""

    account: str | None = None
    cookie: str | None = None
    accepted: str | None = None

    def ask(self, app: Flask, query: str = "") -> str:
        someone = builders.person(app, language=self.account) if self.account else None
        client = builders.sign_in(app, someone) if someone else app.test_client()
        if self.cookie:
            client.set_cookie(LANGUAGE_COOKIE, self.cookie)
        return client.get(f"/tongue{query}", headers={"Accept-Language": self.accepted} if self.accepted else {}).text


@pytest.mark.parametrize(
    ("reader", "language"),
    [
        (Reader(), "fr"),
        (Reader(accepted="de, es;q=0.9"), "fr"),
        (Reader(accepted="*"), "fr"),
        (Reader(accepted="nonsense;;q=x"), "fr"),
        (Reader(accepted="en-CA, fr;q=0.5"), "en"),
        (Reader(accepted="fr-CA, en;q=0.9"), "fr"),
        (Reader(accepted="EN"), "en"),
        (Reader(accepted="fr;q=0, en;q=0.1"), "en"),
        (Reader(accepted="de, en;q=0.5"), "en"),
        (Reader(accepted="fr;q=0.2, en;q=0.8"), "en"),
        (Reader(cookie="fr", accepted="en"), "fr"),
        (Reader(cookie="en", accepted="fr"), "en"),
        (Reader(cookie="de", accepted="en"), "en"),
        (Reader(account="en", cookie="fr", accepted="fr"), "en"),
        (Reader(account="fr", cookie="en", accepted="en"), "fr"),
    ],
)
def test_what_is_nearest_to_the_reader_decides(app: Flask, reader: Reader, language: str) -> None:
    assert reader.ask(app) == language


@pytest.mark.parametrize(
    ("query", "language"),
    [("?lang=fr", "fr"), ("?lang=en", "en"), ("?lang=fr&lang=en", "fr"), ("?lang=de", "en"), ("?lang=", "en")],
)
def test_the_address_decides_before_everything(app: Flask, query: str, language: str) -> None:
    assert Reader(account="en", cookie="fr", accepted="fr").ask(app, query) == language


def test_a_page_shown_in_a_language_keeps_nothing(app: Flask) -> None:
    someone = builders.person(app, language="fr")
    for client in (app.test_client(), builders.sign_in(app, someone)):
        assert client.get("/tongue?lang=en").text == "en"
        assert client.get_cookie(LANGUAGE_COOKIE) is None
        assert client.get("/tongue").text == "fr"


@pytest.mark.parametrize("path", ["/", "/help", "/login", "/lessons", "/nowhere"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_says_its_language(client: FlaskClient, path: str, language: str) -> None:
    assert f'<html lang="{language}-CA">' in client.get(path, query_string={"lang": language}).text


def test_a_sentence_waits_for_its_reader(app: Flask) -> None:
    later = _l(SENTENCE)
    with app.test_request_context("/?lang=fr"):
        assert str(later) == str(_(SENTENCE)) == FRENCH
    with app.test_request_context("/?lang=en"):
        assert str(later) == SENTENCE


def test_a_job_speaks_the_language_it_is_told(app: Flask) -> None:
    with app.app_context():
        assert current_language() == "fr"
        with speaking("en"):
            assert (current_language(), _(SENTENCE)) == ("en", SENTENCE)
            with speaking("fr"):
                assert _(SENTENCE) == FRENCH
            assert _(SENTENCE) == SENTENCE
        assert _(SENTENCE) == FRENCH


@pytest.mark.parametrize(
    ("language", "zone", "day", "time"),
    [
        ("fr", "America/Toronto", "23 novembre", "20 h 30"),
        ("en", "America/Toronto", "November 23", "8:30 p.m."),
        ("fr", "Asia/Dhaka", "24 novembre", "7 h 30"),
        ("en", "Asia/Kathmandu", "November 24", "7:15 a.m."),
    ],
)
def test_dates_read_as_people_write_them_where_they_live(
    app: Flask, language: str, zone: str, day: str, time: str
) -> None:
    client = builders.sign_in(app, builders.person(app, language=language, time_zone=zone))
    shown = client.get("/time").text.translate(dict.fromkeys((0xA0, 0x202F), " "))
    assert shown == f"{day} | {day}, {time}"


def test_a_french_hour_does_not_break_across_lines(app: Flask) -> None:
    assert " h" not in app.test_client().get("/time?lang=fr").text
    assert "h " not in app.test_client().get("/time?lang=fr").text


def test_a_visitor_lives_in_quebec(client: FlaskClient) -> None:
    assert client.get("/time?lang=en").text.startswith("November 23 ")


def test_canonical_addresses_are_absolute_and_carry_the_language(client: FlaskClient) -> None:
    page = client.get("/lessons?done=x&lang=en", headers={"Host": "localhost:5000"}).text
    assert '<link rel="canonical" href="http://localhost/lessons?lang=en">' in page
    assert '<link rel="alternate" hreflang="fr" href="http://localhost/lessons?lang=fr">' in page


def test_what_is_filled_into_a_lazy_sentence_is_escaped_on_a_page(app: Flask) -> None:
    sentence = _l("%(name)s guides", name="<meta http-equiv=refresh>")
    with app.test_request_context("/?lang=en"):
        assert str(sentence) == "<meta http-equiv=refresh> guides"
        assert render_template_string("{{ sentence }}", sentence=sentence) == "&lt;meta http-equiv=refresh&gt; guides"


@pytest.mark.parametrize(
    ("zone", "french", "english"),
    [
        ("Europe/London", "Londres (Royaume-Uni)", "London (United Kingdom)"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires (Argentine)", "Buenos Aires (Argentina)"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_is_named_for_its_place(zone: str, french: str, english: str) -> None:
    assert (place_of_zone(zone, "fr"), place_of_zone(zone, "en")) == (french, english)
