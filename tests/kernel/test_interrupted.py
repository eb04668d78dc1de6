"""A form that is refused before its view: what was typed comes back, to its writer and to nobody else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from inspect import getmembers

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse
from wtforms import EmailField, HiddenField, PasswordField, RadioField, SelectField, TextAreaField
from wtforms.fields.core import UnboundField

from portal.accounts.models import SignInSession
from portal.accounts.service.credentials import PER_ACCOUNT
from portal.app import create_app
from portal.kernel.access import PUBLIC, SIGNED_IN, requires
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.forms import PortalForm
from portal.kernel.interrupted import NEVER_GIVEN_BACK, NOT_TYPED, Written, opened, sealed
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.access.matrix import MATRIX, Kind, Meets
from tests.accounts.people import PASSWORD, with_password
from tests.builders import Someone, csrf, person, sign_in

CANARY = 'Une loutre : <b>« à l’abri »</b> & ce qui s’ensuit.\n\n  Puis "rien".'
SECRET = "le mot de passe de personne"
SENT = [("text", CANARY), ("answer", "oui"), ("answer", "non"), ("act", "seal"), ("version", "3")]
NOT_GIVEN_BACK = [("password", SECRET), ("current", SECRET)]
TAG = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
AGAIN = re.compile(r'<form class="action" method="post" action="([^"]*)">((?:\s*<input\b[^>]*>)*)\s*<button[^>]*main')
DOORS = sorted(
    endpoint for (method, endpoint), row in MATRIX.items() if method == "POST" and row[Kind.VISITOR] is Meets.SIGN_IN
)


@pytest.fixture
def app(app: Flask) -> Flask:
    """With forms that say what they were sent, and one that refuses it."""

    def echo() -> str:
        return repr([pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"])

    def refuse() -> str:
        if request.args["how"] == "broken":
            raise ValueError
        if request.args["how"] == "gone":
            raise OperationalError("select", {}, Exception())
        if request.args["how"] == "409":
            raise Refusal("No.")
        abort(int(request.args["how"]))

    app.add_url_rule("/echo", "echo", requires(SIGNED_IN)(echo), methods=["POST"])
    app.add_url_rule("/echo-open", "echo_open", requires(PUBLIC)(echo), methods=["POST"])
    app.add_url_rule("/refuse", "refuse", requires(SIGNED_IN)(refuse), methods=["POST"])
    return app


@pytest.fixture
def writer(app: Flask) -> Someone:
    return with_password(app)


def send(browser: FlaskClient, address: str, token: str, **headers: str) -> TestResponse:
    fields = MultiDict([("csrf_token", token), *SENT, *NOT_GIVEN_BACK])
    return browser.post(address, data=fields, headers=headers)


def end_sessions(app: Flask) -> None:
    with app.app_context(), transaction():
        db.session.execute(update(SignInSession).values(ended_at=now()))


def address_of(app: Flask, endpoint: str) -> str:
    """Where it is, about something that nobody has."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        return app.url_for(endpoint, **dict.fromkeys(rule.arguments, new_id()))


def hidden(page: str) -> list[tuple[str, str]]:
    tags = (dict(ATTRIBUTE.findall(tag)) for tag in TAG.findall(page))
    return [(tag["name"], unescape(tag["value"])) for tag in tags if tag.get("type") == "hidden"]


def kept_in(page: str) -> str:
    """The sealed value that a sign-in form carries."""
    return dict(hidden(page)).get("kept", "")


