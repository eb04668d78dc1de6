"""Signing up and confirming: one answer for every address, and links that work once."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import queries
from portal.accounts.models import AccountLink, Consent, Person
from portal.accounts.rules import CONSENTS
from portal.accounts.service import newcomers
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.throttle import Limit
from portal.kernel.transaction import transaction
from tests.accounts.people import ANOTHER, enter, is_signed_in, link_in, mails, row_of, send, sign_up
from tests.builders import csrf, person

EMAIL = "maite@example.ca"
STRANGE = "ce que personne ne devine"


def test_from_the_form_to_the_account(app: Flask, client: FlaskClient) -> None:
    answer = sign_up(client, " Maite@Example.CA")
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    found = row_of(app, "Maite@example.ca")
    assert found is not None
    assert found.email_confirmed_at is None
    (letter,) = mails(app)
    assert letter["To"] == "Maite@example.ca"
    address = link_in(letter)
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200  # looking uses nothing up
    assert not is_signed_in(client)
    assert send(client, address).status_code == 303
    assert is_signed_in(client)
    assert row_of(app, "Maite@example.ca").email_confirmed_at is not None


def test_a_yes_is_kept_and_no_age(app: Flask, client: FlaskClient) -> None:
    for yes in CONSENTS:
        assert sign_up(client, EMAIL, **{yes: ""}).status_code == 422
    assert row_of(app, EMAIL) is None
    sign_up(client, EMAIL)
    with app.app_context():
        given = {(consent.purpose, consent.text_version) for consent in db.session.query(Consent)}
        assert given == {("fourteen", 1), ("terms", 3)}
    assert "This is version 3 of this text." in client.get("/privacy?lang=en").text
    assert not {"age", "birth", "born"} & set(Person.__table__.columns.keys())


def test_a_known_address_is_answered_alike_and_told_by_mail(app: Flask, client: FlaskClient) -> None:
    known = person(app, "Ibrahim")
    one, other = sign_up(client, known.email.upper()), sign_up(client, EMAIL)
    assert (one.status_code, one.headers["Location"]) == (other.status_code, other.headers["Location"])
    letters = {letter["To"]: letter for letter in mails(app)}
    assert "/login" in letters[known.email].as_string()
    assert "/account/confirm/" in letters[EMAIL].as_string()
    with app.app_context():
        assert db.session.query(Person).count() == 2


def test_a_link_confirms_once(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    address = link_in(mails(app)[0])
    send(client, address)
    assert app.test_client().get(address).status_code == 410
    assert client.post(address, data={"csrf_token": csrf(client, "/account/")}).status_code == 410
    assert 'href="/login"' not in client.get(address).text.partition("<main")[2].partition("</main>")[0]


def test_a_link_lapses(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    address = link_in(mails(app)[0])
    with clock.at(clock.now() + timedelta(days=7)):
        assert client.get(address).status_code == 410
    assert client.get(address).status_code == 200


def test_two_presses_confirm_once(app: Flask) -> None:
    one, other = app.test_client(), app.test_client()
    sign_up(one, EMAIL)
    address = link_in(mails(app)[0])
    token = csrf(other, address)
    assert send(one, address).status_code == 303
    assert other.post(address, data={"csrf_token": token, "password": ANOTHER}).status_code == 410
    assert not is_signed_in(other)


@pytest.mark.parametrize("token", ["x", "x" * 65, "A" * 22 + "B" * 43])
def test_a_made_up_link_is_nothing(client: FlaskClient, token: str) -> None:
    for kind in ("confirm", "reset", "address"):
        assert client.get(f"/account/{kind}/{token}").status_code == 404


def test_a_link_of_one_kind_opens_no_other(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    address = link_in(mails(app)[0])
    assert client.get(address.replace("confirm", "reset")).status_code == 404


def test_signing_up_again_begins_afresh(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    (first,) = mails(app)
    sign_up(client, EMAIL, password=ANOTHER, name="Maïté R.")
    _, second = mails(app)
    assert client.get(link_in(first)).status_code == 410
    send(client, link_in(second))
    fresh = app.test_client()
    assert enter(fresh, EMAIL, ANOTHER).status_code == 303
    assert row_of(app, EMAIL).name == "Maïté R."


def test_mail_to_one_address_is_bounded(app: Flask, client: FlaskClient) -> None:
    for _ in range(newcomers.PER_ADDRESS.tries + 2):
        assert sign_up(client, EMAIL).status_code == 303
        mails(app)
    assert len(mails(app)) == newcomers.PER_ADDRESS.tries


def test_the_way_is_kept_to_the_end(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL, way="/invitations/abc")
    letter = mails(app)[0]
    assert "invitations" not in letter.as_string()
    with app.app_context():
        (link,) = db.session.query(AccountLink).all()
        assert b"invitations" not in link.way_cipher
    elsewhere = app.test_client()
    assert send(elsewhere, link_in(letter), password=ANOTHER).headers["Location"] == "/invitations/abc"


def test_in_the_same_browser_one_press_is_enough(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    address = link_in(mails(app)[0])
    assert 'type="password"' not in client.get(address).text
    send(client, address)
    assert enter(app.test_client(), EMAIL).status_code == 303


def test_in_another_browser_the_password_is_chosen_again(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    address = link_in(mails(app)[0])
    phone = app.test_client()
    assert 'type="password"' in phone.get(address).text
    for wrong in ("", "trop court", "maite@example.ca"):
        assert send(phone, address, password=wrong).status_code == 422
    assert send(phone, address, password=ANOTHER).status_code == 303
    assert is_signed_in(phone)
    assert enter(app.test_client(), EMAIL).status_code == 422
    assert enter(app.test_client(), EMAIL, ANOTHER).status_code == 303


def test_the_password_of_a_stranger_is_never_in_force(app: Flask, client: FlaskClient) -> None:
    """Somebody signs up with my address, before me and once more after me."""
    stranger = app.test_client()
    sign_up(stranger, EMAIL, password=STRANGE)
    sign_up(client, EMAIL)
    sign_up(stranger, EMAIL, password=STRANGE)
    newest = mails(app)[-1]
    send(client, link_in(newest), password=ANOTHER)
    assert is_signed_in(client)
    assert enter(app.test_client(), EMAIL, STRANGE).status_code == 422
    assert enter(app.test_client(), EMAIL, ANOTHER).status_code == 303


def test_a_known_address_leaves_the_same_trace_in_the_browser(app: Flask) -> None:
    known = person(app, "Ibrahim")
    cookies = [sign_up(app.test_client(), email).headers["Set-Cookie"] for email in (known.email, EMAIL)]
    one, other = (re.sub(r"session=[^;]+", "session", cookie) for cookie in cookies)
    assert one == other
    assert abs(len(cookies[0]) - len(cookies[1])) < 10


def test_everything_wrong_is_said_at_once(client: FlaskClient) -> None:
    answer = sign_up(client, "maite", name="", password="court", fourteen="")
    assert len(re.findall(r'<p class="error"', answer.text)) == 4


def test_a_password_that_will_not_do_counts_no_try(app: Flask, client: FlaskClient) -> None:
    for _ in range(newcomers.PER_ADDRESS.tries + 1):
        assert sign_up(client, EMAIL, password="trop court").status_code == 422
    sign_up(client, EMAIL)
    assert len(mails(app)) == 1


@pytest.mark.parametrize("way", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_never_leaves_the_portal(app: Flask, client: FlaskClient, way: str) -> None:
    sign_up(client, EMAIL, way=way)
    assert "evil" not in send(client, link_in(mails(app)[0])).headers["Location"]
    with app.app_context():
        (link,) = db.session.query(AccountLink).all()
        assert link.way_cipher is None


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"email": "maite"},
        {"email": ""},
        {"password": "trop court"},
        {"password": "maite@example.ca"},
        {"password": "bonjour Maïté comment"},
        {"language": "de"},
    ],
)
def test_what_is_missing_is_said_and_the_text_kept(app: Flask, client: FlaskClient, fields: dict[str, str]) -> None:
    answer = sign_up(client, **({"email": EMAIL} | fields))
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    if "password" in fields:
        assert fields["password"] not in answer.text.replace(EMAIL, "")
        assert 'value="Maïté"' in answer.text
    assert row_of(app, EMAIL) is None


def test_the_letter_and_its_page_say_until_when_an_unconfirmed_account_stays(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    letter = mails(app)[0]
    body = letter.get_body(("plain",))
    assert body is not None
    for text in (body.get_content(), client.get(link_in(letter)).text):
        assert "effacé après 30 jours" in text


def test_without_a_token_nothing_is_made(app: Flask, client: FlaskClient) -> None:
    fields = {"name": "M", "email": EMAIL, "password": ANOTHER, "language": "fr", "fourteen": "y", "terms": "y"}
    assert client.post("/signup", data=fields).status_code == 400
    assert row_of(app, EMAIL) is None


def test_whoever_is_signed_in_goes_on(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    send(client, link_in(mails(app)[0]))
    assert client.get("/signup?next=/pairs/new").headers["Location"] == "/pairs/new"
    assert client.get("/login").status_code == 303


def test_one_place_cannot_write_to_everybody(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Limit, "admits", lambda limit, _key: limit is not newcomers.PER_NETWORK)
    assert sign_up(client, EMAIL).status_code == 429
    assert row_of(app, EMAIL) is None


def test_the_same_form_twice_at_once_makes_one_person(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(client, EMAIL)
    monkeypatch.setattr(queries, "person_at", lambda *_args, **_named: None)  # both look before either writes
    assert sign_up(client, EMAIL).status_code == 303
    with app.app_context():
        assert db.session.query(Person).count() == 1
        with pytest.raises(Refusal), transaction():
            newcomers.create_confirmed("Maïté", EMAIL, None, "fr")
