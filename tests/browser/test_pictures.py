"""Pictures in the editor, by button, drop and paste; a module that is taken in after a look at what would change."""

import re

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from portal.accounts.rules import SiteRole
from portal.kernel.uploads.archives import read, write
from tests import builders
from tests.browser.drafting import signed_in
from tests.browser.glass import WHOLE, Glass
from tests.browser.people import People
from tests.kernel.uploads.making import picture
from tests.studio.acting import module

CARRY = """(box, {kind, name, bytes}) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], name, {type: "image/png"}));
  const said = {bubbles: true, cancelable: true};
  box.dispatchEvent(kind === "paste" ? new ClipboardEvent(kind, {...said, clipboardData: carried})
    : new DragEvent(kind, {...said, dataTransfer: carried}));
}"""
STANDS_AFTER = """(box, words) => {
  const at = box.value.indexOf(words) + words.length;
  box.focus();
  box.setSelectionRange(at, at);
}"""
DIALOG = "dialog[data-picture]"


def tells(page: Page, french: str, english: str) -> None:
    """In the dialog: what the picture shows."""
    page.locator(f"{DIALOG} [name=words_fr]").fill(french)
    page.locator(f"{DIALOG} [name=words_en]").fill(english)
    page.locator(f"{DIALOG} button[type=submit]").click()


def test_a_picture_goes_where_one_writes(writing_app: Flask, people: People) -> None:
    people.glass = Glass()
    who = builders.person(writing_app, "Anaïs", language="en", roles=(SiteRole.INSTRUCTOR,))
    slug = module(writing_app, who.id, slug="les-images-d-un-fil")
    anais = signed_in(writing_app, people, who, "en", script=True)
    page, lesson = anais.page, f"/studio/modules/{slug}/lessons/premiere"
    anais.goes_to(f"{lesson}?view=both")
    french, english = (page.locator(f"textarea[name={language}]") for language in ("fr", "en"))

    was = french.input_value()
    french.evaluate("box => box.setSelectionRange(0, 0)")
    page.locator("[data-add-picture]").first.click()
    page.locator(f"{DIALOG} [name=file]").set_input_files(
        {"name": "first.png", "mimeType": "image/png", "buffer": picture("PNG", (9, 9))}
    )
    tells(page, "Sans curseur", "No caret")
    expect(french).to_have_value(re.compile(r"\n\n!\[Sans curseur\]\(media/first\.png\)\n\n## Essayer"))
    for _each in "fr", "en":
        french.press("Control+z")
    expect(french).to_have_value(was)

    french.evaluate(STANDS_AFTER, "Une idée par paragraphe.")
    page.locator("[data-add-picture]").first.click()
    assert not Axe().run(page, context=DIALOG, options=WHOLE).response["violations"]
    page.locator(f"{DIALOG} [name=file]").set_input_files(
        {"name": "Le marché.png", "mimeType": "image/png", "buffer": picture("PNG")}
    )
    tells(page, "Un étal", "")
    expect(page.locator(f"{DIALOG} [role=alert]")).to_contain_text("Say what the picture shows")
    tells(page, "Un étal", "A stall")
    expect(french).to_have_value(re.compile(r"paragraphe\.\n\n!\[Un étal\]\(media/le-marche\.png\)\n\n## Essayer"))
    expect(english).to_have_value(re.compile(r"!\[A stall\]\(media/le-marche\.png\)\n\n## Try"))

    for number, (kind, box) in enumerate((("paste", english), ("drop", french)), start=50):
        carried = {"kind": kind, "name": f"{kind}.png", "bytes": list(picture("PNG", (number, 40)))}
        box.evaluate(CARRY, carried)
        tells(page, f"Par {kind}", f"By {kind}")
        expect(french).to_have_value(re.compile(rf"!\[Par {kind}\]\(media/{kind}\.png\)"))
        expect(english).to_have_value(re.compile(rf"!\[By {kind}\]\(media/{kind}\.png\)"))

    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    anais.presses("Save the lesson")
    anais.goes_to(f"{lesson}/pictures")
    expect(page.locator("main")).to_contain_text("media/paste.png")
    expect(page.get_by_text("No text shows it")).to_have_count(1)  # what was undone
    assert people.complaints() == [f"{people.portal.address}{lesson}/pictures answers 422"]


def test_a_module_is_taken_in_without_script(writing_app: Flask, people: People) -> None:
    people.glass = Glass()
    who = builders.person(writing_app, "Anaïs", language="fr", roles=(SiteRole.INSTRUCTOR,))
    slug = module(writing_app, who.id, slug="un-fil-a-emporter")
    anais = signed_in(writing_app, people, who, "fr", script=False)
    page = anais.page
    out = read(page.request.get(f"{people.portal.address}/studio/modules/{slug}/export").body())
    changed = f"{slug}/01-premiere/fr.md"
    out[changed] = out[changed].replace("Une idée par paragraphe.".encode(), "Une seule idée.".encode())
    anais.goes_to("/studio/import")
    sent = {"name": "un-fil.zip", "mimeType": "application/zip", "buffer": write(out)}
    page.locator("[name=file]").set_input_files(sent)
    anais.presses("See what would change")
    anais.sees("What would change")
    page.locator("summary").click()
    expect(page.locator("details")).to_contain_text("Une seule idée.")
    anais.presses("Import what is ticked")
    anais.sees("What you chose is imported, as a draft.")
    anais.goes_to(f"/studio/modules/{slug}/lessons/premiere")
    expect(page.locator("textarea[name=fr]")).to_have_value(re.compile("Une seule idée"))
    anais.goes_to(f"/studio/modules/{slug}/lessons/premiere/pictures")
    page.locator("[name=file]").set_input_files({"name": "x.webp", "mimeType": "image/webp", "buffer": picture("WEBP")})
    anais.fills("What it shows, in French", "Un point")
    anais.fills("What it shows, in English", "A dot")
    anais.presses("Add the picture")
    expect(page.locator("main")).to_contain_text("media/x.webp")
    assert people.complaints() == []
