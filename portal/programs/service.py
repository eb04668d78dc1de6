"""Programmes: the open one always exists, and whoever begins a pair without another is in it."""

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.programs import queries
from portal.programs.models import Enrolment, Program
from portal.programs.rules import OPEN_PROGRAM_SLUG, EnrolmentRole


def ensure_open_program() -> Program:
    """The open programme, made when the database is new."""
    program = queries.open_program()
    if program is None:
        program = Program(
            slug=OPEN_PROGRAM_SLUG,
            name_fr="Programme ouvert",
            name_en="Open programme",
            is_open=True,
            created_at=now(),
        )
        db.session.add(program)
        db.session.flush()
    return program


def enrol(program_id: str, person_id: str) -> None:
    """Make someone a participant; again, if they had left."""
    found = queries.enrolment(program_id, person_id, EnrolmentRole.PARTICIPANT)
    if found is not None:
        found.left_at = None
        return
    db.session.add(
        Enrolment(program_id=program_id, person_id=person_id, role=EnrolmentRole.PARTICIPANT, joined_at=now())
    )
