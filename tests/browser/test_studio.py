"""The studio: a new instructor makes a module from nothing, and a pair learns from it, then from its second revision.

French is walked without script and English with it, and French once more by keyboard alone.
"""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from portal.accounts.rules import SiteRole
from tests import builders
from tests.browser.authoring import (
    Module,
    adds_a_lesson,
    adds_a_picture,
    fills_in_the_sheet,
    is_stopped,
    makes_a_module,
    mends,
    publishes,
    revises,
    writes,
    writes_over_the_beginning,
    written,
)
from tests.browser.drafting import signed_in, two_people
from tests.browser.glass import Glass
from tests.browser.hands import Keys
from tests.browser.keyboard import walk
from tests.browser.people import People, Someone
from tests.processes import until

BOTH = (
    "This text was saved from another page or by another author in the meantime. "
    "Both texts are shown: keep what you want."
)
STOPPED = "No longer saved by itself: press “%(save)s” to keep what is in the box."
FIRST, SECOND = "attendre", "repondre"
OLD, NEW = "Plain words.", "Other words, and fewer."
SHORTER = "Plus court / Shorter."


def instructor(app: Flask, people: People, language: str, *, script: bool) -> Someone:
    someone = builders.person(app, "Anaïs", language=language, roles=(SiteRole.INSTRUCTOR,))
    return signed_in(app, people, someone, language, script=script)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", False), ("en", True)], ids=["in French without script", "in English"]
)
def test_from_nothing_to_a_second_revision(writing_app: Flask, people: People, language: str, script: bool) -> None:
    people.glass = Glass()
    anais = instructor(writing_app, people, language, script=script)
    maite, ibrahim, address = they_are_two(writing_app, people, language, script=script)
    module = writes_two_lessons(anais, f"Le silence, {language}")
    looks_around(anais, module)
    they_learn_from_it(anais, (maite, ibrahim), module, address)
    assert people.complaints() == []


@pytest.mark.timeout(600)
def test_the_same_by_keyboard_alone(writing_app: Flask, people: People) -> None:
    """The two who learn, too; and everything else that the pages hold is within reach."""
    anais = instructor(writing_app, people, "fr", script=True)
    maite, ibrahim, address = they_are_two(writing_app, people, "fr", script=True)
    for someone in (anais, maite, ibrahim):
        someone.hand = Keys()
    module = writes_two_lessons(anais, "Le silence au clavier")
    they_learn_from_it(anais, (maite, ibrahim), module, address)
    pages = ("", "sheet", "add", "authors", "duplicate", "publish", f"lessons/{FIRST}", f"lessons/{FIRST}/history")
    for page in ("/studio/", "/studio/new", *(f"{module.address}/{page}" for page in pages)):
        anais.goes_to(page)
        assert walk(anais.page) == [], page
    assert people.complaints() == []


def they_are_two(app: Flask, people: People, language: str, *, script: bool) -> tuple[Someone, Someone, str]:
    two = two_people(app, people, language, script=script)
    return two.first, two.second, two.address


def writes_two_lessons(anais: Someone, title: str) -> Module:
    """Up to the moment when nothing stands in the way."""
    module = makes_a_module(anais, title)
    adds_a_lesson(anais, module, "Répondre", "Answering")
    adds_a_lesson(anais, module, "Attendre", "Waiting")
    is_stopped(anais, module, FIRST)
    writes_over_the_beginning(anais)
    adds_a_picture(anais, module, FIRST)
    anais.goes_to(module.lesson(SECOND))
    writes_over_the_beginning(anais)
    puts_the_second_lesson_first(anais, module)
    fills_in_the_sheet(anais, module)
    mends(anais)
    return module


def puts_the_second_lesson_first(anais: Someone, module: Module) -> None:
    anais.goes_to(f"{module.address}/")
    anais.presses("Move up")
    anais.sees("The order is saved.")
    expect(anais.page.locator(".drafted > li > a").first).to_have_text(re.compile("Attendre|Waiting"))
    anais.presses("Duplicate", inside=".drafted > li >> nth=0")
    expect(anais.page.locator(".drafted > li")).to_have_count(3)
    anais.presses("Remove", inside=".drafted > li >> nth=2")
    anais.sees("Removed lessons")


