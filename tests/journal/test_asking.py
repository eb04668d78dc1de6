"""What one asks of the other waits for them where they look: on their day, in the workspace, in the journal."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.kernel import clock
from portal.kernel.clock import now
from tests.journal.acting import OTHER_TEXT, TEXT, Browser, Two, parsed, words

ADVICE, MORE = "Maïté would like your advice", "Would you like to add something to your reflection?"


def day(browser: Browser) -> str:
    return words(parsed(browser.client.get("/today")), ".next, .waits")


def workspace(browser: Browser) -> str:
    return words(parsed(browser.client.get(browser.journal.removesuffix("/journal"))), ".glance")


def test_advice_that_is_asked_waits_for_a_reply(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _theirs = two.heard()
    two.first.ask_advice(mine)
    assert ADVICE in day(ibrahim)
    assert ADVICE in workspace(ibrahim)
    assert "Answer Maïté, who would like your advice" in words(ibrahim.page(), "article")
    assert "your advice" not in day(maite) + workspace(maite) + words(maite.page(), "article")
    two.second.reply(mine)
    assert "your advice" not in day(ibrahim) + workspace(ibrahim) + words(ibrahim.page(), "article")


def test_more_that_was_expected_waits_for_an_addition(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine = two.first.save_and_seal(two.about, TEXT * 3)
    theirs = two.second.save_and_seal(two.about, OTHER_TEXT)
    two.first.wish_more(mine)
    assert MORE in day(ibrahim)
    assert MORE in workspace(ibrahim)
    assert "Add to your text, if you like" in words(ibrahim.page(), "article")
    assert "add something" not in day(maite) + workspace(maite)
    two.second.add(theirs)
    assert MORE not in day(ibrahim) + workspace(ibrahim)
    assert "Add to your text" not in words(ibrahim.page(), "article")


@pytest.mark.parametrize("asked", [ADVICE, MORE])
def test_after_two_weeks_it_is_no_thing_of_the_day(app: Flask, two: Two, asked: str) -> None:
    if asked == ADVICE:
        mine, _theirs = two.heard()
        two.first.ask_advice(mine)
    else:
        mine = two.first.save_and_seal(two.about, TEXT * 3)
        two.second.save_and_seal(two.about, OTHER_TEXT)
        two.first.wish_more(mine)
    for days, is_told in ((13, True), (14, False)):
        with clock.at(now() + timedelta(days=days, minutes=1)):
            ibrahim = Browser(app, two.pair.second, two.pair.id)
            assert (asked in day(ibrahim)) is is_told
            assert asked in workspace(ibrahim)


def test_a_note_that_was_just_shared_is_told_on_top_of_the_journal(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.share_note()
    two.first.note()
    two.first.keep_note()
    top = "ul.waits li"
    assert words(ibrahim.page(), top).startswith("Maïté shared a note")
    assert " | " not in words(ibrahim.page(), top)
    assert words(maite.page(), top) == ""
    two.first.add_to_note(row)
    assert words(ibrahim.page(), top).startswith("Maïté added to a note")
    two.first.erase_note(row)
    assert words(ibrahim.page(), top) == ""
