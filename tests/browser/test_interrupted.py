"""The session ends while somebody writes: they sign in, and what they wrote is there to be sent."""

import pytest
from playwright.sync_api import expect

from portal.demo.people import PRIYA
from tests.browser.glass import Glass
from tests.browser.people import People

WRITTEN = "I had assumed that nobody reads the replies, and I was about to write so."


@pytest.mark.parametrize(
    ("script", "lesson"),
    [(True, "strategie/le-probleme-avant-l-outil"), (False, "strategie/publics-et-parties-prenantes")],
    ids=["with script", "without"],
)
def test_what_was_written_comes_back_after_signing_in(people: People, script: bool, lesson: str) -> None:
    people.glass = Glass()
    priya = people.comes_back(PRIYA, script=script)
    priya.opens_the_lesson(lesson)
    priya.page.context.clear_cookies(name="session")
    priya.fills("Your reflection", WRITTEN)
    priya.presses("Save the draft", refused=401)
    priya.fills("Your address", priya.who.email)
    priya.fills("Your password", priya.who.password)
    priya.presses("Sign in", refused=200)
    expect(priya.page.locator("main textarea")).to_have_value(WRITTEN)
    priya.presses("Send it again")
    priya.sees("Your draft is saved. Only you can read it.")
    expect(priya.page.get_by_label(priya.words("Your reflection"), exact=True)).to_have_value(WRITTEN)
    assert people.glass.faults == []
