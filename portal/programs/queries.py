"""Named statements about programmes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.programs.models import Enrolment, Program
from portal.programs.rules import EnrolmentRole


@dataclass(frozen=True, slots=True)
class MyProgram:
    """A programme, as its participants know it."""

    id: str
    slug: str
    names: Mapping[str, str]
    """By language."""
    joined_at: datetime
    left_at: datetime | None
    is_open: bool


_OPEN = select(Program).where(Program.is_open)
_MINE = (
    select(
        Program.id,
        Program.slug,
        Program.name_fr,
        Program.name_en,
        Enrolment.joined_at,
        Enrolment.left_at,
        Program.is_open,
    )
    .join(Enrolment, Enrolment.program_id == Program.id)
    .where(
        Enrolment.person_id == bindparam("me"),
        Enrolment.role == EnrolmentRole.PARTICIPANT,
    )
    .order_by(Enrolment.joined_at)
)
_ENROLLED = select(Enrolment).where(
    Enrolment.program_id == bindparam("program"),
    Enrolment.person_id == bindparam("person"),
    Enrolment.role == bindparam("role"),
)


_ALL = select(Program).order_by(Program.created_at, Program.id)
_COORDINATORS = (
    select(Person.email)
    .join(Enrolment, Enrolment.person_id == Person.id)
    .where(
        Enrolment.program_id == bindparam("program"),
        Enrolment.role == EnrolmentRole.COORDINATOR,
        Enrolment.left_at.is_(None),
    )
    .order_by(Enrolment.joined_at, Person.id)
)


def programs() -> Sequence[Program]:
    """Every programme, the oldest first."""
    return db.session.scalars(_ALL).all()


def program(slug: str) -> Program | None:
    return next((one for one in programs() if one.slug == slug), None)


def coordinators(program_id: str) -> Sequence[str]:
    """The addresses of those who coordinate it."""
    return [str(email) for email in db.session.scalars(_COORDINATORS, {"program": program_id})]


def open_program() -> Program | None:
    return db.session.scalar(_OPEN)


def my_programs(actor: Actor) -> list[MyProgram]:
    """What this person takes part in, the oldest first."""
    return [program for program in _ever_mine(actor) if program.left_at is None]


def my_program(actor: Actor, *, program: str) -> MyProgram | None:
    """By its slug, for a participant, and for who was one."""
    return next((one for one in _ever_mine(actor) if one.slug == program), None)


def _ever_mine(actor: Actor) -> list[MyProgram]:
    rows = db.session.execute(_MINE, {"me": actor.id})
    return [
        MyProgram(row.id, row.slug, {"fr": row.name_fr, "en": row.name_en}, row.joined_at, row.left_at, row.is_open)
        for row in rows
    ]


def enrolment(program_id: str, person_id: str, role: str) -> Enrolment | None:
    return db.session.scalar(_ENROLLED, {"program": program_id, "person": person_id, "role": role})
