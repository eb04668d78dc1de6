"""Inviting, and what the two links of an invitation open."""

import logging
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.models import Consent, Person
from portal.accounts.queries import person_at
from portal.accounts.rules import CONSENTS
from portal.kernel import clock
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.pairs.models import Invitation, Pair
from portal.pairs.rules import INVITATION_LASTS
from portal.pairs.service import invitations
from tests.accounts.people import enter, is_signed_in, link_in, mails, send, sign_up, with_password
from tests.builders import Someone, csrf, pair, person, post, sign_in
from tests.pairs.acting import PASSWORD, accept, invitation, link, token

ROSALIE = "rosalie@example.ca"
OVER = "This invitation no longer works: it was used or taken back, or its time is over."


@pytest.fixture
def maite(app: Flask) -> Someone:
    return person(app, "Maïté", language="en")


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody without an account, whose browser asks for English."""
    client = app.test_client()
    client.set_cookie("language", "en")
    return client


def join(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    filled = {"name": "Rosalie", "password": PASSWORD, "fourteen": "y", "terms": "y"} | fields
    return client.post(path, data={"csrf_token": csrf(client, path), **filled})


def pairs(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Pair).count()


# Inviting


def test_without_an_address_there_is_a_link_to_copy(app: Flask, maite: Someone) -> None:
    browser = sign_in(app, maite)
    answer = post(browser, "/pairs/new", seen_on="/pairs/new", key=new_id(), email="")
    assert answer.status_code == 303
    shown = browser.get(answer.headers["Location"]).text
    with app.app_context():
        sent_id = db.session.query(Invitation).one().id
    assert f'value="http://localhost{link(app, sent_id)}"' in shown
    assert mails(app) == []


@pytest.mark.parametrize("email", ["rosalie.t", "maïté@example.org"])
def test_a_wrong_address_comes_back_as_it_was_written(app: Flask, maite: Someone, email: str) -> None:
    answer = post(sign_in(app, maite), "/pairs/new", seen_on="/pairs/new", key=new_id(), email=email)
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.text
    assert "Error:" in answer.text


def test_ones_own_address_comes_back_with_its_reason(app: Flask, maite: Someone) -> None:
    answer = post(sign_in(app, maite), "/pairs/new", seen_on="/pairs/new", key=new_id(), email=maite.email)
    assert answer.status_code == 422
    assert f'value="{maite.email}"' in answer.text
    assert "your own address" in answer.text
    assert pairs(app) == 0


def test_too_many_mails_come_back_with_another_way(app: Flask, maite: Someone) -> None:
    browser = sign_in(app, maite)
    for _ in range(invitations.PER_ADDRESS.tries):
        assert post(browser, "/pairs/new", seen_on="/pairs/new", key=new_id(), email=ROSALIE).status_code == 303
    answer = post(browser, "/pairs/new", seen_on="/pairs/new", key=new_id(), email=ROSALIE)
    assert answer.status_code == 429
    assert f'value="{ROSALIE}"' in answer.text
    assert "send the link yourself" in answer.text


def test_who_invites_never_sees_the_mailed_link(app: Flask, maite: Someone) -> None:
    browser = sign_in(app, maite)
    post(browser, "/pairs/new", seen_on="/pairs/new", key=new_id(), email=ROSALIE)
    with app.app_context():
        sent_id = db.session.query(Invitation).one().id
    mailed = token(link(app, sent_id, mailed=True))
    for page in (f"/pairs/invitations/{sent_id}", "/pairs/", link(app, sent_id)):
        assert mailed not in browser.get(page).text
    assert mailed in mails(app)[0].get_body(("plain",)).get_content()


def test_an_invitation_is_its_senders(app: Flask, maite: Someone) -> None:
    sent_id, noor = invitation(app, maite), sign_in(app, person(app, "Noor"))
    assert noor.get(f"/pairs/invitations/{sent_id}").status_code == 404
    assert post(noor, f"/pairs/invitations/{sent_id}/revoke").status_code == 404


def test_taking_back(app: Flask, maite: Someone) -> None:
    sent_id, browser = invitation(app, maite, ROSALIE), sign_in(app, maite)
    assert ROSALIE in browser.get("/pairs/").text
    answer = post(browser, f"/pairs/invitations/{sent_id}/revoke")
    assert answer.headers["Location"] == "/pairs/?done=revoked"
    assert ROSALIE not in browser.get("/pairs/").text
    assert "Make another invitation" in browser.get(f"/pairs/invitations/{sent_id}").text


def test_taking_back_what_was_accepted_shows_the_pair(app: Flask, maite: Someone) -> None:
    sent_id, browser = invitation(app, maite), sign_in(app, maite)
    pair_id = accept(app, link(app, sent_id), person(app, "Ibrahim").id)
    answer = post(browser, f"/pairs/invitations/{sent_id}/revoke")
    assert answer.headers["Location"] == f"/pairs/invitations/{sent_id}"
    assert f"/pairs/{pair_id}" in browser.get(answer.headers["Location"]).text


def test_an_expired_one_says_so_to_its_sender(app: Flask, maite: Someone) -> None:
    sent_id, browser = invitation(app, maite), sign_in(app, maite)
    with clock.at(clock.now() + timedelta(days=13)):  # a session ends 14 days after its last act
        post(browser, "/language", seen_on="/help", language="en")
    with clock.at(clock.now() + INVITATION_LASTS):
        assert "This invitation was good until" in browser.get(f"/pairs/invitations/{sent_id}").text
        listed = browser.get("/pairs/").text
        assert "Expired on" in listed
        assert "Invite again" in listed


# The copied link


def test_a_visitor_with_the_copied_link_signs_up_or_in(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    path = link(app, invitation(app, maite, ROSALIE))
    page = visitor.get(path)
    assert page.status_code == 200
    assert f"/signup?next={path}" in page.text
    assert f"/login?next={path}" in page.text
    assert 'name="password"' not in page.text
    assert ROSALIE not in page.text
    assert join(visitor, path).headers["Location"] == path  # nothing is made by a link that proves no address
    with app.app_context():
        assert person_at(ROSALIE) is None


def test_signing_in_comes_back_to_the_invitation(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    ibrahim = with_password(app, person(app, "Ibrahim", language="en"))
    path = link(app, invitation(app, maite))
    answer = enter(visitor, ibrahim.email, way=path)
    assert answer.headers["Location"] == path
    assert "You accept as Ibrahim" in visitor.get(path).text
    made = send(visitor, path)
    assert made.status_code == 303
    assert made.headers["Location"].startswith("/pairs/")
    assert visitor.get(made.headers["Location"]).status_code == 200


def test_signing_up_comes_back_to_the_invitation(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    path = link(app, invitation(app, maite))
    sign_up(visitor, ROSALIE, way=path)
    answer = send(visitor, link_in(mails(app)[-1]))
    assert answer.headers["Location"] == path
    assert send(visitor, path).headers["Location"].startswith("/pairs/")


def test_ones_own_link_leads_to_the_invitation(app: Flask, maite: Someone) -> None:
    sent_id = invitation(app, maite)
    path, browser = link(app, sent_id), sign_in(app, maite)
    page = browser.get(path)
    assert page.status_code == 200
    assert f"/pairs/invitations/{sent_id}" in page.text
    assert "Accept and start" not in page.text
    refused = post(browser, path)
    assert refused.status_code == 409
    assert "your own invitation" in refused.text


def test_who_is_already_paired_is_sent_to_the_workspace(app: Flask) -> None:
    two = pair(app, person(app, "Maïté"), person(app, "Ibrahim", language="en"))
    path, browser = link(app, invitation(app, two.first)), sign_in(app, two.second)
    page = browser.get(path)
    assert f'href="/pairs/{two.id}"' in page.text
    assert "Accept and start" not in page.text
    assert post(browser, path).status_code == 409


# The mailed link


def test_a_visitor_with_the_mailed_link_makes_an_account_on_the_spot(
    app: Flask, maite: Someone, visitor: FlaskClient
) -> None:
    path = link(app, invitation(app, maite, ROSALIE), mailed=True)
    page = visitor.get(path)
    assert ROSALIE in page.text
    assert 'name="email"' not in page.text
    answer = join(visitor, path)
    assert answer.status_code == 303
    assert is_signed_in(visitor)
    assert visitor.get(answer.headers["Location"]).status_code == 200
    with app.app_context():
        made = person_at(ROSALIE)
        assert made is not None
        assert made.email_confirmed_at is not None
        assert (made.name, made.language) == ("Rosalie", "en")
        assert {consent.purpose for consent in db.session.query(Consent).filter_by(person_id=made.id)} == set(CONSENTS)
        assert db.session.query(Pair).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"password": "tiny"},
        {"password": f"{ROSALIE} and more"},
        {"password": "x" * 201},
        {"fourteen": ""},
        {"terms": ""},
        {"name": "R" * 81},
    ],
)
def test_what_is_missing_is_asked_again(
    app: Flask, maite: Someone, visitor: FlaskClient, fields: dict[str, str]
) -> None:
    path = link(app, invitation(app, maite, ROSALIE), mailed=True)
    answer = join(visitor, path, **fields)
    assert answer.status_code == 422
    assert "Error:" in answer.text
    assert fields.get("password", PASSWORD) not in answer.text
    if "name" not in fields:
        assert 'value="Rosalie"' in answer.text
    assert pairs(app) == 0


def test_the_mailed_link_knows_who_has_an_account(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    ibrahim = with_password(app, person(app, "Ibrahim"))
    path = link(app, invitation(app, maite, ibrahim.email), mailed=True)
    page = visitor.get(path)
    assert f"/login?next={path}" in page.text
    assert 'name="password"' not in page.text
    refused = join(visitor, path)
    assert refused.status_code == 409
    assert "already" in refused.text
    assert f"/login?next={path}" in refused.text
    with app.app_context():
        assert db.session.get_one(Person, ibrahim.id).name == "Ibrahim"


def test_who_had_never_confirmed_begins_again(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    sign_up(app.test_client(), ROSALIE, name="R.", password="une tout autre phrase")
    answer = join(visitor, link(app, invitation(app, maite, ROSALIE), mailed=True))
    assert answer.status_code == 303
    fresh = app.test_client()
    assert enter(fresh, ROSALIE, "une tout autre phrase").status_code == 422
    assert enter(fresh, ROSALIE, PASSWORD).status_code == 303


def test_the_account_and_its_pair_are_made_together_or_not(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    path = link(app, invitation(app, maite, ROSALIE), mailed=True)
    form = csrf(visitor, path)
    accept(app, path, person(app, "Noor").id)
    said = {"name": "Rosalie", "password": PASSWORD, "fourteen": "y", "terms": "y"}
    answer = visitor.post(path, data={"csrf_token": form} | said)
    assert answer.status_code == 409
    assert OVER in answer.text
    assert not is_signed_in(visitor)
    with app.app_context():
        assert person_at(ROSALIE) is None


def test_another_account_may_accept_a_mailed_invitation(app: Flask, maite: Someone) -> None:
    path = link(app, invitation(app, maite, ROSALIE), mailed=True)
    assert post(sign_in(app, person(app, "Noor")), path).headers["Location"].startswith("/pairs/")


# What no longer works


def ways_on(page: TestResponse) -> bool:
    return "/pairs/new" in page.text and "/lessons" in page.text and "Maïté" in page.text


def test_a_used_link_says_how_to_go_on(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    path, ibrahim = link(app, invitation(app, maite)), person(app, "Ibrahim", language="en")
    pair_id = accept(app, path, ibrahim.id)
    for browser in (sign_in(app, person(app, "Noor", language="en")), visitor):
        page = browser.get(path)
        assert page.status_code == 410
        assert OVER in page.text
        assert ways_on(page)
        assert pair_id not in page.text
    assert f"/login?next={path}" in visitor.get(path).text  # it may have been they who accepted it
    for someone in (ibrahim, maite):
        page = sign_in(app, someone).get(path)
        assert page.status_code == 200
        assert f"/pairs/{pair_id}" in page.text


def test_a_link_that_was_taken_back_says_how_to_go_on(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    sent_id = invitation(app, maite)
    path, noor = link(app, sent_id), sign_in(app, person(app, "Noor", language="en"))
    form = csrf(noor, path)
    with app.app_context(), transaction():
        invitations.revoke(sent_id)
    late = noor.post(path, data={"csrf_token": form})
    assert late.status_code == 409
    assert "taken back in the meantime" in late.text
    assert ways_on(late)
    page = visitor.get(path)
    assert page.status_code == 410
    assert OVER in page.text
    assert ways_on(page)
    assert pairs(app) == 0


def test_a_link_that_lapsed_says_how_to_go_on(app: Flask, maite: Someone, visitor: FlaskClient) -> None:
    path = link(app, invitation(app, maite))
    with clock.at(clock.now() + INVITATION_LASTS):
        page = visitor.get(path)
    assert page.status_code == 410
    assert OVER in page.text
    assert ways_on(page)


@pytest.mark.parametrize("made_up", ["x", "x" * 65, "A" * 22 + "B" * 43])
def test_a_made_up_link_is_nothing(visitor: FlaskClient, made_up: str) -> None:
    assert visitor.get(f"/invitations/{made_up}").status_code == 404
    assert post(visitor, f"/invitations/{made_up}", seen_on="/login").status_code == 404


# The address lets people in: it goes nowhere


@pytest.mark.parametrize("mailed", [True, False])
def test_the_link_is_named_nowhere_but_on_its_own_page(
    app: Flask,
    maite: Someone,
    visitor: FlaskClient,
    mailed: bool,
) -> None:
    path = link(app, invitation(app, maite, ROSALIE), mailed=mailed)
    page = visitor.get(path)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    head = page.text.partition("</head>")[0]
    assert token(path) not in head  # no title, no canonical address, no alternate
    assert "http" not in page.text.partition("<body")[2]  # and no link that leaves the portal


def test_an_error_on_the_page_tells_no_log_the_link(
    app: Flask, maite: Someone, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = link(app, invitation(app, maite))

    def break_down(found: str, _reader_id: str | None) -> None:
        raise RuntimeError(found)

    monkeypatch.setattr(invitations, "read_link", break_down)
    with caplog.at_level(logging.DEBUG):
        assert visitor.get(path).status_code == 500
    assert "RuntimeError" in caplog.text
    assert token(path) not in caplog.text
