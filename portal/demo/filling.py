"""Filling in the demo programme, whole or not at all."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import exists, select

from portal.accounts import service as accounts
from portal.accounts.models import Person
from portal.accounts.rules import SiteRole
from portal.demo import drafting, story
from portal.demo.acting import Partner, ago
from portal.demo.people import (
    ETIENNE,
    EVERYBODY,
    IBRAHIM,
    INVITED,
    MAITE,
    OWEN,
    PASSWORD,
    PRIYA,
    ROSALIE,
    SOLANGE,
    Cast,
)
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import DEFAULT_TIME_ZONE
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import queries
from portal.pairs.service import invitations
from portal.programs import service as programs
from portal.programs.models import Enrolment
from portal.programs.rules import EnrolmentRole

_SOMEBODY = select(exists().where(Person.is_demo.is_(False)))
_FILLED = select(exists().where(Person.is_demo))


@dataclass(frozen=True, slots=True)
class DemoSignIns:
    """Who can sign in to the demo, all with one password. `is_new`: they were made just now."""

    password: str
    people: tuple[Cast, ...]
    is_new: bool


def fill(app: Flask) -> DemoSignIns:
    """Make the invented people and all they have done. Where they are already, nothing changes.

    Raises a Refusal, and makes nothing, in a database that has real people or no lessons.
    """
    with app.app_context():
        is_new = not db.session.scalar(_FILLED)
        if is_new:
            _refuse_real_people()
            _fill()
    return DemoSignIns(PASSWORD, EVERYBODY, is_new)


def _refuse_real_people() -> None:
    if db.session.scalar(_SOMEBODY):
        raise Refusal("There are people in this database: the demo goes into one of its own. Nothing was changed.")


def _fill() -> None:
    """Passwords are hashed first: nothing waits for them while the one transaction is open."""
    hashes = {one: accounts.hashed_password(PASSWORD, name=one.name, email=one.email) for one in EVERYBODY}
    with transaction():
        with ago(40, 14):
            actors = {one: _arrive(one, hashes[one]) for one in EVERYBODY}
            accounts.give_role(None, actors[SOLANGE].id, SiteRole.ADMINISTRATOR)
            accounts.give_role(actors[SOLANGE].id, actors[ETIENNE].id, SiteRole.INSTRUCTOR)
            _coordinate(actors[ROSALIE])
        story.under_way(*_pair_up(actors[MAITE], actors[IBRAHIM], days=33))
        story.just_begun(*_pair_up(actors[PRIYA], actors[OWEN], days=3))
        drafting.write(actors[ETIENNE])
        with ago(1, 16):
            invitations.invite(actors[ETIENNE], INVITED, ETIENNE.language)


def _arrive(one: Cast, password_hash: str) -> Actor:
    person_id = accounts.create_confirmed(one.name, one.email, password_hash, one.language)
    db.session.get_one(Person, person_id).is_demo = True
    return Actor(
        id=person_id,
        name=one.name,
        language=one.language,
        time_zone=DEFAULT_TIME_ZONE,
        session_id="",
        csrf_secret="",
    )


def _coordinate(actor: Actor) -> None:
    program = programs.ensure_open_program()
    db.session.add(
        Enrolment(program_id=program.id, person_id=actor.id, role=EnrolmentRole.COORDINATOR, joined_at=now())
    )


def _pair_up(first: Actor, second: Actor, *, days: int) -> tuple[Partner, Partner]:
    """The first sends a link, so many days ago, and the second accepts it in the evening."""
    with ago(days, 13):
        invitation_id = invitations.invite(first, None, second.language)
    with ago(days, 22):
        invitation = queries.invitation(invitation_id)
        if invitation is None:
            raise RuntimeError("an invitation of the demo got lost")
        pair_id = invitations.accept(invitations.Received(invitation, mailed=False), second.id)
    return Partner(first, pair_id), Partner(second, pair_id)
