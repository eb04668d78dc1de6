"""The catalogue: what anyone reads without an account, in both languages, and what is kept of it (nothing)."""

import hashlib
import re
import shutil
from collections import OrderedDict
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.curriculum import queries
from tests.builders import person, sign_in
from tests.curriculum.conftest import TakeIn
from tests.curriculum.lessons import PIXEL, edit

LESSON = "/lessons/conversation/premiere"
PICTURE = f"/pictures/{hashlib.sha256(PIXEL).hexdigest()}"


@pytest.fixture(autouse=True)
def _taken_in(take_in: TakeIn) -> None:
    take_in()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("address", ["/lessons", "/lessons/conversation", LESSON])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_read_without_an_account_in_both_languages(
    client: FlaskClient, address: str, language: str
) -> None:
    answer = client.get(f"{address}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}-CA">' in answer.text
    assert ("conversation en français" in answer.text) is (language == "fr")
    assert ("conversation in English" in answer.text) is (language == "en")
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("address", ["/lessons", "/lessons/conversation", LESSON])
def test_each_language_leads_to_the_other(client: FlaskClient, address: str) -> None:
    shown = client.get(f"{address}?lang=en").text
    here = f"http://localhost{address}"
    assert f'<link rel="canonical" href="{here}?lang=en">' in shown
    assert f'<link rel="alternate" hreflang="fr" href="{here}?lang=fr">' in shown
    assert f'<link rel="alternate" hreflang="en" href="{here}?lang=en">' in shown
    assert f'<link rel="alternate" hreflang="x-default" href="{here}">' in shown


def test_a_lesson_links_to_itself_in_the_other_language(client: FlaskClient) -> None:
    assert f'href="{LESSON}?lang=fr" lang="fr" hreflang="fr"' in client.get(f"{LESSON}?lang=en").text
    assert f'href="{LESSON}?lang=en" lang="en" hreflang="en"' in client.get(f"{LESSON}?lang=fr").text


@pytest.mark.parametrize(
    ("address", "title", "description"),
    [
        ("/lessons/conversation", "conversation in English", "What it is for."),
        (LESSON, "From megaphone to conversation", "Tell a broadcast post from a conversation, and say why."),
    ],
)
def test_a_page_that_is_sent_says_in_its_own_words_what_it_is(
    client: FlaskClient, address: str, title: str, description: str
) -> None:
    shown = client.get(f"{address}?lang=en").text
    assert f"<title>{title} · Vice Versa</title>" in shown
    assert f'<meta name="description" content="{description}">' in shown
    said = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', shown))
    assert said["og:title"] == title
    assert said["og:description"] == description
    assert said["og:url"] == f"http://localhost{address}?lang=en"
    assert said["og:locale"] == "en_CA"
    assert said["og:image"].startswith(f"http://localhost{address}/cover.en.png?edition=")
    assert title in said["og:image:alt"]
    assert '<meta name="twitter:card" content="summary_large_image">' in shown


def test_who_is_signed_in_sends_nothing_about_a_page(app: Flask) -> None:
    assert "og:image" not in sign_in(app, person(app)).get(LESSON).text


ADDRESS = re.compile(
    r"""(?:\b(?:src|srcset|action|data|poster)=|<link rel="(?!canonical|alternate)[^>]*href=)["']([^"']+)"""
)


@pytest.mark.parametrize(
    "address", ["/", "/lessons", "/lessons?q=conversation", "/lessons/conversation", LESSON, "/glossary"]
)
def test_a_page_asks_for_nothing_from_elsewhere(client: FlaskClient, address: str) -> None:
    asked = ADDRESS.findall(client.get(address).text)
    assert len(asked) >= 8
    assert [one for one in asked if not re.match(r"/(?!/)|#", one)] == []


def test_answers_are_no_part_of_where_a_lesson_is_known(client: FlaskClient) -> None:
    shown = client.get(f"{LESSON}?lang=en&check-1-1=0").text
    assert f'<link rel="canonical" href="http://localhost{LESSON}?lang=en">' in shown


def test_modules_come_in_order_with_their_strand_and_lessons(client: FlaskClient) -> None:
    shown = client.get("/lessons?lang=en").text
    places = [shown.index(f'href="/lessons/{slug}"') for slug in ("zoo", "conversation", "amont")]
    assert places == sorted(places)
    for strand in ("together", "culture", "strategy"):
        assert f'data-strand="{strand}"' in shown
    assert shown.index('href="/lessons/zoo/ouverture"') < shown.index('href="/lessons/zoo/ecouter"')


def test_what_is_better_done_before_is_said_and_locks_nothing(client: FlaskClient) -> None:
    for address in ("/lessons", "/lessons/amont", "/lessons/amont/premiere"):
        shown = client.get(f"{address}?lang=en").text
        said = re.search(r'<p class="before[^>]*>(.*?)</p>', shown[shown.index("amont") :], re.DOTALL)
        assert said is not None
        assert 'href="/lessons/zoo"' in said[1]
        assert "zoo in English" in said[1]
        assert "Culture" in said[1]
    assert 'class="before' not in client.get("/lessons/zoo?lang=en").text


def test_advice_about_what_is_not_published_is_not_given(client: FlaskClient, root: Path, take_in: TakeIn) -> None:
    shutil.rmtree(root / "zoo")
    for module in ("conversation", "amont"):
        edit(root / module / "module.toml", '"zoo"', '"any:together"')
    take_in()
    shown = client.get("/lessons/amont?lang=en").text
    assert "zoo" not in shown
    assert "Together" in shown


@pytest.mark.parametrize(
    "address",
    [
        "/lessons/nothing",
        "/lessons/conversation/nothing",
        "/lessons/zoo/premiere",
        "/lessons/%00",
        "/lessons/conversation/%00",
        "/pictures/nothing",
        "/pictures/%00",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_module_that_left_is_not_found(client: FlaskClient, root: Path, take_in: TakeIn) -> None:
    shutil.rmtree(root / "conversation")
    edit(root / "amont" / "module.toml", '"any:culture"', '"any:together"')
    take_in()
    assert client.get("/lessons/conversation").status_code == 404
    assert client.get(LESSON).status_code == 404


def test_a_lesson_shows_all_its_steps(client: FlaskClient) -> None:
    shown = client.get(f"{LESSON}?lang=en").text
    for key in ("read-1", "try-1", "check-1", "talk-1", "reflect-1"):
        assert f'<section class="step" id="{key}"' in shown
        assert f'href="#{key}"' in shown
    for words in ("Follow one thread", "What would have embarrassed you?", "What did I assume?", "five habits"):
        assert words in shown


def test_a_date_and_a_notice_are_shown(client: FlaskClient, root: Path, take_in: TakeIn) -> None:
    edit(root / "zoo/01-ouverture/en.md", "minutes: 8", "minutes: 8\ndated: June 2026\nnotice: Not legal advice.")
    take_in()
    shown = text_of(client.get("/lessons/zoo/ouverture?lang=en").text)
    assert "Current as of June 2026" in shown
    assert "Not legal advice." in shown


def test_a_lesson_leads_to_the_next_one_and_to_the_one_before(client: FlaskClient) -> None:
    first, last = client.get("/lessons/zoo/ouverture").text, client.get("/lessons/zoo/ecouter").text
    assert 'rel="next" href="/lessons/zoo/ecouter"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="/lessons/zoo/ouverture"' in last
    assert 'rel="next"' not in last


def test_a_visitor_is_told_how_to_begin_with_a_partner(app: Flask, client: FlaskClient) -> None:
    assert 'href="/pairs/new"' in client.get(LESSON).text
    signed_in = sign_in(app, person(app)).get(LESSON).text
    assert 'href="/pairs/"' in signed_in


def test_nothing_is_told_before_an_answer(client: FlaskClient) -> None:
    assert 'class="feedback"' not in client.get(LESSON).text


def test_a_wrong_answer_tells_its_own_feedback_only(client: FlaskClient) -> None:
    shown = client.get(f"{LESSON}?lang=en&check-1-1=0").text
    assert "nobody listens" in shown
    assert "what you have not heard" not in shown
    assert re.search(r'value="0" required checked', shown)
    assert shown.count('class="feedback"') == 1


def test_the_right_answer_tells_everything(client: FlaskClient) -> None:
    shown = client.get(f"{LESSON}?lang=en&check-1-1=1").text
    assert "nobody listens" in shown
    assert "what you have not heard" in shown
    assert shown.count('class="feedback"') == 2


def test_an_answer_carries_the_others_along_and_leads_back_to_its_place(client: FlaskClient) -> None:
    shown = client.get(f"{LESSON}?lang=en&check-1-1=0").text
    forms = dict(re.findall(r'<form class="check" method="get" action="#(check-1-\d)">(.*?)</form>', shown, re.DOTALL))
    assert '<input type="hidden" name="check-1-1" value="0">' in forms["check-1-2"]
    assert '<input type="hidden" name="lang" value="en">' in forms["check-1-2"]
    assert 'type="hidden" name="check-1-1"' not in forms["check-1-1"]
    assert 'id="check-1-1"' in shown


@pytest.mark.parametrize("answer", ["9", "-1", "x", "", "9" * 5000, "٢"])
def test_an_answer_that_is_none_is_left_alone(client: FlaskClient, answer: str) -> None:
    shown = client.get(f"{LESSON}?check-1-1={answer}")
    assert shown.status_code == 200
    assert 'class="feedback"' not in shown.text


def test_only_what_the_lesson_asks_is_carried_along(client: FlaskClient) -> None:
    shown = client.get(f"{LESSON}?lang=en&check-1-1=0&csrf_token=x&name=Noor").text
    assert "Noor" not in re.sub(r"<header.*?</header>", "", shown, flags=re.DOTALL)


def test_nothing_is_kept_of_a_visitor_who_answers(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    client.get(f"{LESSON}?check-1-1=0&check-1-2=1")
    assert statements
    assert all(statement.startswith(("SELECT", "BEGIN", "PRAGMA")) for statement in statements)


def test_reading_a_lesson_asks_little_of_the_database(client: FlaskClient, statements: list[str]) -> None:
    queries._documents.clear()  # noqa: SLF001 (as in a process that has just begun)
    client.get(LESSON)
    first = len([s for s in statements if s.startswith("SELECT")])
    statements.clear()
    client.get(LESSON)
    again = len([s for s in statements if s.startswith("SELECT")])
    assert first <= 3
    assert again <= 2


def test_the_catalogue_is_one_statement(client: FlaskClient, statements: list[str]) -> None:
    client.get("/lessons")
    assert len([s for s in statements if s.startswith("SELECT")]) == 1


def test_a_picture_is_served_for_good(app: Flask, client: FlaskClient) -> None:
    for reader in (client, sign_in(app, person(app))):
        answer = reader.get(PICTURE)
        assert answer.data == PIXEL
        assert answer.content_type == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
    assert PICTURE in client.get(f"{LESSON}?lang=en").text


def test_an_empty_catalogue_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "catalogue", lambda _language: [])
    assert "No lesson yet" in client.get("/lessons?lang=en").text


def test_documents_are_kept_in_bounded_memory(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "KEPT_DOCUMENTS", 2)
    monkeypatch.setattr(queries, "_documents", OrderedDict())
    with app.app_context():
        for module in queries.catalogue("en"):
            for lesson in module.lessons:
                assert queries.published_lesson(module.slug, lesson.slug, "en") is not None
        assert len(queries._documents) <= 2  # noqa: SLF001
