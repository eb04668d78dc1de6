"""The other language is chosen while somebody writes."""

from flask import Flask
from playwright.sync_api import expect

from tests.browser.drafting import two_people
from tests.browser.people import People

WRITTEN = "Une phrase que je n’ai pas encore enregistrée."


def test_without_script_what_was_typed_stays_and_the_other_language_opens_beside_it(
    writing_app: Flask, people: People
) -> None:
    two = two_people(writing_app, people, script=False)
    maite = two.first
    maite.goes_to(two.lesson)
    maite.fills("Your reflection", WRITTEN)
    (switch,) = maite.page.locator(".switches button[name=language]").filter(visible=True).all()
    with maite.page.context.expect_page() as opened:
        switch.click()
    expect(opened.value.locator("html")).to_have_attribute("lang", "en-CA")
    assert opened.value.url == maite.page.url
    expect(maite.page.get_by_label(maite.words("Your reflection"), exact=True)).to_have_value(WRITTEN)
    with maite.page.expect_navigation():
        maite.page.get_by_role("button", name=maite.words("Save the draft")).click()
    assert WRITTEN in maite.page.content()


def test_with_script_the_switch_stays_in_its_page(writing_app: Flask, people: People) -> None:
    two = two_people(writing_app, people)
    maite = two.first
    maite.goes_to(two.lesson)
    (switch,) = maite.page.locator(".switches button[name=language]").filter(visible=True).all()
    with maite.page.expect_navigation():
        switch.click()
    expect(maite.page.locator("html")).to_have_attribute("lang", "en-CA")
