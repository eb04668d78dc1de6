"""Making a module in the studio from nothing: its lessons, their texts and pictures, its sheet; then publishing it."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from portal.studio.rules import Snippet, snippet
from tests.browser.people import Someone
from tests.kernel.uploads.making import picture
from tests.learning.conftest import ENGLISH, FRENCH

LANGUAGES = ("fr", "en")
TEXTS = {"fr": FRENCH.replace("Deux sens", "L'idée"), "en": ENGLISH}
"""Whole lessons; the French is not well set."""
REFERENCE = "- Kent, 2002."
DIALOG = "dialog[data-picture]"


@dataclass(frozen=True)
class Module:
    slug: str

    @property
    def address(self) -> str:
        return f"/studio/modules/{self.slug}"

    def lesson(self, slug: str) -> str:
        return f"{self.address}/lessons/{slug}"


def box(who: Someone, language: str) -> Locator:
    return who.page.locator(f"textarea[name={language}]")


def writes(who: Someone, language: str, text: str) -> None:
    who.hand.chooses(who.page.locator("[name=view][value=both]"))
    who.hand.writes(box(who, language), text)


def written(who: Someone, language: str) -> str:
    return box(who, language).input_value()


def makes_a_module(who: Someone, title: str) -> Module:
    who.goes_to("/today")
    who.follows("Studio")
    who.follows("New module")
    who.presses("Make the module", refused=422)
    who.fills("Title in French", title)
    who.fills("Title in English", f"{title} (en)")
    who.presses("Make the module")
    who.sees("Your module is made. Nobody else sees it before you publish it.")
    return Module(who.page.url.partition("/modules/")[2].partition("/")[0])


def adds_a_lesson(who: Someone, module: Module, french: str, english: str) -> None:
    who.goes_to(f"{module.address}/")
    who.follows("Add a lesson")
    who.fills("Title in French", french)
    who.fills("Title in English", english)
    who.presses("Add the lesson")
    assert f"title: {french}" in written(who, "fr")
    assert "## Reflect" in written(who, "en")


def is_stopped(who: Someone, module: Module, lesson: str) -> None:
    """The list says why, and leads to the line."""
    who.goes_to(f"{module.address}/publish")
    who.is_asked_nothing("Publish")
    who.sees("Write over what a new lesson begins with: “%(words)s”", words="Give what is read a title")
    who.opens(f"main .findings a[href*='/lessons/{lesson}?'] >> nth=0")
    expect(who.page).to_have_url(re.compile(rf"/lessons/{lesson}\?view=en&line=\d+#en$"))


def writes_over_the_beginning(who: Someone) -> None:
    """In both languages, and what goes further by the tools: at the caret, or in both at once where no script runs."""
    for language in LANGUAGES:
        title = next(line for line in written(who, language).split("\n") if line.startswith("title: "))
        writes(who, language, TEXTS[language].replace("title: {title}", title))
        if who.script:
            who.hand.uses(who.page.locator(f"[data-toolbar={language}] [data-insert]").last)
    if not who.script:
        who.unfolds("How a lesson is written")
        who.page.locator("[name=snippet]").select_option(Snippet.FURTHER)
        who.presses("Add it in both languages")
        who.sees("What you chose is added in both languages, and the lesson is saved.")
    for language in LANGUAGES:
        added = snippet(Snippet.FURTHER, language).partition("\n\n")[2]
        assert added in written(who, language)
        writes(who, language, written(who, language).replace(added, REFERENCE))
    saves(who)


def saves(who: Someone) -> None:
    """With script it is saved already when the button is pressed."""
    if who.script:
        expect(who.page.locator("[data-saved]")).to_contain_text(who.words.beginning("Saved at %(time)s"))
    who.presses("Save the lesson")
    who.sees("The lesson is saved.")


def adds_a_picture(who: Someone, module: Module, lesson: str) -> None:
    """Where one writes; or, without script, on a page of its own."""
    if who.script:
        who.hand.uses(who.page.locator("[data-add-picture]").first)
    else:
        who.follows("Pictures of this lesson")
    form = who.page.locator(DIALOG if who.script else "main")
    who.hand.sends(form.locator("[name=file]"), {"name": "etal.png", "mimeType": "image/png", "buffer": picture()})
    for language, words in (("fr", "Un étal"), ("en", "A stall")):
        who.hand.writes(form.locator(f"[name=words_{language}]"), words)
    if who.script:
        who.hand.presses(form.locator("[type=submit]"))
        expect(box(who, "en")).to_have_value(re.compile(r"!\[A stall\]\(media/etal\.png\)"))
        saves(who)
    else:
        who.presses("Add the picture")
        who.goes_to(module.lesson(lesson))
    assert "![Un étal](media/etal.png)" in written(who, "fr")


def fills_in_the_sheet(who: Someone, module: Module) -> None:
    """It stands in the way too."""
    who.goes_to(f"{module.address}/publish")
    who.opens(f"main .findings a[href='{module.address}/sheet'] >> nth=0")
    for name in ("summary_fr", "outcome_fr", "summary_en", "outcome_en"):
        who.hand.writes(who.page.locator(f"[name={name}]"), "Se taire à propos.")
    who.presses("Save the details")
    who.reads("Se taire à propos.")


def mends(who: Someone) -> None:
    who.follows("Checklist, and publish")
    while who.page.get_by_role("button", name=who.words("Fix this text"), exact=True).count():
        who.presses("Fix this text", inside="#mends ~ ul > li:first-child")
    who.sees("Nothing stands in the way")


def publishes(who: Someone, note: str) -> None:
    who.fills("What is new", note)
    who.presses("Publish")
    who.sees("Published. Pairs that began a lesson keep what they began, and are offered the new version.")
    who.reads(note)


def revises(who: Someone, module: Module, lesson: str, old: str, new: str) -> None:
    who.goes_to(module.lesson(lesson))
    for language in LANGUAGES:
        assert old in written(who, language)
        writes(who, language, written(who, language).replace(old, new))
    saves(who)
    who.goes_to(f"{module.address}/publish")
