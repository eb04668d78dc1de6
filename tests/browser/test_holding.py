"""A long text that no draft keeps: it stays in its page while the portal cannot be reached, and is sent when it can."""

import pytest
from flask import Flask
from playwright.sync_api import Dialog, expect

from tests.browser.drafting import Two, two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone

WRITTEN = "Apprendre ensemble, et le dire quand ça ne va pas."
HELD = "Offline. Your text stays in this page, and is sent as soon as the portal can be reached."
OFFLINE = "Offline. What you write stays in this page: keep it open."
STORED = """async () => localStorage.length + sessionStorage.length
  + (await indexedDB.databases()).length + (await caches.keys()).length"""
BOX = "main textarea >> nth=0"
SAVED = "Your sheet is saved. Only you can read it."


@pytest.fixture
def two(writing_app: Flask, people: People) -> Two:
    return two_people(writing_app, people)


@pytest.fixture
def maite(two: Two) -> Someone:
    """She has her sheet of the agreement open."""
    two.first.goes_to(f"{two.address}/agreement")
    return two.first


def presses_save(maite: Someone) -> None:
    maite.page.get_by_role("button", name=maite.words("Save, and finish later"), exact=True).click()


def is_saved(maite: Someone) -> None:
    maite.sees(SAVED)
    expect(maite.page.locator(BOX)).to_have_value(WRITTEN)
    assert maite.page.evaluate(STORED) == 0


def test_without_a_network_it_stays_and_leaves_when_the_network_is_back(maite: Someone) -> None:
    maite.page.locator(BOX).fill(WRITTEN)
    maite.page.context.set_offline(True)
    maite.sees(OFFLINE)
    presses_save(maite)
    maite.sees(HELD)
    expect(maite.page.locator(BOX)).to_have_value(WRITTEN)
    with maite.page.expect_navigation():
        maite.page.context.set_offline(False)
    is_saved(maite)


def test_a_portal_that_starts_again_loses_nothing(maite: Someone) -> None:
    """The network is there, and nobody answers."""
    maite.page.clock.install()
    maite.page.route("**/healthz", lambda route: route.abort(), times=1)
    maite.page.locator(BOX).fill(WRITTEN)
    presses_save(maite)
    maite.sees(HELD)
    with maite.page.expect_navigation():
        maite.page.clock.run_for(10_000)
    is_saved(maite)


def test_leaving_asks_first(two: Two, maite: Someone) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    maite.page.on("dialog", stay)
    maite.page.locator(BOX).fill(WRITTEN)
    maite.page.locator("footer a").first.click()
    expect(maite.page.locator(BOX)).to_have_value(WRITTEN)
    assert asked == ["beforeunload"]
    presses_save(maite)
    is_saved(maite)
    maite.goes_to(two.lesson)
    assert asked == ["beforeunload"], "a text that was sent holds nobody back"


def test_the_page_that_waits_is_sound(people: People, two: Two) -> None:
    people.glass = Glass()
    two.first.goes_to(f"{two.address}/agreement")
    assert people.glass.faults == []
