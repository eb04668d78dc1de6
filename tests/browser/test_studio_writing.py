"""Writing a lesson: tools and pasting at the caret, the readers' page beside the text; and the same without script."""

import re
from itertools import count

import pytest
from flask import Flask
from playwright.sync_api import expect

from portal.accounts.models import Person
from portal.demo.people import ETIENNE
from portal.kernel.database import db
from portal.studio.rules import Snippet, snippet
from tests.browser.glass import Glass
from tests.browser.people import People, Someone
from tests.studio.acting import module

NUMBERS = count(1)
CARET = """words => {
  const box = document.getElementById("fr"), at = box.value.indexOf(words);
  box.focus();
  box.setSelectionRange(at, at + words.length);
}"""
STANDS_BEFORE = """words => {
  const box = document.getElementById("fr"), at = box.value.indexOf(words);
  box.setSelectionRange(at, at);
}"""
PASTE = """html => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "plain");
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.getElementById("fr").dispatchEvent(paste);
}"""


@pytest.fixture
def lesson(writing_app: Flask) -> str:
    """The address of one in a module of Étienne's."""
    with writing_app.app_context():
        etienne = db.session.query(Person.id).filter_by(email=ETIENNE.email).scalar()
    slug = module(writing_app, etienne, slug=f"ecriture-{next(NUMBERS)}")
    return f"/studio/modules/{slug}/lessons/premiere"


def text_of(etienne: Someone) -> str:
    return etienne.page.locator("#fr").input_value()


def test_tools_write_at_the_caret_and_the_page_follows(people: People, lesson: str) -> None:
    people.glass = Glass()
    etienne = people.comes_back(ETIENNE)
    etienne.goes_to(lesson)
    page, before = etienne.page, text_of(etienne)
    page.evaluate(CARET, "exemple vrai")
    page.keyboard.press("Shift+Tab")  # the tools are one stop before their box
    page.keyboard.press("Enter")
    assert "**exemple vrai**" in text_of(etienne)
    page.keyboard.press("Control+z")
    assert text_of(etienne) == before
    page.keyboard.press("Shift+Tab")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("Un fil de plus")
    assert "## Essayer : Un fil de plus\n" in text_of(etienne).replace("\N{NO-BREAK SPACE}", " ")
    shown = page.frame_locator("iframe[name=preview]")
    expect(shown.get_by_role("heading", name="Un fil de plus")).to_be_visible()
    etienne.sees("Not in the English text", inside="[data-beside]")
    page.get_by_label(etienne.words("A visitor"), exact=True).check()
    expect(shown.get_by_text(etienne.words("Two people do this better"))).to_be_visible()
    page.locator("[data-beside] a[data-line]", has_text="Un fil de plus").click()
    assert page.evaluate("document.activeElement.id") == "fr"
    shown_at = "document.querySelector('iframe').contentWindow.scrollY"
    page.wait_for_function(f"{shown_at} > 0")
    was = page.evaluate(shown_at)
    page.keyboard.press("Control+End")
    page.wait_for_function(f"was => {shown_at} > was", arg=was)
    etienne.presses("Save the lesson")
    assert f"view=fr&at=fr.{len(text_of(etienne))}" in page.url
    assert page.evaluate("[document.activeElement.id, fr.selectionStart]") == ["fr", len(text_of(etienne))]
    expect(page.locator("#en")).to_be_hidden()
    assert people.complaints() == []


ABOVE = "---"
IN_THE_HEADER = "objective:"


