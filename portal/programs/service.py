"""Programmes: the open one always exists, and whoever begins a pair without another is in it."""

from sqlalchemy import delete

from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new
from portal.programs import queries
from portal.programs.models import Enrolment, Program
from portal.programs.rules import OPEN_PROGRAM_SLUG, EnrolmentRole


def ensure_open_program() -> Program:
    """The open programme, made when the database is new."""
    program = queries.open_program()
    if program is not None:
        return program
    insert_if_new(
        db.session(),
        Program,
        slug=OPEN_PROGRAM_SLUG,
        name_fr="Programme ouvert",
        name_en="Open programme",
        is_open=True,
        created_at=now(),
    )
    return ensure_open_program()


def enrol(program_id: str, *person_ids: str) -> None:
    """Make people participants; again, if they had left.

    In the same order whoever asks, so that two who enrol the same two never wait for each other.
    """
    for person_id in sorted(person_ids):
        _enrol(program_id, person_id, EnrolmentRole.PARTICIPANT)


def appoint(program_id: str, person_id: str) -> None:
    """Make a person coordinator; again, if they were dismissed. Whether they take part as well is theirs to say."""
    _enrol(program_id, person_id, EnrolmentRole.COORDINATOR)


def leave(program_id: str, person_id: str) -> None:
    """No participant any more; whoever coordinates it goes on doing so."""
    _end(program_id, person_id, EnrolmentRole.PARTICIPANT)


def dismiss(program_id: str, person_id: str) -> None:
    """No coordinator any more; whoever takes part in it goes on doing so."""
    _end(program_id, person_id, EnrolmentRole.COORDINATOR)


def forget(person_id: str) -> None:
    """Inside a transaction: somebody who is no longer here is in no programme."""
    db.session.execute(delete(Enrolment).where(Enrolment.person_id == person_id))


def _end(program_id: str, person_id: str, role: EnrolmentRole) -> None:
    found = queries.enrolment(program_id, person_id, role)
    if found is not None:
        found.left_at = found.left_at or now()


def _enrol(program_id: str, person_id: str, role: EnrolmentRole) -> None:
    found = queries.enrolment(program_id, person_id, role)
    if found is not None:
        found.left_at = None
        return
    insert_if_new(
        db.session(),
        Enrolment,
        program_id=program_id,
        person_id=person_id,
        role=role,
        joined_at=now(),
    )
