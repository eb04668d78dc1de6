"""What somebody takes along: all that the register promises, and nothing that is not theirs to read."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.accounts.service import credentials
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.markup import render, words_of
from portal.kernel.transaction import transaction
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.vocabulary import Export
from portal.privacy.service import account
from portal.safety.models import Report
from tests import builders
from tests.builders import csrf, sign_in
from tests.journal.acting import Two, lesson
from tests.journal.test_statements import statements
from tests.privacy.story import MARKS, PASSWORD, SAID, Story, fill, mark, tell

MINE = "/account/privacy"
FORMATS = ("markdown", "json", "page")


NOTHING_YET = {
    "person.disabled_at",  # nobody who asks
    "invitation.accepted_by_id",
    "invitation.pair_id",
}


@pytest.fixture
def story(app: Flask) -> Story:
    return tell(app)


def take(browser: FlaskClient, wanted: str, path: str = MINE, password: str = PASSWORD) -> TestResponse:
    token = csrf(browser, path)
    address = path if path != MINE else f"{MINE}/export"
    return browser.post(address, data={"csrf_token": token, "current": password, "format": wanted})


def taken(browser: FlaskClient, wanted: str, path: str = MINE) -> str:
    answer = take(browser, wanted, path)
    assert answer.status_code == 200, answer.text
    return answer.text


def of_pair(story: Story) -> str:
    return f"/pairs/{story.two.id}/journal/export"


def test_every_column_that_is_declared_to_leave_leaves(app: Flask, story: Story) -> None:
    for table in PERSONAL:
        fill(app, table, story.two.first.id)
    rows: dict[str, list[dict[str, Any]]] = json.loads(taken(story.browser(story.maite), "json"))["rows"]
    declared = {f"{table.name}.{name}" for table in PERSONAL for name in table.taken}
    said = {
        f"{table}.{name}": row[name]
        for table, found in rows.items()
        for row in found
        for name in row
        if row[name] is not None
    }
    assert {f"{table}.{name}" for table, found in rows.items() for row in found for name in row} == declared
    own = {f"{table.name}.{name}" for table in PERSONAL if table.whose for name in table.taken}
    assert own - set(said) <= NOTHING_YET


def test_every_text_that_is_declared_to_leave_leaves_whole(story: Story) -> None:
    words = {f"{table.name}.{column.name}" for table in PERSONAL for column in table.of(Export.WORDS)}
    assert words == set(MARKS)
    browser = story.browser(story.maite)
    for wanted in FORMATS:
        text = taken(browser, wanted)
        assert [column for column in MARKS if mark(column) not in text] == []


@pytest.mark.parametrize("path", ["", "pair"])
def test_what_was_opened_to_me_is_marked_as_the_others(story: Story, path: str) -> None:
    browser, address = story.browser(story.maite), of_pair(story) if path else MINE
    found = json.loads(taken(browser, "json", address))
    pairs = [found] if path else found["pairs"]
    words = [one for pair in pairs for occasion in pair["occasions"] for one in occasion["words"]]
    by = {one["text"]: one["by"] for one in words}
    assert {text for text, who in by.items() if "-theirs-" in text and who != "other"} == set()
    assert {text for text, who in by.items() if "-mine-" in text and who != "me"} == set()
    assert by[mark("reflection.text_cipher", "theirs")] == "other"
    text = taken(browser, "markdown", address)
    theirs = re.escape(mark("reflection.text_cipher", "theirs"))
    assert re.search(rf"\*\*Ibrahim[^\n]* wrote\*\* [^\n]*\n(\n\*[^\n]*\n)*\n> {theirs}", text)


def test_notes_say_who_reads_them(story: Story) -> None:
    story.maite.keep_note("A note for myself.")
    story.maite.note("A note not chosen yet.")
    text = taken(story.browser(story.maite), "markdown")
    for said, told in (
        ("A note for myself.", "a free note, private"),
        ("A note not chosen yet.", "a free note, draft"),
        (mark("entry.text_cipher", "theirs"), "a free note, shared"),
        (mark("step_done.note_cipher"), "a note on a step, shared"),
    ):
        assert re.search(rf"{told}\)\n(\n\*[^\n]*\n)*\n> [^\n]*{re.escape(said)}", text), said


def test_no_code_of_the_database_stands_where_a_person_reads(story: Story) -> None:
    browser = story.browser(story.maite)
    for wanted in ("markdown", "page"):
        text = taken(browser, wanted)
        assert "try-1" not in text
        assert f"{story.about.module}/{story.about.slug}" not in text
        assert story.two.id not in text
        assert "America/Toronto" not in text
        assert story.about.title in text
    found = json.loads(taken(browser, "json"))
    lesson = f"{story.about.module}/{story.about.slug}"
    assert (lesson, "try-1") in {(row["lesson_id"], row["step_key"]) for row in found["rows"]["step_done"]}


def test_people_are_named_in_the_rows(story: Story) -> None:
    rows = json.loads(taken(story.browser(story.maite), "json"))["rows"]
    assert rows["block"][0]["blocked_id"] == {"name": story.two.second.name, "me": False}
    assert rows["strand_role"][0]["proposed_by_id"] == {"name": story.two.first.name, "me": True}


@pytest.mark.parametrize(("language", "you"), [("en", "You"), ("fr", "vous")])
def test_whoever_is_called_me_or_you_is_not_taken_for_the_owner(
    app: Flask, story: Story, language: str, you: str
) -> None:
    with app.app_context(), transaction():
        for person_id, called in ((story.ibrahim.me.id, you), (story.maite.me.id, "me")):
            changed = update(Person).where(Person.id == person_id)
            db.session.execute(changed.values(name=called, language=language))
    rows = json.loads(taken(story.browser(story.maite), "json"))["rows"]
    named = {(person["name"], person["me"]) for row in rows["block"] for person in (row["blocked_id"],)}
    assert named == {(you, False)}
    told = taken(story.browser(story.maite), "markdown")
    assert {"en": "What you and “You” wrote", "fr": "## Ce que vous et « vous » avez écrit"}[language] in told
    assert {"en": ": “You”\n", "fr": "\u00a0: « vous »\n"}[language] in told


def test_a_report_is_taken_along_by_who_sent_it_alone(story: Story) -> None:
    for name in SAID:
        for wanted in FORMATS:
            assert mark(f"report.{name}") in taken(story.browser(story.maite), wanted)
            assert mark(f"report.{name}") not in taken(story.browser(story.ibrahim), wanted)
            assert mark(f"report.{name}") not in taken(story.browser(story.maite), wanted, of_pair(story))


def test_sentences_that_nobody_attests_are_said_to_be_nobodys(app: Flask, story: Story) -> None:
    browser, words = story.browser(story.maite), mark("report.excerpt_cipher")

    def by() -> str:
        said = json.loads(taken(browser, "json"))["reports"][0]["words"]
        return next(str(one["by"]) for one in said if one["text"] == words)

    assert by() == "other"
    with app.app_context(), transaction():
        db.session.execute(update(Report).values(attested_at=None))
    assert by() == "not attested"
    assert "not attested" in taken(browser, "markdown")


@pytest.mark.parametrize(("name", "other"), [("me", "fr"), ("True", "confirm")])
def test_a_name_is_no_code(app: Flask, story: Story, name: str, other: str) -> None:
    with app.app_context(), transaction():
        for writer, called in ((story.maite, name), (story.ibrahim, other)):
            db.session.execute(update(Person).where(Person.id == writer.me.id).values(name=called))
    text = taken(story.browser(story.maite), "markdown")
    assert f"- Name: {name}\n" in text
    assert other in text[text.index("What the portal keeps about you") :].split()


def test_what_is_typed_makes_nothing_of_the_documents_own(story: Story) -> None:
    typed = "# A heading\n\n![a picture](https://example.org/seen)\n<b>bold</b>\n- one\n2. two\n```\nand on"
    story.maite.keep_note(typed)
    text = taken(story.browser(story.maite), "markdown")
    html = render(text)
    assert "<img" not in html
    assert "<b>" not in html
    assert "A heading</h" not in html
    said = html[html.index("# A heading") :].partition("</blockquote>")[0]
    assert words_of(said).split() == typed.split()


def test_nothing_sealed_private_withdrawn_or_drafted_of_the_other_is_in_it(app: Flask, story: Story) -> None:
    ibrahim, mine = story.ibrahim, story.maite
    ibrahim.save(lesson(app), "canary-drafted by the other")
    ibrahim.save_and_seal(lesson(app), "canary-sealed by the other")
    ibrahim.keep(ibrahim.save_and_seal(lesson(app), "canary-kept by the other"))
    ibrahim.pass_draft(ibrahim.save(lesson(app), "canary-passed by the other"))
    about = lesson(app)
    opened = ibrahim.save_and_seal(about, "canary-withdrawn by the other")
    my_own = mine.save_and_seal(about, "canary-withdrawn by myself")
    ibrahim.withdraw(opened)
    mine.withdraw(my_own)
    mine.save(lesson(app), "my own draft, whole")
    ibrahim.note("canary-noted by the other")
    ibrahim.keep_note("canary-private note of the other")
    ibrahim.erase_note(ibrahim.share_note("canary-withdrawn note of the other"))
    mine.keep_note("my own private note, whole")
    browser = story.browser(mine)
    for address in (MINE, of_pair(story)):
        for wanted in FORMATS:
            text = taken(browser, wanted, address)
            assert "canary-" not in text
            assert "my own draft, whole" in text
            assert "my own private note, whole" in text


def test_nothing_changes_in_it_when_the_other_writes_for_themselves(app: Flask, story: Story) -> None:
    browser, moment = story.browser(story.maite), now()
    with clock.at(moment):
        before = [taken(browser, "json", address) for address in (MINE, of_pair(story))]
        story.ibrahim.save(lesson(app), "A draft on another lesson.")
        story.ibrahim.note("A note of his own.")
        assert [taken(browser, "json", address) for address in (MINE, of_pair(story))] == before


def test_another_pair_of_the_same_two_people_is_in_no_journal_but_its_own(app: Flask, story: Story) -> None:
    other = builders.pair(app, story.two.first, builders.person(app, "Noor"))
    Two(app, other, story.about).first.save(story.about, "to another partner, in another pair")
    browser = story.browser(story.maite)
    assert "to another partner" in taken(browser, "json")
    assert "to another partner" not in taken(browser, "json", of_pair(story))
    assert "to another partner" not in taken(story.browser(story.ibrahim), "json")


def test_the_journal_of_a_closed_pair_is_still_its_twos(app: Flask, story: Story) -> None:
    Two(app, story.two, story.about).set_state(closed_at=now())
    assert mark("reflection.text_cipher", "theirs") in taken(story.browser(story.maite), "markdown", of_pair(story))


@pytest.mark.parametrize(
    ("wanted", "media", "ending"), [("json", "application/json", "json"), ("markdown", "text/markdown", "md")]
)
def test_a_file_is_saved_and_kept_by_nobody(story: Story, wanted: str, media: str, ending: str) -> None:
    answer = take(story.browser(story.maite), wanted)
    assert answer.content_type == f"{media}; charset=utf-8"
    assert re.fullmatch(
        rf'attachment; filename="vice-versa-\d{{4}}-\d\d-\d\d\.{ending}"', answer.headers["Content-Disposition"]
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_it_asks_for_the_password_and_says_so_beside_it(story: Story) -> None:
    browser = story.browser(story.maite)
    for address in (MINE, of_pair(story)):
        for password, said in (("", "Write your password."), ("something else", "This is not your current password.")):
            answer = take(browser, "json", address, password)
            assert answer.status_code == 422
            assert said in answer.text
            assert mark("reflection.text_cipher") not in answer.text


def test_it_can_be_asked_for_so_often_an_hour(story: Story) -> None:
    browser = story.browser(story.maite)
    for _ in range(account.PER_PERSON.tries):
        take(browser, "unknown")
    assert take(browser, "json").status_code == 200  # a form that is no form counts no try
    for _ in range(account.PER_PERSON.tries - 1):
        take(browser, "json", password="wrong")
    assert take(browser, "json").status_code == 429
    assert credentials.PER_PERSON.tries < account.PER_PERSON.tries


def test_the_page_says_what_is_kept_in_the_words_of_the_register(app: Flask, story: Story) -> None:
    page = story.browser(story.maite).get(MINE).text
    for table in PERSONAL:
        assert str(table.title) in page
    for days in ("30 days after the email left", "90 days after the session ended"):
        assert days in page
    assert "I am 14 or older" in page


def test_the_page_names_a_time_zone_like_the_profile(story: Story) -> None:
    page = story.browser(story.maite).get(MINE).text
    assert "Montréal, Québec, Toronto" in page
    assert "America/Toronto" not in page


def test_it_reads_as_many_statements_for_ten_exchanges_as_for_one(app: Flask, story: Story) -> None:
    browser = story.browser(story.maite)
    token = csrf(browser, MINE)

    def asked() -> int:
        with statements(app) as seen:
            fields = {"csrf_token": token, "current": PASSWORD, "format": "json"}
            assert browser.post(f"{MINE}/export", data=fields).status_code == 200
        return len(seen)

    asked()  # the first try in an hour begins its count
    one = asked()
    for _ in range(9):
        Two(app, story.two, lesson(app)).both_open()
    assert asked() == one


def test_nobody_has_a_form_for_somebody_elses_journal(app: Flask, story: Story) -> None:
    stranger = sign_in(app, builders.person(app, "Noor"))
    assert stranger.get(of_pair(story)).status_code == 404