def shown(page: str) -> list[str]:
    """The texts to read, in their boxes and on their lines."""
    boxes = re.findall(r"<textarea[^>]*readonly[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    lines = re.findall(r'<input[^>]*readonly[^>]*value="(.*?)">', page)
    return [unescape(text) for text in (*boxes, *lines)]


def again_form(page: str) -> tuple[str, list[tuple[str, str]]]:
    """Where the button sends, and what."""
    found = AGAIN.search(page)
    assert found is not None, page
    return unescape(found.group(1)), hidden(found.group(2))


def press_again(browser: FlaskClient, page: str) -> TestResponse:
    address, fields = again_form(page)
    return browser.post(address, data=MultiDict(fields))


def sign_in_with(browser: FlaskClient, page: str, email: str, password: str = PASSWORD) -> TestResponse:
    """Fill in the sign-in form of a page."""
    fields = {name: value for name, value in hidden(page) if name in ("csrf_token", "kept")}
    found = re.search(r'action="(/login[^"]*)"', page)
    assert found is not None
    return browser.post(unescape(found.group(1)), data=fields | {"email": email, "password": password})


def language_of(page: str) -> str:
    found = re.search(r'<html lang="(..)-CA">', page)
    assert found is not None
    return found.group(1)


def holds_nothing_typed(answer: TestResponse) -> bool:
    return not any(word in answer.text for word in ("loutre", "ensuit", SECRET))


def gives_all_back(answer: TestResponse, address: str) -> None:
    """The text to read, everything in the form, no password."""
    assert shown(answer.text) == [CANARY, "oui", "non"]
    where, fields = again_form(answer.text)
    assert where == address
    assert [field for field in fields if field[0] != "csrf_token"] == SENT
    assert SECRET not in answer.text


@contextmanager
def nothing_written(app: Flask) -> Iterator[None]:
    """Whatever is asked of the database meanwhile, it only reads."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement.lstrip().split()[0].upper())

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert "SELECT" in asked
    assert not {"INSERT", "UPDATE", "DELETE"} & set(asked)


def test_no_door_is_forgotten() -> None:
    assert len(DOORS) > 20
    assert {"learning.write_reflection", "journal.hear", "journal.reply", "pairs.save_sheet"} <= set(DOORS)


@pytest.mark.parametrize("cookie", ["that says nothing any more", "gone"])
def test_what_was_sent_without_a_session_comes_back_after_signing_in(app: Flask, writer: Someone, cookie: str) -> None:
    for endpoint in DOORS:
        browser, address = sign_in(app, writer), address_of(app, endpoint)
        token = csrf(browser, "/help")
        end_sessions(app)
        if cookie == "gone":
            browser.delete_cookie("session")
        with nothing_written(app):
            refused = send(browser, address, token)
        assert refused.status_code == 401, endpoint
        assert holds_nothing_typed(refused), endpoint
        assert kept_in(refused.text), endpoint
        assert "no-store" in refused.headers["Cache-Control"]
        gives_all_back(sign_in_with(browser, refused.text, writer.email), address)


def test_a_form_of_an_earlier_session_comes_back_to_be_sent_again(app: Flask, writer: Someone) -> None:
    earlier, later = sign_in(app, writer), sign_in(app, writer)
    token = csrf(earlier, "/help")
    for endpoint in DOORS:
        address = address_of(app, endpoint)
        with nothing_written(app):
            refused = send(later, address, token)
        assert refused.status_code == 400, endpoint
        gives_all_back(refused, address)


def test_the_button_sends_what_was_sent(app: Flask, writer: Someone) -> None:
    browser = sign_in(app, writer)
    token = csrf(browser, "/help")
    end_sessions(app)
    refused = send(browser, "/echo?a=1&b=%C3%A9", token)
    entered = sign_in_with(browser, refused.text, writer.email)
    assert entered.status_code == 200
    assert again_form(entered.text)[0] == "/echo?a=1&b=%C3%A9"
    received = press_again(browser, entered.text)
    assert (received.status_code, unescape(received.text)) == (200, repr(SENT))


def test_whoever_signs_in_instead_learns_nothing_and_can_hand_it_over(app: Flask, writer: Someone) -> None:
    browser, other, address = sign_in(app, writer), with_password(app), "/echo?place=tanguay"
    token = csrf(browser, "/help")
    end_sessions(app)
    refused = send(browser, address, token, Referer="http://localhost/pairs/tanguay")
    entered = sign_in_with(browser, refused.text, other.email)
    assert entered.status_code == 200
    assert "<textarea" not in entered.text
    assert holds_nothing_typed(entered)
    assert "tanguay" not in entered.text.partition('name="kept"')[0]
    assert "no-store" in entered.headers["Cache-Control"]
    gives_all_back(sign_in_with(browser, entered.text, writer.email), address)


@pytest.mark.parametrize(("reads", "accepts"), [("fr", "en"), ("en", "fr")])
def test_signing_in_again_speaks_the_language_of_the_account(app: Flask, reads: str, accepts: str) -> None:
    """Whatever the browser asks for, and after a wrong password; then each account its own."""
    writer, other = (with_password(app, person(app, language=language)) for language in (reads, accepts))
    browser = sign_in(app, writer)
    token = csrf(browser, "/help")
    end_sessions(app)
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = accepts
    refused = send(browser, "/echo", token)
    wrong = sign_in_with(browser, refused.text, writer.email, "a wrong password indeed")
    elsewhere = sign_in_with(browser, wrong.text, other.email)
    back = sign_in_with(browser, elsewhere.text, writer.email)
    assert [language_of(page.text) for page in (refused, wrong, elsewhere, back)] == [reads, reads, accepts, reads]


def test_an_account_that_came_in_between_is_not_shown_it(app: Flask, writer: Someone) -> None:
    """The other's tab, after another person of the house has signed in in this browser."""
    token = csrf(sign_in(app, writer), "/help")
    browser = sign_in(app, with_password(app, None))
    refused = send(browser, "/echo", token)
    assert refused.status_code == 401
    assert holds_nothing_typed(refused)
    gives_all_back(sign_in_with(browser, refused.text, writer.email), "/echo")


def test_wrong_passwords_and_too_many_tries_carry_it_along(app: Flask, writer: Someone) -> None:
    browser = sign_in(app, writer)
    token = csrf(browser, "/help")
    end_sessions(app)
    page = send(browser, "/echo", token).text
    kept = kept_in(page)
    met = []
    for _try in range(PER_ACCOUNT.tries + 1):
        answer = sign_in_with(browser, page, writer.email, "a wrong password indeed")
        met.append(answer.status_code)
        page = answer.text
        assert kept_in(page) == kept
        assert holds_nothing_typed(answer)
    assert met[0] == 422
    assert met[-1] == 429


def test_words_of_nobody_we_know_can_be_copied_and_not_sent(app: Flask, writer: Someone) -> None:
    for browser, status in ((app.test_client(), 401), (sign_in(app, writer), 400)):
        for token in ("", "made.up.token", csrf(app.test_client(), "/login")):
            refused = send(browser, "/echo", token)
            assert refused.status_code == status
            assert CANARY in shown(refused.text)
            assert AGAIN.search(refused.text) is None
            assert SECRET not in refused.text


def test_a_visitors_form_comes_back_to_be_sent_again(app: Flask) -> None:
    token = csrf(app.test_client(), "/signup")
    browser = app.test_client()
    refused = send(browser, "/echo-open", token)
    assert refused.status_code == 400
    gives_all_back(refused, "/echo-open")
    assert unescape(press_again(browser, refused.text).text) == repr(SENT)


def test_a_foreign_page_cannot_put_its_words_here(app: Flask, writer: Someone) -> None:
    browser = sign_in(app, writer)
    token = csrf(browser, "/help")
    refused = send(browser, "/echo", token, Origin="https://elsewhere.example")
    assert refused.status_code == 403
    assert holds_nothing_typed(refused)


@pytest.mark.parametrize(
    ("how", "status", "again"),
    [("broken", 500, True), ("gone", 503, True), ("429", 429, True), ("409", 409, False), ("404", 404, False)],
)
def test_every_refusal_gives_the_text_back(app: Flask, writer: Someone, how: str, status: int, again: bool) -> None:
    browser = sign_in(app, writer)
    refused = send(browser, f"/refuse?how={how}", csrf(browser, "/help"))
    assert refused.status_code == status
    assert CANARY in shown(refused.text)
    assert ("Retry-After" in refused.headers) == (status == 503)
    assert (AGAIN.search(refused.text) is not None) == again
    assert SECRET not in refused.text


def test_a_draft_that_cannot_be_saved_says_so_to_the_script(app: Flask, writer: Someone) -> None:
    """It reads a sentence from JSON only, and keeps the text in its page."""
    browser = sign_in(app, writer)
    token = csrf(browser, "/help")
    end_sessions(app)
    refused = send(browser, address_of(app, "learning.write_reflection"), token, Accept="application/json")
    assert refused.status_code == 401
    assert refused.mimetype == "text/html"


def test_a_portal_that_starts_again_knows_its_forms_and_its_seals(
    app: Flask, settings: Settings, writer: Someone
) -> None:
    browser = sign_in(app, writer)
    token = csrf(browser, "/help")
    with app.app_context():
        seal = sealed(Written("/echo", tuple(SENT)), writer.id)
    again = create_app(settings)
    later = again.test_client()
    cookie = browser.get_cookie("session")
    assert cookie is not None
    later.set_cookie("session", cookie.value)
    assert later.post("/today/seen", data={"csrf_token": token, "until": ""}).status_code not in (400, 401)
    with again.app_context():
        assert opened(seal, writer.id) == Written("/echo", tuple(SENT))


def test_more_than_a_form_carries_is_shown_instead(app: Flask, writer: Someone) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    browser = sign_in(app, writer)
    token = csrf(browser, "/help")
    end_sessions(app)
    long = " ".join(new_id() for _ in range(200))
    refused = browser.post("/echo", data={"csrf_token": token, "text": long})
    assert refused.status_code == 401
    assert shown(refused.text) == [long]
    assert browser.post("/echo", data={"csrf_token": token, "text": long * 4}).status_code == 413


@pytest.mark.parametrize("text", ["", "a" * 900_000, "\0 \ud800 \u202e é 😀"])
def test_a_seal_gives_back_what_it_closed(app: Flask, text: str) -> None:
    what = Written("/echo", (("text", text), ("text", text)))
    with app.app_context():
        assert opened(sealed(what, "one"), "one") == what


def test_a_seal_opens_for_its_person_and_untouched(app: Flask) -> None:
    with app.app_context():
        seal = sealed(Written("/echo", tuple(SENT)), "one")
        assert seal != sealed(Written("/echo", tuple(SENT)), "one")
        for other in (seal[:-8], "A" + seal[1:-1] + "A", seal[:40] + "_" + seal[41:], "", "é", "AAAA", seal[4:]):
            assert opened(other, "one") is None or other == seal
        assert opened(seal, "two") is None


def test_only_what_a_person_would_miss_is_shown() -> None:
    fields = (("text", "oui"), ("empty", "  "), ("box", "y"), ("person", new_id()), ("act", "seal"), ("key", "k"))
    carried = (("attested", "no"), ("sure", "1"), ("format", "json"))
    chosen = (("answer-st01", "b"), ("sure-st01", "3"), ("seek_1", "listening"), ("check-1-1", "2"), ("answer", "4"))
    assert Written("/", (*fields, *carried, *chosen)).texts == ["oui"]


def test_the_two_texts_of_a_lesson_are_told_apart_and_how_they_were_looked_at_is_not_shown() -> None:
    looked = (("view", "both"), ("at", "fr.12"), ("eyes", "guide"), ("shown", "fr"), ("narrow", "yes"))
    sent = Written("/", (*looked, ("fr", "Bonjour"), ("en", "Hello"), ("title_en", "One"), ("note", "Deux")))
    assert sent.passages == [("fr", "Bonjour"), ("en", "Hello"), ("en", "One"), ("", "Deux")]


def test_no_password_is_given_back_no_text_is_hidden_and_no_code_is_shown() -> None:
    """Over every form of the portal."""

    def all_below(kind: type[PortalForm]) -> list[type[PortalForm]]:
        return [one for below in kind.__subclasses__() for one in (below, *all_below(below))]

    kinds = [kind for kind in all_below(PortalForm) if kind.__module__.startswith("portal.")]
    fields = [one for kind in kinds for one in getmembers(kind, lambda value: isinstance(value, UnboundField))]
    secret = {name for name, field in fields if issubclass(field.field_class, PasswordField)}
    typed = {name for name, field in fields if issubclass(field.field_class, TextAreaField | EmailField)}
    assert secret
    assert secret <= NEVER_GIVEN_BACK
    assert typed
    assert typed.isdisjoint(NEVER_GIVEN_BACK | NOT_TYPED)
    picked = {name for name, field in fields if issubclass(field.field_class, SelectField | RadioField | HiddenField)}
    assert Written("/", tuple((name, "a code") for name in picked - typed)).texts == []
