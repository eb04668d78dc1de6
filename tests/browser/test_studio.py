"""The studio: a new instructor makes a module from nothing, in both languages, and loses no word of it.

French is walked without script and English with it: each language and each way once.
"""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import expect

from portal.accounts.rules import SiteRole
from tests import builders
from tests.browser.drafting import signed_in
from tests.browser.glass import Glass
from tests.browser.keyboard import walk
from tests.browser.people import People, Someone
from tests.processes import until

BOTH = (
    "This text was saved from another page or by another author in the meantime. "
    "Both texts are shown: keep what you want."
)
STOPPED = "No longer saved by itself: press “%(save)s” to keep what is in the box."


@dataclass(frozen=True)
class Module:
    """What an instructor makes, in a portal that has others already."""

    slug: str
    titles: dict[str, str]

    @property
    def address(self) -> str:
        return f"/studio/modules/{self.slug}"


def instructor(app: Flask, people: People, language: str, *, script: bool) -> Someone:
    someone = builders.person(app, "Anaïs", language=language, roles=(SiteRole.INSTRUCTOR,))
    return signed_in(app, people, someone, language, script=script)


def writes(who: Someone, language: str, text: str) -> None:
    who.page.locator(f"textarea[name={language}]").fill(text)


def written(who: Someone, language: str) -> str:
    return who.page.locator(f"textarea[name={language}]").input_value()


@pytest.mark.parametrize(
    ("language", "script"), [("fr", False), ("en", True)], ids=["in French without script", "in English"]
)
def test_an_instructor_writes_a_module_from_nothing(
    writing_app: Flask, people: People, language: str, script: bool
) -> None:
    people.glass = Glass()
    anais = instructor(writing_app, people, language, script=script)
    module = makes_a_module(anais, f"Le silence, {language}")
    adds_a_lesson(anais, module, "Attendre", "Waiting")
    adds_a_lesson(anais, module, "Répondre", "Answering")
    writes_both_languages(anais)
    puts_the_second_lesson_first(anais, module)
    finds_what_was_there_before(anais, module)
    fills_in_the_sheet(anais, module)
    reads_what_others_publish(anais)
    assert people.complaints() == []


def makes_a_module(anais: Someone, title: str) -> Module:
    anais.goes_to("/today")
    anais.follows("Studio")
    anais.follows("New module")
    anais.presses("Make the module", refused=422)
    anais.fills("Title in French", title)
    anais.fills("Title in English", f"{title} (en)")
    anais.presses("Make the module")
    anais.sees("Your module is made. Nobody else sees it before you publish it.")
    slug = anais.page.url.partition("/modules/")[2].partition("/")[0]
    return Module(slug, {"fr": title, "en": f"{title} (en)"})


def adds_a_lesson(anais: Someone, module: Module, french: str, english: str) -> None:
    anais.goes_to(f"{module.address}/")
    anais.follows("Add a lesson")
    anais.fills("Title in French", french)
    anais.fills("Title in English", english)
    anais.presses("Add the lesson")
    assert f"title: {french}" in written(anais, "fr")
    assert "## Reflect" in written(anais, "en")


def writes_both_languages(anais: Someone) -> None:
    """With script the first words save themselves."""
    texts = {"fr": written(anais, "fr"), "en": written(anais, "en")}
    writes(anais, "fr", f"{texts['fr']}\nUn mot de plus.")
    if anais.script:
        expect(anais.page.locator("[data-saved]")).to_contain_text(anais.words.beginning("Saved at %(time)s"))
    writes(anais, "en", f"{texts['en']}\nOne word more.")
    anais.presses("Save the lesson")
    anais.sees("The lesson is saved.")
    assert written(anais, "fr").endswith("Un mot de plus.")
    assert written(anais, "en").endswith("One word more.")


def puts_the_second_lesson_first(anais: Someone, module: Module) -> None:
    anais.goes_to(f"{module.address}/")
    anais.presses("Move up")
    anais.sees("The order is saved.")
    first = anais.page.locator(".drafted > li > a").first
    expect(first).to_have_text(re.compile("Répondre|Answering"))
    anais.presses("Duplicate", inside=".drafted > li >> nth=0")
    expect(anais.page.locator(".drafted > li")).to_have_count(3)
    anais.presses("Remove", inside=".drafted > li >> nth=2")
    anais.sees("Removed lessons")


def finds_what_was_there_before(anais: Someone, module: Module) -> None:
    anais.goes_to(f"{module.address}/lessons/repondre")
    anais.follows("History")
    anais.opens(".two section:first-of-type ol a >> nth=0")
    anais.sees("This is the text as it is now.")
    anais.goes_to(f"{module.address}/authors")
    anais.goes_to(f"{module.address}/duplicate")


def fills_in_the_sheet(anais: Someone, module: Module) -> None:
    anais.goes_to(f"{module.address}/sheet")
    anais.page.locator("[name=summary_fr]").fill("Se taire à propos.")
    anais.presses("Save the details")
    anais.reads("Se taire à propos.")


def reads_what_others_publish(anais: Someone) -> None:
    anais.goes_to("/studio/")
    anais.goes_to("/studio/published/conversation")
    anais.sees("Duplicate to edit")


def test_two_tabs_overwrite_nothing_and_show_both_texts(writing_app: Flask, people: People) -> None:
    anais = instructor(writing_app, people, "en", script=True)
    module = makes_a_module(anais, "Deux onglets")
    adds_a_lesson(anais, module, "Attendre", "Waiting")
    address = anais.page.url.partition("?")[0]
    anais.goes_to(address)
    other_tab = anais.page.context.new_page()
    other_tab.goto(address)
    writes(anais, "fr", "Du premier onglet.")
    expect(anais.page.locator("[data-saved]")).to_contain_text(anais.words.beginning("Saved at %(time)s"))
    other_tab.locator("textarea[name=en]").fill("From the second tab.")
    expect(other_tab.locator("[data-saved]")).to_contain_text(anais.words.beginning("Saved at %(time)s"))
    other_tab.locator("textarea[name=fr]").fill("Du second onglet.")
    expect(other_tab.locator("[data-saved]")).to_contain_text(anais.words.beginning(STOPPED))
    kept = other_tab.locator("[data-kept=fr]")
    expect(kept.locator("[data-side=kept]")).to_have_text("Du premier onglet.")
    expect(kept.locator("[data-side=written]")).to_have_text("Du second onglet.")
    expect(kept.get_by_role("alert")).to_have_text(anais.words(BOTH))
    expect(other_tab.locator("[data-kept=en]")).to_be_hidden()
    with other_tab.expect_navigation():
        other_tab.get_by_role("button", name=anais.words("Save the lesson")).click()

    def is_there() -> bool:
        anais.goes_to(address)
        return (written(anais, "fr"), written(anais, "en")) == ("Du second onglet.", "From the second tab.")

    assert until(is_there)


def test_everything_is_reached_without_a_mouse(writing_app: Flask, people: People) -> None:
    anais = instructor(writing_app, people, "fr", script=True)
    module = makes_a_module(anais, "Sans souris")
    adds_a_lesson(anais, module, "Attendre", "Waiting")
    adds_a_lesson(anais, module, "Répondre", "Answering")
    pages = ("", "sheet", "add", "authors", "duplicate", "lessons/attendre", "lessons/attendre/history")
    for address in ("/studio/", "/studio/new", *(f"{module.address}/{page}" for page in pages)):
        anais.goes_to(address)
        assert walk(anais.page) == [], address