@pytest.mark.parametrize("where", [ABOVE, IN_THE_HEADER])
def test_what_is_put_in_above_the_first_step_goes_into_it(people: People, lesson: str, where: str) -> None:
    etienne = people.comes_back(ETIENNE)
    etienne.goes_to(lesson)
    page, before = etienne.page, text_of(etienne)
    header, first, second, *_rest = re.split("(?m)^(?=## )", before)
    for tool, put in (("+ Lire", "## Lire"), ("Gras", "**mots**"), ("Liste", "- ")):
        page.evaluate(STANDS_BEFORE, where)
        page.get_by_role("toolbar").first.get_by_role("button", name=tool, exact=True).click()
        now = text_of(etienne)
        assert now.startswith(header + first.rstrip()), tool
        assert put in now[len(header + first.rstrip()) : now.index(second)], tool
        while text_of(etienne) != before:
            page.keyboard.press("Control+z")


def test_what_is_pasted_comes_in_as_markdown_and_goes_out_again(people: People, lesson: str) -> None:
    etienne = people.comes_back(ETIENNE)
    etienne.goes_to(lesson)
    before = text_of(etienne)
    etienne.page.evaluate(CARET, "exemple vrai")
    etienne.page.evaluate(PASTE, "<p>exemple <b>bien</b> <a href='https://example.org'>vrai</a></p>")
    expect(etienne.page.locator("#fr")).to_have_value(
        before.replace("exemple vrai", "exemple **bien** [vrai](https://example.org)")
    )
    etienne.page.keyboard.press("Control+z")
    assert text_of(etienne) == before
    etienne.page.route("**/paste", lambda route: route.abort())
    etienne.page.evaluate(PASTE, "<p>exemple <b>perdu</b></p>")
    expect(etienne.page.locator("#fr")).to_have_value(before.replace("exemple vrai", "plain"))
    for language in ("en", "fr"):  # what is not saved yet is kept before the page opens in another language
        etienne.page.locator(f".switches button[value={language}]").click()
        expect(etienne.page.locator(f"html[lang|={language}]")).to_be_attached()
        expect(etienne.page.locator("#fr")).to_have_value(before.replace("exemple vrai", "plain"))


def test_a_link_is_asked_for_and_an_answer_stands_after_the_others(people: People, lesson: str) -> None:
    etienne = people.comes_back(ETIENNE)
    etienne.goes_to(lesson)
    page, before = etienne.page, text_of(etienne)
    tools = page.get_by_role("toolbar").first
    for address, told in (("", "exemple vrai"), ("https://example.org/a", "[exemple vrai](https://example.org/a)")):
        page.once("dialog", lambda dialog, address=address: dialog.accept(address))
        page.evaluate(CARET, "exemple vrai")
        tools.get_by_role("button", name=etienne.words("Link"), exact=True).click()
        expect(page.locator("#fr")).to_have_value(before.replace("exemple vrai", told))
    told_before = text_of(etienne)
    page.evaluate(CARET, "réponse tentante")
    tools.get_by_role("button", name=f"+ {etienne.words('Option')}", exact=True).click()
    now = text_of(etienne)
    assert now.count("- [ ]") == told_before.count("- [ ]") + 1
    assert now.index(snippet(Snippet.OPTION, "fr"), now.index("- [x]")) > 0


def test_without_script_buttons_fill_the_frame_and_add_a_step(people: People, lesson: str) -> None:
    people.glass = Glass()
    etienne = people.comes_back(ETIENNE, script=False)
    etienne.goes_to(lesson)
    page = etienne.page
    expect(page.locator("[role=toolbar]").first).to_be_hidden()
    page.locator("#fr").fill(text_of(etienne).replace("exemple vrai", "exemple tapé"))
    page.get_by_role("button", name=etienne.words("Update the preview")).click()
    expect(page.frame_locator("iframe[name=preview]").get_by_text("exemple tapé")).to_be_visible()
    etienne.unfolds("How a lesson is written")
    page.get_by_label(etienne.words("Add a step"), exact=True).select_option("question")
    etienne.presses("Add it in both languages")
    etienne.sees("What you chose is added in both languages, and the lesson is saved.")
    assert text_of(etienne).count("- [x]") == page.locator("#en").input_value().count("- [x]") == 3
    assert "exemple tapé" in text_of(etienne)
    assert people.complaints() == []
