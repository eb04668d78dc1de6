"""A word that people write to each other is found in their own pages, and nowhere else."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.accounts.rules import SiteRole
from portal.journal.queries import exchange_lines, said_under
from portal.journal.rules import ExchangeLine
from portal.kernel.database import new_id
from portal.settings import Settings
from tests import builders
from tests.builders import sign_in
from tests.databases import sqlite_path
from tests.journal.acting import Browser, Two, hearings, parsed, words

CANARY = "zygomorphe-4711"


def written(what: str) -> str:
    return f"{what}: {CANARY}, and a few words more."


def everything_written(app: Flask, two: Two, maite: Browser, ibrahim: Browser) -> list[TestResponse]:
    """Every kind of text, through drafts, refusals and all; what the pages answered."""
    mine = two.first.save(two.about, written("draft"))
    two.first.save(two.about, written("later draft"), version=1)
    answers = [maite.get(f"/{mine}")]
    two.first.seal(mine, written("later draft"))
    answers += [maite.get(f"/{mine}"), ibrahim.get(f"/{mine}"), maite.post(f"/{mine}/open")]
    two.second.save_and_seal(two.about, written("second"))
    answers.append(ibrahim.post(f"/{mine}/hearing", key=new_id(), text=written("heard") + "\0"))
    answers.append(ibrahim.post(f"/{mine}/hearing", key=new_id(), text=written("heard")))
    answers.append(ibrahim.post(f"/{mine}/hearing", key=new_id(), text=written("late")))
    (first,) = hearings(app, mine)
    answers.append(maite.post(f"/{mine}/hearing/{first.id}/clarify", text=written("clarified")))
    answers.append(ibrahim.post(f"/{mine}/hearing", key=new_id(), text=written("heard again")))
    answers.append(maite.post(f"/{mine}/hearing/{hearings(app, mine)[-1].id}/confirm"))
    answers.append(maite.post(f"/{mine}/reply", key=new_id(), text=written("replied")))
    answers.append(maite.post(f"/{mine}/add", key=new_id(), text=written("added")))
    for act in ("save", "keep", "share"):
        note = new_id()
        for wrong in (written("stale note"), written("note")):
            answers.append(maite.post("/entries", key=note, text=wrong + "\0" * (wrong != written("note")), act="save"))
        answers.append(maite.post("/entries", key=note, text=written("stale note"), act=act, version="7"))
        answers.append(maite.post("/entries", key=note, text=written("note again"), act=act, version="1"))
        answers.append(maite.get(f"/entries/{note}"))
    answers.append(maite.post(f"/entries/{note}/add", key=new_id(), text=written("added to the note")))
    answers += [maite.get(f"/entries/{note}"), ibrahim.get(f"/entries/{note}")]
    return [*answers, maite.get(f"/{mine}"), ibrahim.get(f"/{mine}"), maite.get(), ibrahim.get()]


@pytest.fixture
def answers(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser, caplog: pytest.LogCaptureFixture
) -> list[TestResponse]:
    caplog.set_level(logging.DEBUG)
    return everything_written(app, two, maite, ibrahim)


def test_the_two_read_it(answers: list[TestResponse]) -> None:
    mine, theirs = answers[-4:-2]
    for page in (mine, theirs):
        assert words(parsed(page), ".leaves").count(CANARY) == 7


def test_no_title_address_or_list_carries_it(answers: list[TestResponse]) -> None:
    for answer in answers:
        assert CANARY not in "".join(f"{name}: {value}" for name, value in answer.headers)
        assert CANARY not in words(parsed(answer), "title")
    for page in answers[-2:]:
        assert CANARY not in page.text


def test_no_file_holds_it(answers: list[TestResponse], settings: Settings) -> None:
    database = sqlite_path(str(settings.database_url))
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    if database is not None:
        files += sorted(database.parent.glob(f"{database.name}*"))
        assert database in files
    assert [path for path in files if CANARY.encode() in Path(path).read_bytes()] == []


def test_no_log_tells_it(answers: list[TestResponse], caplog: pytest.LogCaptureFixture) -> None:
    assert answers
    assert CANARY not in caplog.text


def test_no_log_tells_it_when_something_breaks(
    two: Two, ibrahim: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mine, _ = two.both_open()

    def broken(text: str) -> None:
        raise ValueError(text)

    monkeypatch.setattr("portal.kernel.secrecy.close", lambda _owner, _place, text: broken(text))
    answer = ibrahim.post(f"/{mine}/hearing", key=new_id(), text=written("heard"))
    assert answer.status_code == 500
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text
    assert CANARY in answer.text  # given back to who wrote it, to be sent again


def test_no_page_of_the_portal_shows_it_to_others(app: Flask, answers: list[TestResponse], two: Two) -> None:
    boss = sign_in(app, builders.person(app, "Anne", roles=(SiteRole.ADMINISTRATOR, SiteRole.INSTRUCTOR)))
    for address in ("/", "/today", "/pairs/", "/admin/", "/admin/health", f"/admin/people/{two.pair.first.id}"):
        answer = boss.get(address)
        assert answer.status_code in (200, 303)
        assert CANARY not in answer.text


def test_where_the_two_work_shows_that_something_waits_and_no_word_of_it(
    app: Flask, answers: list[TestResponse], two: Two, maite: Browser
) -> None:
    for address in ("/today", f"/pairs/{two.pair.id}", "/pairs/"):
        answer = maite.client.get(address)
        assert answer.status_code == 200
        assert CANARY not in answer.text


def test_after_all_is_withdrawn_no_page_of_the_two_holds_it(
    app: Flask, answers: list[TestResponse], two: Two, maite: Browser, ibrahim: Browser
) -> None:
    rows = {line.author_id: line.reflection_id for line in all_lines(two)}
    mine, theirs = rows[two.pair.first.id], rows[two.pair.second.id]
    with app.app_context():
        said = [one.id for one in said_under([mine]) if one.kind == "reply"]
    for hearing in hearings(app, mine):
        ibrahim.post(f"/{mine}/words/{hearing.id}/withdraw")
    for reply in said:
        maite.post(f"/{mine}/words/{reply}/withdraw")
    assert maite.post(f"/{mine}/withdraw").status_code == ibrahim.post(f"/{theirs}/withdraw").status_code == 303
    for browser in (maite, ibrahim):
        assert CANARY not in browser.get(f"/{mine}").text + browser.get(f"/{theirs}").text


def all_lines(two: Two) -> list[ExchangeLine]:
    with two.app.app_context():
        return exchange_lines(two.pair.first.id, [two.pair.id])
