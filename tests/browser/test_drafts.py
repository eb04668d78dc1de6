"""What is being written stays: saved by itself, never over another text, never silently lost."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, Route, expect

from tests.browser.drafting import Two, two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone
from tests.processes import until

WRITTEN = "Je croyais savoir, et j’ai posé la question quand même."
WRITTEN_ELSEWHERE = "Un autre onglet, une autre phrase, le même soir."

HIDE = """hidden => {
  Object.defineProperty(document, 'visibilityState', {value: hidden ? 'hidden' : 'visible', configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}"""
KEPT_IN_BROWSER = "() => localStorage.length + sessionStorage.length"
OFFLINE = "Offline: not saved yet. Keep this page open; it is saved as soon as the portal can be reached."
HELD = "Offline. Your text stays in this page, and is sent as soon as the portal can be reached."
BOTH = "This text was saved from another page or device in the meantime. Both texts are shown: keep what you want."
STOPPED = "No longer saved by itself: press “%(save)s” to keep what is in the box."
SEALED = "This reflection was sealed from another page or device in the meantime."
A_TIME = re.compile(r"\d{1,2}\sh\s\d\d")
SAVES = "**/reflection"


@pytest.fixture
def two(writing_app: Flask, people: People) -> Two:
    return two_people(writing_app, people)


@pytest.fixture
def maite(two: Two) -> Someone:
    """She has the lesson open, her reflection still blank."""
    two.first.goes_to(two.lesson)
    return two.first


def writes(maite: Someone, text: str, page: Page | None = None) -> None:
    (page or maite.page).get_by_label(maite.words("Your reflection"), exact=True).fill(text)


def is_told(maite: Someone, sentence: str, page: Page | None = None) -> None:
    expect((page or maite.page).locator("[data-saved]")).to_contain_text(maite.words.beginning(sentence))


def finds(maite: Someone, address: str, text: str) -> None:
    """The text is there when the lesson is opened anew; what was sent on leaving may arrive after the next page."""

    def is_there() -> bool:
        maite.goes_to(address)
        return maite.page.get_by_label(maite.words("Your reflection"), exact=True).input_value() == text

    assert until(is_there)


def test_a_draft_saves_itself_after_a_pause_and_says_when(two: Two, maite: Someone) -> None:
    writes(maite, WRITTEN)
    is_told(maite, "Saved at %(time)s")
    expect(maite.page.locator("[data-saved]")).to_contain_text(A_TIME)
    assert maite.page.evaluate(KEPT_IN_BROWSER) == 0
    finds(maite, two.lesson, WRITTEN)


def test_a_draft_saves_itself_when_the_page_is_put_away(two: Two, maite: Someone) -> None:
    maite.page.clock.install()
    maite.goes_to(two.lesson)
    maite.page.clock.pause_at("2099-01-01")  # no pause in typing ever ends
    writes(maite, WRITTEN)
    with maite.page.expect_response(SAVES):
        maite.page.evaluate(HIDE, True)
    is_told(maite, "Saved at %(time)s")


def test_leaving_asks_first_and_saves_all_the_same(two: Two, maite: Someone) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    maite.page.on("dialog", leave)
    writes(maite, WRITTEN)
    maite.goes_to("/today")
    assert asked == ["beforeunload"]
    finds(maite, two.lesson, WRITTEN)
    maite.goes_to("/today")
    assert asked == ["beforeunload"], "a text that is saved holds nobody back"


def test_a_second_tab_overwrites_nothing_and_shows_both_texts(two: Two, maite: Someone) -> None:
    other_tab = maite.page.context.new_page()
    other_tab.goto(two.lesson)
    writes(maite, WRITTEN_ELSEWHERE)
    is_told(maite, "Saved at %(time)s")
    writes(maite, WRITTEN, other_tab)
    is_told(maite, STOPPED, other_tab)
    writes(maite, f"{WRITTEN} …", other_tab)
    writes(maite, WRITTEN, other_tab)
    other_tab.wait_for_timeout(2000)  # a pause in typing ends
    is_told(maite, STOPPED, other_tab)
    expect(other_tab.get_by_label(maite.words("Your reflection"), exact=True)).to_have_value(WRITTEN)
    expect(other_tab.locator("[data-side=kept]")).to_have_text(WRITTEN_ELSEWHERE)
    expect(other_tab.locator("[data-side=written]")).to_have_text(WRITTEN)
    expect(other_tab.locator("[data-side=written] ins").first).to_have_css("text-decoration-line", "underline")
    expect(other_tab.get_by_role("alert")).to_have_text(maite.words(BOTH))
    finds(maite, two.lesson, WRITTEN_ELSEWHERE)
    with other_tab.expect_navigation():
        other_tab.get_by_role("button", name=maite.words("Save the draft")).click()
    finds(maite, two.lesson, WRITTEN)


def test_a_script_says_that_the_text_was_sealed_in_another_tab(two: Two, maite: Someone) -> None:
    other_tab = maite.page.context.new_page()
    other_tab.goto(two.lesson)
    writes(maite, WRITTEN_ELSEWHERE)
    maite.presses("Seal my reflection")
    writes(maite, WRITTEN, other_tab)
    is_told(maite, SEALED, other_tab)
    expect(other_tab.get_by_role("alert")).to_have_text(maite.words(SEALED))
    expect(other_tab.locator("[data-told]")).to_have_text(
        maite.words("It is in the box below, and kept nowhere else: copy it if you need it.")
    )
    expect(other_tab.locator("[data-side=kept]")).to_have_text(WRITTEN_ELSEWHERE)


def test_a_second_tab_without_script_overwrites_nothing_either(writing_app: Flask, people: People) -> None:
    people.glass = Glass()
    two = two_people(writing_app, people, "en", script=False)
    maite = two.first
    maite.goes_to(two.lesson)
    other_tab = maite.page.context.new_page()
    other_tab.goto(two.lesson)
    writes(maite, WRITTEN_ELSEWHERE, other_tab)
    with other_tab.expect_navigation():
        other_tab.get_by_role("button", name=maite.words("Save the draft")).click()
    writes(maite, WRITTEN)
    maite.presses("Save the draft", refused=409)
    maite.sees(BOTH)
    expect(maite.page.locator("[data-side=kept]")).to_have_text(WRITTEN_ELSEWHERE)
    expect(maite.page.locator("[data-side=written]")).to_have_text(WRITTEN)
    expect(maite.page.get_by_label(maite.words("Your reflection"), exact=True)).to_have_value(WRITTEN)
    maite.presses("Save the draft")
    finds(maite, two.lesson, WRITTEN)
    assert people.glass.faults == []


def test_without_a_network_the_text_is_marked_and_sent_again(two: Two, maite: Someone) -> None:
    maite.page.context.set_offline(True)
    writes(maite, WRITTEN)
    is_told(maite, OFFLINE)
    maite.page.context.set_offline(False)
    is_told(maite, "Saved at %(time)s")
    finds(maite, two.lesson, WRITTEN)


def test_what_waits_to_be_sent_says_so_alone(maite: Someone) -> None:
    maite.page.context.set_offline(True)
    writes(maite, WRITTEN)
    is_told(maite, OFFLINE)
    maite.page.get_by_role("button", name=maite.words("Save the draft"), exact=True).click()
    is_told(maite, HELD)
    expect(maite.page.locator("[role=status]").filter(has_text="Hors ligne")).to_have_count(1)


def test_sealing_right_after_typing_seals_what_was_typed(two: Two, maite: Someone) -> None:
    """A save is on its way with the text as it was a moment ago; sealing waits for it."""
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    maite.page.route(SAVES, hold, times=1)
    with maite.page.expect_request(SAVES):
        writes(maite, WRITTEN_ELSEWHERE)
    writes(maite, WRITTEN)
    maite.page.get_by_role("button", name=maite.words("Seal my reflection")).click()
    with maite.page.expect_navigation():
        on_their_way[0].continue_()
    maite.sees("Your reflection is sealed. You can take it back until it opens.")
    maite.follows("See it in the journal")
    maite.unfolds("Read it again")
    maite.reads(WRITTEN)
    assert not maite.has_received(WRITTEN_ELSEWHERE)


def test_a_save_that_is_refused_leaves_the_text_in_its_box(two: Two, maite: Someone) -> None:
    """The session ends while one writes."""
    maite.page.context.clear_cookies()
    writes(maite, WRITTEN)
    is_told(maite, "Not saved by itself: your session has ended. Press “Save the draft”: nothing you wrote is lost.")
    expect(maite.page.get_by_label(maite.words("Your reflection"), exact=True)).to_have_value(WRITTEN)
