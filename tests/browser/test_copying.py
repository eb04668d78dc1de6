"""The link of an invitation, taken along."""

from playwright.sync_api import expect

from portal.demo.people import ETIENNE
from tests.browser.people import People, Someone

INVITATION = "main a[href^='/pairs/invitations/']"


def test_one_press_copies_the_link(people: People) -> None:
    etienne = people.comes_back(ETIENNE, permissions=["clipboard-read", "clipboard-write"])
    link = the_link_of_the_invitation(etienne)
    etienne.page.get_by_role("button", name=etienne.words("Copy the link")).click()
    expect(etienne.page.get_by_role("button", name=etienne.words("Copied"))).to_be_visible()
    assert etienne.page.evaluate("navigator.clipboard.readText()") == link
    assert link.startswith(people.portal.address)


def test_without_script_the_link_is_there_to_select(people: People) -> None:
    etienne = people.comes_back(ETIENNE, script=False)
    the_link_of_the_invitation(etienne)
    expect(etienne.page.get_by_role("textbox", name=etienne.words("The link"))).to_be_editable(editable=False)
    expect(etienne.page.get_by_role("button", name=etienne.words("Copy the link"))).to_have_count(0)


def the_link_of_the_invitation(etienne: Someone) -> str:
    etienne.goes_to("/pairs/")
    etienne.opens(f"{INVITATION} >> nth=0")
    return etienne.page.get_by_role("textbox", name=etienne.words("The link")).input_value()
