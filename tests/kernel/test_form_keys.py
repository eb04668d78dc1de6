"""A form that creates, sent again: one is made, and everyone is led to it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.kernel import clock
from portal.kernel.database import db, new_id
from portal.kernel.form_keys import KEPT, FormKey
from portal.kernel.jobs import sweep
from portal.kernel.outbox import Outgoing
from portal.pairs.models import Invitation
from tests.builders import TOKEN, csrf, person, sign_in
from tests.pairs.acting import at_once

PRESSES = 5
THERE = "noor@example.org"


def press(browser: FlaskClient, token: str, key: str, email: str = "") -> TestResponse:
    return browser.post("/pairs/new", data={"csrf_token": token, "key": key, "email": email})


def made(app: Flask, model: Any = Invitation) -> int:
    with app.app_context():
        return int(db.session.query(model).count())


def key_in(answer: TestResponse) -> str:
    return answer.text.partition('name="key"')[2].partition('value="')[2].partition('"')[0]


@pytest.mark.both_databases
@pytest.mark.parametrize("email", ["", THERE])
def test_pressed_five_times_at_once_it_creates_once(app: Flask, email: str) -> None:
    maite, key = person(app, language="en"), new_id()
    browsers = [sign_in(app, maite) for _ in range(PRESSES)]
    tokens = [csrf(browser, "/pairs/new") for browser in browsers]
    answers = at_once(*(partial(press, *one, key, email) for one in zip(browsers, tokens, strict=True)))
    assert [answer.status_code for answer in answers] == [303] * PRESSES
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert made(app) == 1
    assert made(app, Outgoing) == bool(email)


def test_sent_again_after_going_back_it_leads_to_the_same_place(app: Flask) -> None:
    browser = sign_in(app, person(app, language="en"))
    page = browser.get("/pairs/new")
    found = TOKEN.search(page.text)
    assert found is not None
    once, again = (press(browser, found.group(1), key_in(page), THERE) for _ in range(2))
    assert once.headers["Location"] == again.headers["Location"]
    assert made(app) == 1
    assert made(app, FormKey) == 1


def test_with_something_else_in_it_it_is_refused_and_can_be_sent(app: Flask) -> None:
    browser, key = sign_in(app, person(app, language="en")), new_id()
    token = csrf(browser, "/help")
    press(browser, token, key, THERE)
    refused = press(browser, token, key, "rosalie@example.org")
    assert refused.status_code == 409
    assert "something else in it" in refused.text
    assert 'value="rosalie@example.org"' in refused.text
    assert made(app) == 1
    assert key_in(refused) != key
    assert press(browser, token, key_in(refused), "rosalie@example.org").status_code == 303
    assert made(app) == 2


def test_what_was_refused_may_be_mended_and_sent(app: Flask) -> None:
    maite, key = person(app, language="en"), new_id()
    browser = sign_in(app, maite)
    token = csrf(browser, "/help")
    assert press(browser, token, key, maite.email).status_code == 422
    assert made(app, FormKey) == 0
    assert press(browser, token, key, THERE).status_code == 303


@pytest.mark.parametrize("key", ["", "x", "é" * 22, "../../etc/passwd", "x" * 23])
def test_without_a_key_it_is_refused_and_gets_one(app: Flask, key: str) -> None:
    browser = sign_in(app, person(app, language="en"))
    refused = press(browser, csrf(browser, "/help"), key, THERE)
    assert refused.status_code == 409
    assert "send it again" in refused.text
    assert f'value="{THERE}"' in refused.text
    assert made(app) == 0
    assert press(browser, csrf(browser, "/help"), key_in(refused), THERE).status_code == 303


def test_a_key_is_its_persons_alone(app: Flask) -> None:
    key = new_id()
    browsers = [sign_in(app, person(app, name)) for name in ("Maïté", "Noor")]
    places = [press(browser, csrf(browser, "/help"), key, THERE).headers["Location"] for browser in browsers]
    assert len(set(places)) == 2
    assert made(app) == 2


def test_the_words_are_not_to_be_found_in_it(app: Flask) -> None:
    browser = sign_in(app, person(app, language="en"))
    press(browser, csrf(browser, "/help"), new_id(), THERE)
    with app.app_context():
        row = db.session.query(FormKey).one()
        assert "noor" not in f"{row.body_hmac} {row.location}"


def test_keys_are_forgotten_after_their_term(app: Flask) -> None:
    browser = sign_in(app, person(app, language="en"))
    press(browser, csrf(browser, "/help"), new_id())
    for later, left in ((KEPT - timedelta(minutes=1), 1), (KEPT + timedelta(minutes=1), 0)):
        with clock.at(clock.now() + later), app.app_context():
            sweep()
        assert made(app, FormKey) == left
