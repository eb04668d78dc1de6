"""What somebody takes along of their self-assessment: all that is theirs, and what its pages tell by then."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import SignInSession
from portal.assessment import service
from portal.assessment.rules import Given, SittingKind
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests import builders
from tests.accounts.people import PASSWORD, with_password
from tests.assessment.asking import all_given, ask, sit
from tests.builders import Someone, csrf, sign_in
from tests.kernel.test_interrupted import press_again, sign_in_with


@pytest.fixture
def maite(app: Flask) -> Someone:
    ask(app)
    return with_password(app, builders.person(app, "Maïté", language="en"))


def taken(browser: FlaskClient, wanted: str = "markdown") -> str:
    token = csrf(browser, "/account/privacy")
    sent = {"csrf_token": token, "current": PASSWORD, "format": wanted}
    answer = browser.post("/account/privacy/export", data=sent)
    assert answer.status_code == 200
    return answer.text


def sittings_in(browser: FlaskClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(taken(browser, "json"))["sittings"]
    return found


def test_one_that_is_not_finished_is_taken_along_with_its_answers(app: Flask, maite: Someone) -> None:
    sit(app, maite.id, SittingKind.BEFORE, {"cu01": Given("b", 2)}, finish=False)
    browser = sign_in(app, maite)
    (sitting,) = sittings_in(browser)
    assert (sitting["kind"], sitting["finished_at"], sitting["levels"]) == ("before", None, [])
    assert sitting["answers"] == [
        {"situation": "Situation cu01: what do you do?", "answer": "Act cu01 2", "sure": "Probably", "reason": ""}
    ]
    text = taken(browser)
    assert "Your self-assessment, before" in text
    assert "and not finished." in text
    assert re.search(r"\| Situation cu01: what do you do\? \| Act cu01 2 \| Probably \|", text)


def test_reasons_are_told_when_the_pages_tell_them(app: Flask, maite: Someone) -> None:
    sit(app, maite.id, SittingKind.BEFORE, all_given("c", 3))
    browser = sign_in(app, maite)
    first = taken(browser)
    assert "| Culture | To explore | 12 | 100 | 33 |" in first
    assert "Reason" not in first
    sit(app, maite.id, SittingKind.AFTER, all_given("a", 3))
    both = taken(browser)
    assert "Reason cu01 1" in both
    assert "| Culture | Ready to guide | 36 | 100 | 100 |" in both
    assert [one["kind"] for one in sittings_in(browser)] == ["before", "after"]


def test_nobody_elses_copy_holds_it(app: Flask, maite: Someone) -> None:
    other = with_password(app, builders.person(app, "Ibrahim", language="en"))
    two = builders.pair(app, maite, other)
    sit(app, maite.id, SittingKind.BEFORE, all_given())
    browser = sign_in(app, other)
    assert sittings_in(browser) == []
    token = csrf(browser, f"/pairs/{two.id}/journal/export")
    sent = {"csrf_token": token, "current": PASSWORD, "format": "markdown"}
    journal = browser.post(f"/pairs/{two.id}/journal/export", data=sent).text
    assert "Act cu01" not in taken(browser) + journal


def test_a_page_sent_after_the_session_ended_is_not_lost(app: Flask, maite: Someone) -> None:
    browser = sign_in(app, maite)
    token = csrf(browser, "/self-assessment/before/1")
    with app.app_context(), transaction():
        db.session.query(SignInSession).update({"ended_at": now()})
    sent = {"csrf_token": token, "version": "0", "act": "on", "answer-cu01": "b", "sure-cu01": "2"}
    refused = browser.post("/self-assessment/before/1", data=sent)
    assert refused.status_code == 401
    entered = sign_in_with(browser, refused.text, maite.email)
    assert press_again(browser, entered.text).headers["Location"] == "/self-assessment/before/2"
    with app.app_context():
        sat = service.read(maite.id).before
        assert sat is not None
        assert sat.given == {"cu01": Given("b", 2)}
