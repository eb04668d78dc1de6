"""The one mail of this slice: an invitation, in the right language, while it is still good."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

from portal.kernel import clock
from portal.kernel.database import new_id
from portal.kernel.transaction import transaction
from portal.pairs.rules import INVITATION_LASTS
from portal.pairs.service import invitations
from tests.accounts.people import mails
from tests.builders import person, post, sign_in
from tests.pairs.acting import accept, actor_of, invitation, link

ROSALIE = "rosalie@example.ca"
LANGUAGE = re.compile(r'<html lang="(\w\w)')


def language_of(letter: EmailMessage) -> str:
    """What the page of the mail says of itself."""
    found = LANGUAGE.search(letter.get_body(("html",)).get_content())
    assert found is not None
    return found.group(1)


def test_it_carries_the_name_and_the_link_under_the_base_url(app: Flask) -> None:
    sent_id = invitation(app, person(app, "Maïté", language="en"), ROSALIE)
    (letter,) = mails(app)
    assert letter["To"] == ROSALIE
    assert letter["Subject"] == "Maïté invites you to learn from each other"
    for kind in ("plain", "html"):
        body = letter.get_body((kind,)).get_content()
        assert f"http://localhost{link(app, sent_id, mailed=True)}" in body
        assert link(app, sent_id) not in body


def test_it_is_sent_once(app: Flask) -> None:
    invitation(app, person(app), ROSALIE)
    mails(app)
    assert len(mails(app)) == 1


def test_one_to_copy_is_not_mailed(app: Flask) -> None:
    invitation(app, person(app))
    assert mails(app) == []


def test_a_stranger_reads_the_language_it_was_written_in(app: Flask) -> None:
    for language in ("fr", "en"):
        browser = sign_in(app, person(app, language=language))
        post(browser, "/pairs/new", seen_on="/pairs/new", key=new_id(), email=f"{language}@example.ca")
    assert {letter["To"]: language_of(letter) for letter in mails(app)} == {
        "fr@example.ca": "fr",
        "en@example.ca": "en",
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_someone_with_an_account_reads_their_own_language(app: Flask, language: str) -> None:
    maite, known = person(app), person(app, "Ibrahim", language=language)
    with app.app_context(), transaction():
        invitations.invite(actor_of(maite), known.email, "en" if language == "fr" else "fr")
    (letter,) = mails(app)
    assert language_of(letter) == language


def test_nothing_leaves_once_it_is_taken_back(app: Flask) -> None:
    sent_id = invitation(app, person(app), ROSALIE)
    with app.app_context(), transaction():
        invitations.revoke(sent_id)
    assert mails(app) == []


def test_nothing_leaves_once_it_is_accepted(app: Flask) -> None:
    sent_id = invitation(app, person(app), ROSALIE)
    accept(app, link(app, sent_id), person(app, "Noor").id)
    assert mails(app) == []


def test_nothing_leaves_once_it_has_lapsed(app: Flask) -> None:
    invitation(app, person(app), ROSALIE)
    with clock.at(clock.now() + INVITATION_LASTS + timedelta(seconds=1)):
        assert mails(app) == []
