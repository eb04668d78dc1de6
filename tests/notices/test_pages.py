"""The page of notices: unread, read, cleared, by POST only; and never more than fits."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as sent
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite

from portal.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.notices.models import Notice
from portal.notices.queries import UNREAD
from portal.notices.rules import Kind
from portal.notices.service.reading import PER_PAGE
from tests.bench.filling import fill
from tests.builders import Someone, TwoPeople, pair, post, sign_in
from tests.journal.acting import Two
from tests.learning.test_statements import counted
from tests.notices.telling import one_of, told, unread


def many(app: Flask, two: TwoPeople, count: int) -> None:
    """Told to the first of the two, one a minute."""
    with app.app_context(), transaction():
        for number in range(count):
            at = now() - timedelta(minutes=number)
            db.session.add(
                Notice(
                    id=new_id(),
                    person_id=two.first.id,
                    kind=Kind.REPLIED,
                    event_key=f"replied:{number}",
                    pair_id=two.id,
                    on_page=True,
                    created_at=at,
                )
            )


def statements(app: Flask, browser: FlaskClient, address: str) -> list[str]:
    asked: list[str] = []

    def note(*told: str) -> None:
        asked.append(told[2])

    with app.app_context():
        engine = db.engine
    sent.listen(engine, "before_cursor_execute", note)
    assert browser.get(address).status_code == 200
    sent.remove(engine, "before_cursor_execute", note)
    return [one for one in asked if one.startswith("SELECT")]


def test_a_notice_is_read_and_cleared_by_pressing_alone(app: Flask, two: Two) -> None:
    two.second.save_and_seal(two.about)
    browser, notice = sign_in(app, two.pair.first), one_of(app, two.pair.first)
    page = browser.get("/notices/").text
    assert two.about.title.replace("Lesson", "Leçon") in page
    assert "Avis (1)" in page
    assert browser.get("/notices/").text.count("Marquer comme lu") == 1
    assert unread(app, two.pair.first) == [Kind.SEALED]
    post(browser, f"/notices/{notice.id}", act="read")
    assert unread(app, two.pair.first) == []
    assert "Avis (1)" not in browser.get("/notices/").text
    post(browser, f"/notices/{notice.id}", act="unread")
    assert unread(app, two.pair.first) == [Kind.SEALED]
    answer = post(browser, f"/notices/{notice.id}", act="open")
    assert answer.headers["Location"] == f"/pairs/{two.pair.id}/journal/{notice.subject_id}"
    assert browser.get(answer.headers["Location"]).status_code == 200
    post(browser, f"/notices/{notice.id}", act="clear")
    assert told(app, two.pair.first) == []
    assert post(browser, f"/notices/{notice.id}", act="burn").status_code == 400


def test_all_is_what_was_on_the_page(app: Flask) -> None:
    two = pair(app)
    many(app, two, 3)
    browser = sign_in(app, two.first)
    before = (now() - timedelta(seconds=90)).isoformat()
    post(browser, "/notices/all/read", until=before)
    assert len(unread(app, two.first)) == 2
    post(browser, "/notices/all/clear", until=now().isoformat())
    assert len(told(app, two.first)) == 2
    assert post(browser, "/notices/all/read", until="soon").status_code == 303


def test_a_notice_of_somebody_else_is_not_there(app: Flask, two: Two) -> None:
    two.second.save_and_seal(two.about)
    notice = one_of(app, two.pair.first)
    assert post(sign_in(app, two.pair.second), f"/notices/{notice.id}", act="read").status_code == 404
    assert unread(app, two.pair.first) == [Kind.SEALED]


def test_the_page_does_not_grow(app: Flask) -> None:
    two = pair(app)
    many(app, two, 3)
    browser = sign_in(app, two.first)
    few = statements(app, browser, "/notices/")
    with app.app_context(), transaction():
        db.session.query(Notice).delete()
    many(app, two, 1000)
    assert statements(app, browser, "/notices/") == few
    assert len(few) <= 4
    page = browser.get("/notices/").text
    assert (page.count("<time"), "Avis (99+)" in page) == (PER_PAGE, True)
    assert browser.get("/notices/?page=25").text.count("<time") == PER_PAGE
    assert browser.get("/notices/?page=26").text.count("<time") == 0
    assert browser.get("/notices/?page=0").status_code == browser.get("/notices/?page=x").status_code == 200


def test_what_is_read_and_cleared_is_not_looked_through_on_every_page(app: Flask) -> None:
    asked = select(Person.id, UNREAD).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with app.app_context():
        way = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    assert any("INDEX ix_notice_unread" in step for step in way), way


@pytest.mark.both_databases
def test_the_pages_opened_most_know_nothing_of_a_thousand_notices(app: Flask) -> None:
    (visit,) = fill(app, 2, 1)
    with app.app_context():
        reader = db.session.get_one(Person, visit.person_id)
        someone = Someone(reader.id, reader.name, str(reader.email))
    before = counted(app, visit)
    many(app, TwoPeople(visit.pair_id, someone, someone, ""), 1000)
    assert counted(app, visit) == before
