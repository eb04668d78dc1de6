"""Free notes: one is shared, added to and withdrawn; another is its author's alone."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.drafting import two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone

PRIVATE = "Une phrase que je garde pour moi, ce soir."
SHARED = "Une phrase pour le duo, à relire mardi."
EXTRA = "Et une suite, le lendemain."
A_TIME = re.compile(r"\d{1,2}\sh\s\d\d")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_a_note_is_shared_and_another_kept(writing_app: Flask, people: People, language: str, script: bool) -> None:
    people.glass = Glass()
    two = two_people(writing_app, people, language, script=script)
    maite, ibrahim, journal = two.first, two.second, f"{two.address}/journal"
    maite.goes_to(journal)
    begins_a_note(maite, SHARED)
    ibrahim.goes_to(journal)
    assert not ibrahim.page.locator("section:has(#entries-title) .notes").count(), "a draft is its author's alone"
    maite.presses("Share it with %(name)s", name=ibrahim.name)
    maite.sees("Your note is shared. Your partner can read it.")
    maite.unfolds("Add to my text")
    maite.fills("What I add", EXTRA)
    maite.presses("Add")

    maite.follows("Back to the journal")
    begins_a_note(maite, PRIVATE)
    maite.presses("Keep it private")
    maite.sees("Your note is private, for good. Only you can read it.")
    expect(maite.page.get_by_label(maite.words("Your note"), exact=True)).to_have_value(PRIVATE)

    ibrahim.goes_to(journal)
    ibrahim.opens("section:has(#entries-title) .notes a")
    ibrahim.reads(SHARED)
    ibrahim.reads(EXTRA)
    assert not ibrahim.has_received(PRIVATE)

    maite.goes_to(ibrahim.page.url)
    maite.follows("Withdraw my text")
    maite.presses("Erase my text")
    ibrahim.comes_back()
    expect(ibrahim.page.get_by_text(SHARED)).to_have_count(0)
    assert people.complaints() == []


def begins_a_note(someone: Someone, text: str) -> None:
    """It saves itself where script runs, else by the button."""
    someone.follows("Write a note")
    someone.fills("Your note", text)
    if someone.script:
        expect(someone.page.locator("[data-saved]")).to_contain_text(A_TIME)
    else:
        someone.presses("Save the draft")
