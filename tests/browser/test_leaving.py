"""Somebody takes everything along and deletes their account; their partner keeps their own words."""

import json
from pathlib import Path

import pytest
from flask import Flask

from portal.accounts import passwords
from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests import builders
from tests.browser.drafting import signed_in
from tests.browser.glass import Glass
from tests.browser.people import People, Someone
from tests.journal.acting import Two, shipped_lesson

MINE = "J’ai parlé avant d’écouter, et personne ne me l’avait dit."
THEIRS = "J’ai pris le silence pour un accord; c’était de la politesse."
HEARD = "J’entends que vous parlez en premier."
SEALED = "Ce que je n’ai encore ouvert à personne, et qui restera scellé."
PASSWORD = "une phrase assez longue"


@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_an_account_goes_and_the_partner_keeps_their_own_words(
    writing_app: Flask, people: People, tmp_path: Path, language: str, script: bool
) -> None:
    people.glass = Glass()
    made = builders.pair(writing_app)
    two = Two(writing_app, made, shipped_lesson(writing_app, "amorcer", "ne-presumez-de-rien"))
    mine, theirs = two.first.save_and_seal(two.about, MINE), two.second.save_and_seal(two.about, THEIRS)
    two.first.confirm(mine, two.second.hear(mine, HEARD))
    two.first.save_and_seal(shipped_lesson(writing_app, "amorcer", "guider-sans-diriger"), SEALED)
    _can_sign_in(writing_app, made.first.id, language)
    _can_sign_in(writing_app, made.second.id, language)
    maite, ibrahim = (signed_in(writing_app, people, one, language, script=script) for one in (made.first, made.second))

    _takes_everything_along(maite, tmp_path)
    _deletes_the_account(maite)
    _sees_where_the_words_stood(ibrahim, made.id, mine, theirs)

    assert not ibrahim.has_received(SEALED)
    assert people.complaints() == []


def _takes_everything_along(maite: Someone, folder: Path) -> None:
    maite.goes_to("/account/privacy")
    maite.fills("Your password", PASSWORD)
    maite.presses("See a page to print")
    for words in (MINE, THEIRS, HEARD, SEALED):
        maite.reads(words)
    maite.goes_to("/account/privacy")
    for button, name in (
        ("Get a text to read anywhere (Markdown)", "copy.md"),
        ("Get data for a machine (JSON)", "copy.json"),
    ):
        maite.fills("Your password", PASSWORD)
        with maite.page.expect_download() as saved:
            maite.page.get_by_role("button", name=maite.words(button), exact=True).click()
        saved.value.save_as(folder / name)
    assert f"> {SEALED}" in (folder / "copy.md").read_text()
    words = [
        one
        for pair in json.loads((folder / "copy.json").read_text())["pairs"]
        for occasion in pair["occasions"]
        for one in occasion["words"]
    ]
    assert {one["text"]: one["by"] for one in words} == {MINE: "me", THEIRS: "other", HEARD: "other", SEALED: "me"}


def _deletes_the_account(maite: Someone) -> None:
    maite.goes_to("/account/privacy")
    maite.follows("Delete my account", inside="main")
    maite.sees("It is immediate and final. We cannot undo it.")
    maite.fills("Your password", "pas le bon mot de passe")
    maite.presses("Delete my account for good", refused=422)
    maite.sees("This is not your current password. Try again.")
    maite.fills("Your password", PASSWORD)
    maite.presses("Delete my account for good")
    maite.sees("Your account is deleted. Your words are erased, except what the deletion page said would stay.")


def _sees_where_the_words_stood(ibrahim: Someone, pair_id: str, mine: str, theirs: str) -> None:
    gone = ibrahim.words("someone who deleted their account")
    ibrahim.goes_to("/pairs/")
    ibrahim.sees("You and %(name)s", name=gone)
    ibrahim.goes_to(f"/pairs/{pair_id}")
    ibrahim.sees("This pair is closed: the other person deleted their account. You keep your own words.")
    ibrahim.goes_to(f"/pairs/{pair_id}/journal")
    ibrahim.goes_to(f"/pairs/{pair_id}/journal/{theirs}")
    ibrahim.reads(THEIRS, inside="section[aria-labelledby=mine]")
    ibrahim.reads(
        ibrahim.words.beginning("This person deleted their account on %(day)s: their words went with it."),
        inside="section[aria-labelledby=theirs]",
    )
    ibrahim.unfolds("What was said about it (a text erased with an account)")
    ibrahim.reads(HEARD)
    assert not ibrahim.has_received(MINE)
    for page in ("agreement", "settings"):
        ibrahim.goes_to(f"/pairs/{pair_id}/{page}")
    ibrahim.goes_to("/today")


def _can_sign_in(app: Flask, person_id: str, language: str) -> None:
    with app.app_context():
        password_hash = passwords.hash_password(PASSWORD)
        with transaction():
            person = db.session.get_one(Person, person_id)
            person.password_hash, person.language = password_hash, language
