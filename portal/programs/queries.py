"""Named statements about programmes."""

from sqlalchemy import bindparam, select

from portal.kernel.database import db
from portal.programs.models import Enrolment, Program

_OPEN = select(Program).where(Program.is_open)
_ENROLLED = select(Enrolment).where(
    Enrolment.program_id == bindparam("program"),
    Enrolment.person_id == bindparam("person"),
    Enrolment.role == bindparam("role"),
)


def open_program() -> Program | None:
    return db.session.scalar(_OPEN)


def enrolment(program_id: str, person_id: str, role: str) -> Enrolment | None:
    return db.session.scalar(_ENROLLED, {"program": program_id, "person": person_id, "role": role})
