"""The open programme always exists, and whoever begins a pair is in it."""

import time

import pytest
from flask import Flask

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.programs import queries
from portal.programs.models import Enrolment, Program
from portal.programs.rules import OPEN_PROGRAM_SLUG, EnrolmentRole
from portal.programs.service import appoint, dismiss, enrol, ensure_open_program
from tests.builders import enrol as enrol_as
from tests.builders import open_program, person
from tests.pairs.acting import at_once

pytestmark = pytest.mark.both_databases


def test_the_open_programme_is_made_once(app: Flask) -> None:
    for _ in range(2):
        with app.app_context(), transaction():
            program = ensure_open_program()
            assert (program.slug, program.is_open) == (OPEN_PROGRAM_SLUG, True)
            assert program.name_fr != program.name_en
    with app.app_context():
        assert db.session.query(Program).count() == 1


def test_two_make_it_at_once(app: Flask) -> None:
    def make() -> str:
        with app.app_context(), transaction():
            return ensure_open_program().id

    one, other = at_once(make, make)
    assert one == other


def test_it_is_found_among_others(app: Flask) -> None:
    with app.app_context(), transaction():
        db.session.add(Program(slug="ailleurs", name_fr="Ailleurs", name_en="Elsewhere", created_at=now()))
        assert queries.open_program() is None
        made = ensure_open_program()
        assert queries.open_program() is made


def test_people_are_enrolled_once(app: Flask) -> None:
    program_id, people = open_program(app), sorted(person(app).id for _ in range(2))
    for _ in range(2):
        with app.app_context(), transaction():
            enrol(program_id, *people)
    with app.app_context():
        rows = db.session.query(Enrolment).all()
        assert sorted(row.person_id for row in rows) == people
        assert {row.role for row in rows} == {EnrolmentRole.PARTICIPANT}


def test_who_had_left_is_in_again(app: Flask) -> None:
    program_id, maite = open_program(app), person(app)
    enrol_as(app, maite, program_id)
    with app.app_context(), transaction():
        db.session.query(Enrolment).one().left_at = now()
    with app.app_context(), transaction():
        enrol(program_id, maite.id)
    with app.app_context():
        assert db.session.query(Enrolment).one().left_at is None


def test_a_coordinator_becomes_a_participant_too(app: Flask) -> None:
    program_id, maite = open_program(app), person(app)
    enrol_as(app, maite, program_id, EnrolmentRole.COORDINATOR)
    with app.app_context(), transaction():
        enrol(program_id, maite.id)
    with app.app_context():
        assert {row.role for row in db.session.query(Enrolment)} == set(EnrolmentRole)


def test_two_enrol_the_same_two_in_either_order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    program_id, one, other = open_program(app), person(app).id, person(app).id
    found = queries.enrolment

    def slowly(*key: str) -> Enrolment | None:
        time.sleep(0.1)  # between one person and the next, long enough for the other to have begun
        return found(*key)

    def act(*people: str) -> None:
        with app.app_context(), transaction():
            enrol(program_id, *people)

    monkeypatch.setattr(queries, "enrolment", slowly)
    assert at_once(lambda: act(one, other), lambda: act(other, one)) == [None, None]
    with app.app_context():
        assert db.session.query(Enrolment).count() == 2


def test_a_coordinator_is_appointed_dismissed_and_appointed_again(app: Flask) -> None:
    program_id, maite = open_program(app), person(app)
    with app.app_context(), transaction():
        enrol(program_id, maite.id)
    for act, listed in ((appoint, [maite.email]), (appoint, [maite.email]), (dismiss, []), (appoint, [maite.email])):
        with app.app_context(), transaction():
            act(program_id, maite.id)
        with app.app_context():
            assert list(queries.coordinators(program_id)) == listed
            taking_part = queries.enrolment(program_id, maite.id, EnrolmentRole.PARTICIPANT)
            assert taking_part is not None
            assert taking_part.left_at is None
