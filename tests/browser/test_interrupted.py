"""The session ends while somebody writes: they sign in, and what they wrote is there to be sent."""

import pytest
from playwright.sync_api import expect

from portal.demo.people import MAITE, OWEN, PASSWORD, PRIYA, Cast
from tests.browser.glass import Glass
from tests.browser.people import People

WRITTEN = "I had assumed that nobody reads the replies, and I was about to write so."
UNSEEN = "Nobody but me has to know that I hesitated over the second audience."


@pytest.mark.parametrize(
    ("who", "script", "lesson"),
    [
        (PRIYA, True, "strategie/le-probleme-avant-l-outil"),
        (PRIYA, False, "strategie/publics-et-parties-prenantes"),
        (MAITE, True, "strategie/publics-et-parties-prenantes"),
    ],
    ids=["in English with script", "in English without", "in French with script"],
)
def test_what_was_written_comes_back_after_signing_in(people: People, who: Cast, script: bool, lesson: str) -> None:
    people.glass = Glass()
    someone = people.comes_back(who, script=script)
    someone.opens_the_lesson(lesson)
    someone.page.context.clear_cookies(name="session")
    someone.fills("Your reflection", WRITTEN)
    someone.presses("Save the draft", refused=401)
    someone.fills("Your email address", someone.who.email)
    someone.fills("Your password", someone.who.password)
    someone.presses("Sign in", refused=200)
    expect(someone.page.locator("main textarea")).to_have_value(WRITTEN)
    someone.presses("Send it again")
    someone.sees("Your draft is saved. Only you can read it.")
    expect(someone.page.get_by_label(someone.words("Your reflection"), exact=True)).to_have_value(WRITTEN)
    assert people.glass.faults == []


def test_whoever_signs_in_instead_hands_it_over(people: People) -> None:
    people.glass = Glass()
    someone = people.comes_back(PRIYA)
    someone.opens_the_lesson("strategie/le-probleme-avant-l-outil")
    someone.page.context.clear_cookies(name="session")
    someone.fills("Your reflection", UNSEEN)
    someone.presses("Save the draft", refused=401)
    someone.fills("Your email address", OWEN.email)
    someone.fills("Your password", PASSWORD)
    someone.presses("Sign in", refused=200)
    someone.sees("Is that person here?")
    assert not someone.has_received(UNSEEN)
    someone.fills("Your email address", PRIYA.email)
    someone.fills("Your password", PASSWORD)
    someone.presses("Sign in", refused=200)
    expect(someone.page.locator("main textarea")).to_have_value(UNSEEN)
    assert people.glass.faults == []
