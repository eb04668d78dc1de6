"""Notices: read and cleared by pressing, a choice of mails, and a mail that leads where it says and can be ended."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.drafting import two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone
from tests.browser.running import RunningPortal
from tests.browser.test_notes import EXTRA, SHARED, begins_a_note
from tests.processes import until


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_what_one_is_told_and_chooses_to_be_told(
    writing_app: Flask, people: People, language: str, script: bool
) -> None:
    people.glass = Glass()
    two = two_people(writing_app, people, language, script=script)
    maite, ibrahim = two.first, two.second
    chooses_to_be_mailed_at_once(maite)
    ibrahim.goes_to(f"{two.address}/journal")
    begins_a_note(ibrahim, SHARED)
    ibrahim.presses("Share it with %(name)s", name=maite.name)
    letter = until(lambda: letter_to(people.portal, maite.who.email))
    reads_and_clears(maite, ibrahim)

    ibrahim.unfolds("Add to my text")
    ibrahim.fills("What I add", EXTRA)
    ibrahim.presses("Add")
    link = until(lambda: other_link(people.portal, maite.who.email, letter))
    maite.goes_to(link)
    maite.reads(EXTRA)

    maite.goes_to(str(letter["List-Unsubscribe"]).strip("<>"))
    maite.presses("Stop these emails")
    maite.sees("These emails have stopped")
    maite.follows("Choose again what you get")
    expect(maite.page.get_by_label(maite.words("Send me emails about notices"), exact=True)).not_to_be_checked()
    assert people.complaints() == []


def chooses_to_be_mailed_at_once(someone: Someone) -> None:
    """And never asleep, so that the hour of the day is nothing to this test."""
    someone.goes_to("/account/notices")
    someone.page.locator("[name=journal_pace]").select_option("at once")
    for hour in ("quiet_from", "quiet_to"):
        someone.page.locator(f"[name={hour}]").fill("00:00")
    someone.presses("Save")
    someone.sees("Saved: this is what you get from now on.")


def reads_and_clears(someone: Someone, other: Someone) -> None:
    someone.goes_to("/notices/")
    someone.sees("%(name)s shares a note with you.", name=other.name)
    expect(someone.page.get_by_role("link", name=someone.words("Notices (%(count)s)", count=1))).to_be_visible()
    someone.presses("Mark as read")
    someone.sees("Nothing new")
    someone.presses("Mark as unread")
    someone.presses("Go and see")
    someone.reads(SHARED)
    someone.goes_to("/notices/")
    someone.presses("Clear what is read")
    someone.sees("What was read is cleared.")
    someone.does_not_see("%(name)s shares a note with you.", name=other.name)


def letters_to(portal: RunningPortal, email: str) -> list[EmailMessage]:
    kept = sorted(portal.settings.mail_folder.glob("*.eml"))
    letters = (message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default) for path in kept)
    return [letter for letter in letters if letter["To"] == email]


def letter_to(portal: RunningPortal, email: str) -> EmailMessage | None:
    return next(iter(letters_to(portal, email)), None)


def other_link(portal: RunningPortal, email: str, first: EmailMessage) -> str:
    """What the newest letter leads to, once there is one after the first."""
    found = [letter for letter in letters_to(portal, email) if letter["Message-ID"] != first["Message-ID"]]
    return portal.link_mailed_to(email) if found else ""
