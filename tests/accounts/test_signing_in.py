"""Signing in and out: throttled, alike for everybody, and over at once when it is over."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import passwords
from portal.accounts.models import Person, SignInSession
from portal.accounts.service import credentials, set_disabled
from portal.app import create_app
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.accounts.people import (
    PASSWORD,
    copy_of,
    enter,
    is_signed_in,
    link_in,
    mails,
    open_sessions,
    send,
    sign_up,
    with_password,
)
from tests.builders import Someone, csrf, post

EMAIL = "nouvelle@example.ca"


@pytest.fixture
def someone(app: Flask) -> Someone:
    return with_password(app)


def test_the_right_password_opens(client: FlaskClient, someone: Someone) -> None:
    answer = enter(client, someone.email.upper())
    assert answer.status_code == 303
    assert is_signed_in(client)


def test_the_cookie_is_closed_to_scripts_and_holds_no_name(client: FlaskClient, someone: Someone) -> None:
    header = enter(client, someone.email).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert someone.id not in header


def test_the_database_holds_no_token(app: Flask, client: FlaskClient, someone: Someone) -> None:
    enter(client, someone.email)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.app_context():
        (row,) = db.session.query(SignInSession).all()
        assert token not in str(vars(row))


def test_the_answer_is_the_same_for_everybody(app: Flask, someone: Someone) -> None:
    sign_up(app.test_client(), EMAIL)
    disabled = with_password(app)
    with app.app_context(), transaction():
        set_disabled(disabled.id, True)
    tries = [
        ("personne@example.ca", PASSWORD),
        (someone.email, "un autre mot de passe"),
        (EMAIL, PASSWORD),
        (disabled.email, PASSWORD),
    ]
    pages = set()
    for email, password in tries:
        answer = enter(app.test_client(), email, password)
        assert answer.status_code == 422
        assert password not in answer.text
        pages.add(answer.text.partition('id="errors"')[2].partition("</ul>")[0])
    assert len(pages) == 1


def test_an_unknown_address_costs_a_verification_too(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, someone: Someone
) -> None:
    asked: list[str | None] = []
    verify = passwords.verify

    def watched(password_hash: str | None, text: str) -> bool:
        asked.append(password_hash)
        return verify(password_hash, text)

    monkeypatch.setattr(passwords, "verify", watched)
    enter(client, "personne@example.ca")
    enter(client, someone.email, "un autre mot de passe")
    assert len(asked) == 2
    assert asked[0] is None
    with app.app_context():
        assert not verify(None, passwords.NOBODYS_PASSWORD)


def test_an_unconfirmed_address_gets_its_mail_again_once_an_hour(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    (first,) = mails(app)
    enter(client, EMAIL, "un autre mot de passe")
    assert len(mails(app)) == 1
    enter(client, EMAIL)
    enter(client, EMAIL)
    _, second = mails(app)
    assert client.get(link_in(first)).status_code == 410
    send(client, link_in(second))
    assert is_signed_in(client)


def test_tries_are_counted_for_an_account(app: Flask, client: FlaskClient, someone: Someone) -> None:
    for _ in range(10):
        assert enter(client, someone.email, "un autre mot de passe").status_code == 422
    assert enter(client, someone.email).status_code == 429
    with clock.at(clock.now() + timedelta(minutes=15)):
        assert enter(client, someone.email).status_code == 303


def test_an_unknown_account_is_throttled_alike(client: FlaskClient) -> None:
    for _ in range(10):
        enter(client, "personne@example.ca")
    assert enter(client, "Personne@example.ca").status_code == 429


def test_a_success_starts_the_count_again(app: Flask, client: FlaskClient, someone: Someone) -> None:
    for _ in range(2):
        for _ in range(9):
            assert enter(app.test_client(), someone.email, "un autre mot de passe").status_code == 422
        assert enter(app.test_client(), someone.email).status_code == 303


def test_tries_are_counted_for_a_network(client: FlaskClient) -> None:
    token = csrf(client, "/login")
    fields = {"csrf_token": token, "password": PASSWORD}
    for number in range(credentials.PER_NETWORK.tries):
        email = f"personne{number}@example.ca"
        assert client.post("/login", data=fields | {"email": email}).status_code == 422
    last = fields | {"email": "derniere@example.ca"}
    assert client.post("/login", data=last).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.post("/login", data=last, environ_overrides=elsewhere).status_code == 422
    forged = {"X-Forwarded-For": "192.0.2.9"}
    assert client.post("/login", data=last, headers=forged).status_code == 429


def test_a_whole_class_signs_in_from_one_address(app: Flask, client: FlaskClient, someone: Someone) -> None:
    token = csrf(client, "/login")
    wrong = {"csrf_token": token, "password": PASSWORD}
    for number in range(credentials.PER_NETWORK.tries - 1):
        client.post("/login", data=wrong | {"email": f"personne{number}@example.ca"})
    for _ in range(3):
        assert enter(app.test_client(), someone.email).status_code == 303
    assert client.post("/login", data=wrong | {"email": "derniere@example.ca"}).status_code == 422
    assert client.post("/login", data=wrong | {"email": "une-de-trop@example.ca"}).status_code == 429


def test_the_count_holds_over_processes_and_restarts(app: Flask, settings: Settings, someone: Someone) -> None:
    other = create_app(settings)
    for number in range(10):
        client = (app, other)[number % 2].test_client()
        assert enter(client, someone.email, "un autre mot de passe").status_code == 422
    assert enter(app.test_client(), someone.email).status_code == 429
    assert enter(other.test_client(), someone.email).status_code == 429
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_copied_cookie_is_dead_after_sign_out(app: Flask, client: FlaskClient, someone: Someone) -> None:
    enter(client, someone.email)
    copy = copy_of(client)
    assert is_signed_in(copy)
    answer = post(client, "/logout", seen_on="/account/security")
    assert answer.headers["Location"] == "/login?done=out"
    assert not is_signed_in(client)
    assert not is_signed_in(copy)
    assert post(copy, "/logout", seen_on="/login").status_code == 303


def test_a_copied_cookie_is_dead_once_the_account_is_disabled(
    app: Flask, client: FlaskClient, someone: Someone
) -> None:
    enter(client, someone.email)
    with app.app_context(), transaction():
        db.session.get_one(Person, someone.id).disabled_at = clock.now()
    assert not is_signed_in(client)


def test_signing_in_anew_ends_the_session_before(app: Flask, client: FlaskClient, someone: Someone) -> None:
    enter(client, someone.email)
    copy = copy_of(client)
    token = csrf(client, "/account/")
    fields = {"csrf_token": token, "email": someone.email, "password": PASSWORD}
    assert client.post("/login", data=fields).status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(copy)
    assert open_sessions(app, someone) == 1


def test_a_session_ends_by_itself(client: FlaskClient, someone: Someone) -> None:
    enter(client, someone.email)
    with clock.at(clock.now() + timedelta(days=14)):
        assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("/pairs/new", "/pairs/new"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
        ("%0d%0aevil", None),
    ],
)
def test_next_stays_in_the_portal(client: FlaskClient, someone: Someone, way: str, place: str | None) -> None:
    location = enter(client, someone.email, way=way).headers["Location"]
    assert "evil" not in location
    assert location.startswith("/")
    if place:
        assert location == place


def test_without_a_token_nobody_comes_in(client: FlaskClient, someone: Someone) -> None:
    assert client.post("/login", data={"email": someone.email, "password": PASSWORD}).status_code == 400
    assert not is_signed_in(client)


def test_another_site_cannot_sign_anybody_out(client: FlaskClient, someone: Someone) -> None:
    enter(client, someone.email)
    assert client.post("/logout").status_code == 400
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "address", ["/account/", "/account/security", "/account/privacy", "/login", "/account/password"]
)
def test_looking_while_signed_in_sets_no_cookie_and_writes_nothing(
    app: Flask, client: FlaskClient, someone: Someone, address: str
) -> None:
    enter(client, someone.email)
    with app.app_context():
        before = [vars(row).copy() for row in db.session.query(SignInSession).all()]
    answer = client.get(address)
    assert answer.status_code in (200, 303)
    assert "Set-Cookie" not in answer.headers
    with app.app_context():
        after = [vars(row).copy() for row in db.session.query(SignInSession).all()]
    assert [row | {"_sa_instance_state": None} for row in before] == [
        row | {"_sa_instance_state": None} for row in after
    ]


def test_a_hash_made_at_another_cost_is_made_again(app: Flask, client: FlaskClient, someone: Someone) -> None:
    cheap = passwords._hasher_for(16).hash(passwords._spelled(PASSWORD))  # noqa: SLF001
    with app.app_context(), transaction():
        db.session.get_one(Person, someone.id).password_hash = cheap
    assert enter(client, someone.email).status_code == 303
    with app.app_context():
        kept = db.session.get_one(Person, someone.id).password_hash
        assert kept != cheap
        assert kept is not None
        assert passwords.verify(kept, PASSWORD)


def test_accents_may_be_composed_either_way(app: Flask, client: FlaskClient) -> None:
    someone = with_password(app, password="d\u00e9j\u00e0 vu mais jamais lu")
    assert enter(client, someone.email, "de\u0301ja\u0300 vu mais jamais lu").status_code == 303


def test_no_transaction_is_open_while_hashing(app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone) -> None:
    seen: list[bool] = []
    hasher = passwords._hasher_for  # noqa: SLF001

    def watched(memory: int):  # type: ignore[no-untyped-def]
        seen.append(db.session().in_transaction())
        return hasher(memory)

    monkeypatch.setattr(passwords, "_hasher_for", watched)
    enter(app.test_client(), someone.email)
    assert seen
    assert seen[0] is False
