"""A report is never lost: whatever its text becomes between the form and its sending, it is sent, and says so."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.kernel import clock, secrecy
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.privacy.service.deleting import delete_account
from portal.safety.models import Report
from tests import builders
from tests.builders import Someone, sign_in
from tests.journal.acting import OTHER_TEXT, Two, parsed, words
from tests.safety.acting import WORDS
from tests.safety.conftest import Handlers

EXCERPT = "It was politeness"
ATTESTED, GONE = "Attested, word for word.", "The text had been withdrawn or erased before the report was sent"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"')


def hidden(page: TestResponse) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.text.partition("<main")[2])}


class Tab:
    """A form of Maïté's about a text of Ibrahim's, as her browser keeps it."""

    def __init__(self, app: Flask, me: Someone, address: str) -> None:
        self.browser, self.address = sign_in(app, me), address
        self.page = self.browser.get(address)

    def press(self, act: str, **typed: str) -> TestResponse:
        self.page = self.browser.post(self.address, data={**hidden(self.page), **typed, "act": act})
        return self.page


class Case:
    def __init__(self, app: Flask, two: Two, handlers: Handlers) -> None:
        self.app, self.two = app, two
        _, self.text = two.both_open()
        self.address = f"/pairs/{two.pair.id}/report/reflection/{self.text}"
        self.typed = {"handler": handlers.first.id, "words": WORDS, "excerpt": EXCERPT}

    def tab(self) -> Tab:
        return Tab(self.app, self.two.pair.first, self.address)

    def withdraw(self) -> None:
        self.two.second.withdraw(self.text)

    def delete_account(self) -> None:
        with self.app.app_context(), transaction(is_act=False):
            delete_account(self.two.pair.second.id)

    def sent(self) -> Report:
        with self.app.app_context():
            return db.session.query(Report).one()


@pytest.fixture
def case(app: Flask, two: Two, handlers: Handlers) -> Case:
    return Case(app, two, handlers)


GOING: list[Callable[[Case], None]] = [Case.withdraw, Case.delete_account]


@pytest.mark.parametrize("go", GOING)
def test_what_goes_after_the_preview_stays_attested(case: Case, go: Callable[[Case], None]) -> None:
    tab = case.tab()
    tab.press("look", **case.typed)
    go(case)
    assert ATTESTED in tab.browser.get(tab.press("send").location).text
    report = case.sent()
    assert (report.attested_at is not None, report.shown_gone_at) == (True, None)


@pytest.mark.parametrize("go", GOING)
def test_what_goes_while_the_form_lies_open_is_sent_and_says_so(case: Case, go: Callable[[Case], None]) -> None:
    tab = case.tab()
    go(case)
    looked = tab.press("look", **case.typed)
    assert looked.status_code == 200
    assert GONE in looked.text
    assert GONE in tab.browser.get(tab.press("send").location).text
    report = case.sent()
    assert (report.attested_at, report.shown_kind, report.shown_id) == (None, "reflection", case.text)
    assert report.shown_gone_at is not None


def test_what_goes_after_a_refusal_loses_nothing(case: Case) -> None:
    tab = case.tab()
    assert tab.press("look", **{**case.typed, "words": ""}).status_code == 422
    case.withdraw()
    assert tab.press("look", **{**case.typed, "words": ""}).status_code == 422
    assert words(parsed(tab.page), "#excerpt") == EXCERPT
    assert "This text was withdrawn or erased since you began" in tab.page.text
    assert tab.press("look", **case.typed).status_code == 200
    assert tab.press("send").status_code == 303


def test_changed_or_frozen_in_between_it_is_kept_all_the_same(case: Case) -> None:
    tab = case.tab()
    tab.press("look", **case.typed)
    case.withdraw()
    assert words(parsed(tab.press("change")), "#words") == WORDS
    assert tab.press("freeze", **case.typed).status_code == 200
    assert ATTESTED in tab.press("look", **case.typed).text
    assert tab.press("send").status_code == 303


def test_two_tabs_each_carry_their_own(case: Case) -> None:
    looked, typed = case.tab(), case.tab()
    looked.press("look", **case.typed)
    case.withdraw()
    assert GONE in typed.press("look", **case.typed).text
    assert looked.press("send").status_code == 303
    assert case.sent().attested_at is not None


def test_other_words_than_those_attested_are_not(case: Case) -> None:
    tab = case.tab()
    tab.press("look", **case.typed)
    case.withdraw()
    answer = tab.press("send", excerpt="It was never politeness")
    assert GONE in answer.text
    assert ATTESTED not in answer.text


def test_what_was_attested_stands_for_a_day(case: Case) -> None:
    tab = case.tab()
    tab.press("look", **case.typed)
    case.withdraw()
    with clock.at(clock.now() + timedelta(days=1)):
        assert GONE in tab.press("send").text
        assert tab.press("send").status_code == 303


def test_sent_twice_it_is_one_report(case: Case) -> None:
    tab = case.tab()
    tab.press("look", **case.typed)
    preview = tab.page
    first = tab.press("send")
    tab.page = preview
    tab.press("look", **case.typed)
    assert tab.press("send").location == first.location


class TestNothingElseBecomesReadable:
    def test_a_proof_opens_the_form_of_its_own_text_to_its_own_person(self, app: Flask, case: Case) -> None:
        tab = case.tab()
        proof, pair = hidden(tab.page)["proof"], f"/pairs/{case.two.pair.id}/report"
        case.withdraw()
        for me, address in (
            (case.two.pair.first, f"{pair}/hearing/{case.text}"),
            (case.two.pair.first, f"{pair}/reflection/{'x' * 22}"),
            (case.two.pair.second, case.address),
            (builders.person(app, "Inès", language="en"), case.address),
        ):
            assert builders.post(sign_in(app, me), address, proof=proof, **case.typed).status_code == 404
        assert tab.browser.get(case.address, query_string={"proof": proof}).status_code == 404

    def test_what_the_portal_did_not_seal_for_this_is_no_proof(self, app: Flask, case: Case) -> None:
        tab = case.tab()
        proof = hidden(tab.page)["proof"]
        with app.app_context():
            carried = secrecy.seal_for(case.two.pair.first.id, b"[]")
        case.withdraw()
        for nonsense in ("", "x", proof[:-8] + "AAAAAAA=", carried):
            assert builders.post(tab.browser, case.address, proof=nonsense, **case.typed).status_code == 404

    def test_no_word_of_the_text_comes_back(self, case: Case) -> None:
        tab = case.tab()
        case.withdraw()
        assert tab.press("change", words=WORDS).status_code == 200
        assert "open-text" not in tab.page.text
        assert OTHER_TEXT not in tab.page.text
