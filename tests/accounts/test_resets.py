"""A forgotten password: one answer, a link for two hours, and every session ended."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import AccountLink, Person
from portal.accounts.service import resets, set_disabled
from portal.kernel import clock, outbox
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests.accounts.people import ANOTHER, PASSWORD, enter, is_signed_in, link_in, mails, send, sign_up, with_password
from tests.builders import Someone, csrf, sign_in


@pytest.fixture
def someone(app: Flask) -> Someone:
    return with_password(app)


def test_a_link_gives_a_new_password_and_ends_every_session(app: Flask, client: FlaskClient, someone: Someone) -> None:
    elsewhere = sign_in(app, someone)
    assert is_signed_in(elsewhere)
    send(client, "/reset", email=someone.email)
    (letter,) = mails(app)
    assert send(client, link_in(letter), password=ANOTHER).status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert enter(app.test_client(), someone.email, PASSWORD).status_code == 422
    assert enter(app.test_client(), someone.email, ANOTHER).status_code == 303
    assert app.test_client().get(link_in(letter)).status_code == 410
    told = mails(app)[-1]
    assert told["To"] == someone.email
    assert "/reset" in told.as_string()


def test_the_answer_is_the_same_for_unknown_addresses(app: Flask, client: FlaskClient, someone: Someone) -> None:
    known = send(client, "/reset", email=someone.email)
    unknown = send(client, "/reset", email="personne@example.ca")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    with app.app_context():
        assert db.session.query(outbox.Outgoing).count() == 2
    assert [letter["To"] for letter in mails(app)] == [someone.email]


def test_a_link_lasts_two_hours(app: Flask, client: FlaskClient, someone: Someone) -> None:
    send(client, "/reset", email=someone.email)
    address = link_in(mails(app)[0])
    with clock.at(clock.now() + timedelta(hours=2)):
        answer = client.get(address)
        assert answer.status_code == 410
        assert 'href="/reset"' in answer.text
    assert client.get(address).status_code == 200


def test_two_presses_change_it_once(app: Flask, someone: Someone) -> None:
    one, other = app.test_client(), app.test_client()
    send(one, "/reset", email=someone.email)
    address = link_in(mails(app)[0])
    token = csrf(other, address)
    send(one, address, password=ANOTHER)
    assert other.post(address, data={"csrf_token": token, "password": PASSWORD}).status_code == 410
    assert enter(app.test_client(), someone.email, ANOTHER).status_code == 303


@pytest.mark.parametrize("password", ["", "trop court", "bonjour Maïté comment"])
def test_a_password_that_will_not_do_uses_nothing_up(
    app: Flask, client: FlaskClient, someone: Someone, password: str
) -> None:
    send(client, "/reset", email=someone.email)
    address = link_in(mails(app)[0])
    answer = send(client, address, password=password)
    assert answer.status_code == 422
    assert not password or password not in answer.text
    assert client.get(address).status_code == 200


def test_whoever_has_the_link_has_the_address(app: Flask, client: FlaskClient) -> None:
    sign_up(client, "nouvelle@example.ca")
    mails(app)
    send(client, "/reset", email="nouvelle@example.ca")
    send(client, link_in(mails(app)[-1]), password=ANOTHER)
    assert is_signed_in(client)


def test_a_worker_that_dies_leaves_one_link(app: Flask, someone: Someone) -> None:
    with app.app_context():
        one, other = (resets.link_for(someone.id, "k" * 22) for _ in range(2))
        assert one == other
        assert db.session.query(AccountLink).count() == 1


def test_a_disabled_account_is_sent_nothing(app: Flask, client: FlaskClient, someone: Someone) -> None:
    with app.app_context(), transaction():
        set_disabled(someone.id, True)
    assert send(client, "/reset", email=someone.email).status_code == 303
    assert mails(app) == []


def test_a_link_dies_with_its_address_and_with_its_account(app: Flask, client: FlaskClient, someone: Someone) -> None:
    send(client, "/reset", email=someone.email)
    address = link_in(mails(app)[0])
    with app.app_context(), transaction():
        db.session.get_one(Person, someone.id).email = "ailleurs@example.ca"
    assert client.get(address).status_code == 410
    with app.app_context(), transaction():
        db.session.get_one(Person, someone.id).email = someone.email
    assert client.get(address).status_code == 200
    with app.app_context(), transaction():
        set_disabled(someone.id, True)
    assert client.get(address).status_code == 410


def test_mail_to_one_address_is_bounded(app: Flask, client: FlaskClient, someone: Someone) -> None:
    for _ in range(resets.PER_ADDRESS.tries + 2):
        assert send(client, "/reset", email=someone.email).status_code == 303
    assert len(mails(app)) == resets.PER_ADDRESS.tries


def test_one_place_cannot_ask_for_ever(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resets.PER_NETWORK.__class__, "admits", lambda limit, _key: limit is not resets.PER_NETWORK)
    assert send(client, "/reset", email="personne@example.ca").status_code == 429


def test_an_address_that_is_none_is_said(client: FlaskClient) -> None:
    assert send(client, "/reset", email="personne").status_code == 422