def looks_around(anais: Someone, module: Module) -> None:
    anais.goes_to(module.lesson(SECOND))
    anais.follows("History")
    anais.opens(".two section:first-of-type ol a >> nth=0")
    anais.sees("This is the text as it is now.")
    for page in ("authors", "duplicate"):
        anais.goes_to(f"{module.address}/{page}")
    anais.goes_to("/studio/published/conversation")
    anais.sees("Duplicate to edit")
    anais.goes_to(f"{module.address}/publish")


def they_learn_from_it(anais: Someone, two: tuple[Someone, Someone], module: Module, address: str) -> None:
    """Both begin the first revision and keep it; one takes the second for both. What was done stays done."""
    publishes(anais, "Une première fois / For the first time.")
    lesson = f"{address}/lessons/{module.slug}/{FIRST}"
    for reader in two:
        reader.goes_to(lesson)
        reader.reads(OLD)
        expect(reader.page.locator("#read-1 img")).to_be_visible()
        reader.has_read()
    revises(anais, module, FIRST, OLD, NEW)
    publishes(anais, SHORTER)
    for reader in two:
        reader.goes_to(lesson)
        reader.reads(OLD)
        has_still_read(reader)
        assert not reader.has_received(NEW)
    takes_the_newer(two[0])
    two[1].goes_to(lesson)
    two[1].sees("See what changed")
    for reader in two:
        reader.reads(NEW)
        has_still_read(reader)
    anais.opens("main .ruled a >> nth=0")
    anais.sees("What it changed")


def takes_the_newer(reader: Someone) -> None:
    """Having seen what differs, before and after."""
    reader.follows("See what is new")
    reader.reads(SHORTER)
    expect(reader.page.locator("main ins", has_text="Other").first).to_be_visible()
    reader.presses("Take the new version")
    reader.follows("See what changed")
    expect(reader.page.locator("main del", has_text="Plain").first).to_be_visible()
    reader.page.go_back()


def has_still_read(reader: Someone) -> None:
    reader.reads(reader.words.beginning("Read on %(day)s"), inside="#read-1")


def test_two_tabs_overwrite_nothing_and_show_both_texts(writing_app: Flask, people: People) -> None:
    anais = instructor(writing_app, people, "en", script=True)
    module = makes_a_module(anais, "Deux onglets")
    adds_a_lesson(anais, module, "Attendre", "Waiting")
    address = anais.page.url.partition("?")[0] + "?view=both"
    anais.goes_to(address)
    other_tab = anais.page.context.new_page()
    other_tab.goto(address)
    lines = "Une ligne de plus.\n" * 80
    writes(anais, "fr", f"{lines}Du premier onglet.")
    expect(anais.page.locator("[data-saved]")).to_contain_text(anais.words.beginning("Saved at %(time)s"))
    other_tab.locator("textarea[name=fr]").fill(f"{lines}Du second onglet.")
    expect(other_tab.locator("[data-saved]")).to_contain_text(anais.words.beginning(STOPPED))
    kept = other_tab.locator("[data-kept=fr]")
    expect(kept.locator("[data-side=kept]")).to_contain_text("Du premier onglet.")
    expect(kept.locator("[data-side=written]")).to_contain_text("Du second onglet.")
    for pane in ("kept", "written"):
        kept.locator(f"[data-side={pane}]").scroll_into_view_if_needed()
        expect(kept.locator(f"[data-side={pane}] ins").first).to_be_in_viewport()
    expect(kept.get_by_role("alert")).to_have_text(anais.words(BOTH))
    expect(other_tab.locator("[data-kept=en]")).to_be_hidden()
    with other_tab.expect_response("**/lessons/attendre") as answer:  # the other language goes on being kept
        other_tab.locator("textarea[name=en]").fill("Then more of it.")
    assert answer.value.ok
    with other_tab.expect_navigation():
        other_tab.get_by_role("button", name=anais.words("Save the lesson")).click()

    def is_there() -> bool:
        anais.goes_to(address)
        return (written(anais, "fr"), written(anais, "en")) == (f"{lines}Du second onglet.", "Then more of it.")

    assert until(is_there)
