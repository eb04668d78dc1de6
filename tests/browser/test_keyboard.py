"""Without a mouse: everything can be reached, and the focus is always in sight."""

import pytest
from playwright.sync_api import expect

from portal.demo.people import MAITE, PASSWORD
from tests.browser.keyboard import walk
from tests.browser.people import People, Someone

LESSON = "conversation/du-porte-voix-a-la-conversation"


@pytest.fixture
def maite(people: People) -> Someone:
    """Of the demo: her pair is well under way, and something waits on every page."""
    return people.comes_back(MAITE)


def test_a_visitor_reaches_everything(people: People) -> None:
    visitor = people.arrives("Passante", "passante@exemple.ca", "fr")
    for address in ("/", "/lessons", "/lessons/conversation", f"/lessons/{LESSON}", "/signup", "/login", "/help"):
        visitor.goes_to(address)
        assert walk(visitor.page) == [], address


def test_someone_in_a_pair_reaches_everything(maite: Someone) -> None:
    maite.opens_the_pair()
    pair = maite.page.url
    pages = ("/roles", "/settings", "/close", "/agreement", "/agreement/text", "/journal", f"/lessons/{LESSON}")
    for address in ("/today", "/pairs/", "/pairs/new", "/account", pair, *(pair + page for page in pages)):
        maite.goes_to(address)
        assert walk(maite.page) == [], address


def test_the_forms_of_an_exchange_are_reached_too(maite: Someone) -> None:
    maite.goes_to("/today")
    maite.opens(".waits a[href*='/journal/'] >> nth=0")
    expect(maite.page.get_by_role("button", name=maite.words("That is it"))).to_be_visible()
    assert walk(maite.page) == []


def test_the_first_stop_leads_past_the_heading(people: People) -> None:
    visitor = people.arrives("Passante", "passante@exemple.ca", "fr")
    visitor.goes_to("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".skip")).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("main a").first).to_be_focused()


def test_someone_signs_in_without_a_mouse(people: People) -> None:
    someone = people.arrives(MAITE.name, MAITE.email, "fr")
    someone.goes_to("/login")
    someone.page.locator("main input[type=email]").focus()
    someone.page.keyboard.type(MAITE.email)
    someone.page.keyboard.press("Tab")
    someone.page.keyboard.type(PASSWORD)
    with someone.page.expect_navigation(url="**/today"):
        someone.page.keyboard.press("Enter")
