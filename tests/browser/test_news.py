"""J’ai vu, pressed by the page itself once it has been in view for three seconds."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect

from tests.browser.drafting import Two, two_people
from tests.browser.people import People
from tests.browser.test_drafts import HIDE

NOON = "2026-11-24T12:00:00"


@pytest.fixture
def seen(writing_app: Flask, people: People) -> tuple[Page, list[Request]]:
    """The first one's page of today, with news on it and its clock standing still; and what it sends."""
    two: Two = two_people(writing_app, people)
    two.second.goes_to(two.lesson)
    two.second.has_read()
    page, sent = two.first.page, []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/today/seen") else None)
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON)
    two.first.goes_to("/today")
    expect(page.locator("form[data-seen]")).to_be_visible()
    return page, sent


def test_three_seconds_in_view_are_enough(seen: tuple[Page, list[Request]]) -> None:
    page, sent = seen
    page.clock.run_for(2900)
    assert sent == []
    page.clock.run_for(200)
    expect(page.locator("form[data-seen]")).to_be_hidden()
    assert len(sent) == 1
    page.reload()
    expect(page.locator("form[data-seen]")).to_have_count(0)


def test_time_out_of_sight_does_not_count(seen: tuple[Page, list[Request]]) -> None:
    page, sent = seen
    page.clock.run_for(2000)
    page.evaluate(HIDE, True)
    page.clock.run_for(60_000)
    assert sent == []
    page.evaluate(HIDE, False)
    page.clock.run_for(900)
    assert sent == []
    page.clock.run_for(200)
    expect(page.locator("form[data-seen]")).to_be_hidden()
