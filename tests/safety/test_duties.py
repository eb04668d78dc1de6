"""Whoever handles reports meets those that wait for them, without a statement more."""

from flask import Flask
from sqlalchemy import delete

from portal.accounts.models import RoleGiven
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.programs.models import Enrolment
from portal.safety import service
from tests.builders import Someone, person, sign_in
from tests.journal.acting import parsed, words
from tests.pairs.acting import counted
from tests.safety.acting import Reader, Reporter
from tests.safety.conftest import Handlers


def told(app: Flask, someone: Someone) -> list[str]:
    """What the day and the menu say of reports."""
    page = parsed(sign_in(app, someone).get("/today"))
    lines = [node.to_text() for place in (".duty", ".places li") for node in page.query(place)]
    return [" ".join(line.split()) for line in lines if "eport" in line]


def test_one_place_of_the_menu_is_where_one_is(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    report = maite.sends(handlers.first)
    browser = sign_in(app, handlers.first)
    for address, place in (
        ("/reports/", "Reports (1)"),
        (f"/reports/{report}", "Reports (1)"),
        ("/account/", "Camille"),
    ):
        assert words(parsed(browser.get(address)), ".places [aria-current]") == place


def test_who_handles_nothing_is_told_nothing(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    maite.sends(handlers.first)
    for someone in (maite.me, handlers.second, handlers.administrator):
        assert told(app, someone) == []


def test_what_waits_is_told_until_it_is_answered(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    reports = [maite.sends(handlers.first), maite.sends(handlers.first)]
    assert told(app, handlers.first) == ["2 reports wait for your answer", "Reports (2)"]
    camille = Reader(app, handlers.first)
    camille.do(service.take, reports[0])
    maite.do(service.withdraw, reports[1])
    assert told(app, handlers.first) == ["1 report waits for your answer", "Reports (1)"]
    camille.do(service.close, reports[0], "I spoke with him.")
    assert told(app, handlers.first) == []


def test_an_administrator_is_told_as_well(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    with app.app_context(), transaction():
        db.session.execute(delete(Enrolment).where(Enrolment.role == "coordinator"))
    maite.sends(handlers.administrator)
    assert told(app, handlers.administrator) == ["1 report waits for your answer", "Reports (1)"]


def test_what_is_not_theirs_any_more_is_not_told(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    maite.sends(handlers.first)
    with app.app_context(), transaction():
        db.session.execute(delete(Enrolment).where(Enrolment.person_id == handlers.first.id))
        db.session.execute(delete(RoleGiven))
    assert told(app, handlers.first) == []


def test_it_takes_no_statement_more(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    maite.sends(handlers.first)
    asked = []
    for someone in (handlers.first, person(app)):
        browser = sign_in(app, someone)
        with counted(app) as sent:
            browser.get("/today")
        asked.append(len(sent))
    assert asked[0] == asked[1]
