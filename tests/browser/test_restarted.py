"""The server stops while somebody writes, and starts again on the same data: what was written arrives."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.drafting import Two, two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone
from tests.browser.test_drafts import KEPT_IN_BROWSER, OFFLINE, is_told, writes
from tests.browser.test_holding import BOX, HELD, is_saved, presses_save
from tests.browser.test_holding import WRITTEN as SHEET

WRITTEN = "Je croyais savoir, et j’ai posé la question quand même."
SAVED = "Your draft is saved. Only you can read it."
RETRY = 10_000


@pytest.fixture
def glass(people: People) -> Glass:
    people.glass = Glass()
    return people.glass


def french(app: Flask, people: People) -> Two:
    """Their clocks are the test's to move: a page asks again every ten seconds."""
    two = two_people(app, people)
    two.first.page.clock.install()
    return two


def finds_it(someone: Someone, address: str) -> None:
    someone.goes_to(address)
    expect(someone.page.get_by_label(someone.words("Your reflection"), exact=True)).to_have_value(WRITTEN)


def test_a_draft_is_marked_offline_and_saved_when_the_server_is_back(
    writing_app: Flask, people: People, glass: Glass
) -> None:
    two = french(writing_app, people)
    maite = two.first
    maite.goes_to(two.lesson)
    with people.portal.away():
        writes(maite, WRITTEN)
        is_told(maite, OFFLINE)
    expect(maite.page.get_by_label(maite.words("Your reflection"), exact=True)).to_have_value(WRITTEN)
    assert maite.page.evaluate(KEPT_IN_BROWSER) == 0
    maite.page.clock.run_for(RETRY)
    is_told(maite, "Saved at %(time)s")
    finds_it(maite, two.lesson)
    assert glass.faults + people.portal.complaints() == []


def test_what_was_sent_meanwhile_waits_in_its_page(writing_app: Flask, people: People, glass: Glass) -> None:
    two = french(writing_app, people)
    maite = two.first
    maite.goes_to(f"{two.address}/agreement")
    with people.portal.away():
        maite.page.locator(BOX).fill(SHEET)
        presses_save(maite)
        maite.sees(HELD)
    with maite.page.expect_navigation():
        maite.page.clock.run_for(RETRY)
    is_saved(maite)
    assert glass.faults + people.portal.complaints() == []


def test_without_script_the_form_is_sent_after_it(writing_app: Flask, people: People, glass: Glass) -> None:
    two = two_people(writing_app, people, "en", script=False)
    maite = two.first
    maite.goes_to(two.lesson)
    with people.portal.away():
        writes(maite, WRITTEN)
    maite.presses("Save the draft")
    maite.sees(SAVED)
    finds_it(maite, two.lesson)
    assert glass.faults + people.portal.complaints() == []


def test_without_script_a_form_that_reached_nobody_is_sent_again(writing_app: Flask, people: People) -> None:
    """The browser says that nobody answers, and offers to send it again."""
    two = two_people(writing_app, people, "en", script=False)
    maite = two.first
    maite.goes_to(two.lesson)
    with people.portal.away():
        writes(maite, WRITTEN)
        with maite.page.expect_event("requestfailed"):
            maite.page.get_by_role("button", name=maite.words("Save the draft")).click()
    maite.page.reload()
    maite.sees(SAVED)
    finds_it(maite, two.lesson)
    assert people.portal.complaints() == []
