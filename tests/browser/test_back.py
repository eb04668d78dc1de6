"""Going back after sealing: nothing is sealed twice, nothing is written over what was handed over."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.drafting import Two, two_people
from tests.browser.people import People, Someone

WRITTEN = "J’aurais voulu poser la question plus tôt, et je l’ai gardée pour moi."
LATER = "Et encore une chose, qui m’est venue après."
SEALED = "Your reflection is sealed. You can take it back until it opens."


@pytest.fixture
def two(writing_app: Flask, people: People) -> Two:
    return two_people(writing_app, people)


def seals(maite: Someone, two: Two) -> None:
    maite.goes_to(two.lesson)
    maite.page.get_by_label(maite.words("Your reflection"), exact=True).fill(WRITTEN)
    with maite.page.expect_navigation():
        maite.page.get_by_role("button", name=maite.words("Seal my reflection")).click()
    maite.sees(SEALED)


def test_the_back_button_after_sealing_shows_it_sealed(two: Two) -> None:
    maite = two.first
    seals(maite, two)
    maite.page.go_back()
    maite.sees("Take it back")
    expect(maite.page.get_by_label(maite.words("Your reflection"), exact=True)).to_have_count(0)


def test_a_page_from_before_the_seal_overwrites_nothing_and_loses_nothing(two: Two) -> None:
    """As a browser may show it after going back: out of date, and still to be written in."""
    maite = two.first
    maite.goes_to(two.lesson)
    before = maite.page.context.new_page()
    before.goto(two.lesson)
    seals(maite, two)
    before.get_by_label(maite.words("Your reflection"), exact=True).fill(LATER)
    with before.expect_navigation():
        before.get_by_role("button", name=maite.words("Seal my reflection")).click()
    expect(before.get_by_label(maite.words("What you have just written, which was not kept"))).to_have_value(LATER)
    maite.goes_to(two.lesson)
    maite.follows("See it in the journal")
    maite.unfolds("Read it again")
    maite.reads(WRITTEN)
