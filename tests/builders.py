"""Made-up people, pairs and lessons, as plain functions. Each opens and closes its own transaction."""

import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import Person, RoleGiven, SignInSession
from portal.accounts.rules import SiteRole
from portal.kernel.clock import now
from portal.kernel.database import Base, db, new_id
from portal.kernel.identity import new_token, token_hash
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair, PairPerson
from portal.programs.models import Enrolment, Program
from portal.programs.rules import OPEN_PROGRAM_SLUG, EnrolmentRole

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Someone:
    """A person as tests know them: plain values, bound to no session."""

    id: str
    name: str
    email: str


@dataclass(frozen=True)
class TwoPeople:
    """A pair as tests know it."""

    id: str
    first: Someone
    second: Someone
    program_id: str


def person(
    app: Flask,
    name: str = "Maïté",
    *,
    language: str = "fr",
    time_zone: str = "America/Toronto",
    roles: tuple[SiteRole, ...] = (),
) -> Someone:
    """A person with a confirmed address and no password."""
    row_id = new_id()
    email = f"{row_id.lower().strip('-_')}@example.org"
    with app.app_context(), transaction():
        moment = now()
        db.session.add(
            Person(
                id=row_id,
                name=name,
                email=email,
                email_confirmed_at=moment,
                language=language,
                time_zone=time_zone,
                created_at=moment,
            )
        )
        db.session.flush()
        for role in roles:
            db.session.add(RoleGiven(person_id=row_id, role=role, given_at=moment))
    return Someone(row_id, name, email)


def open_program(app: Flask) -> str:
    """The id of the open programme, made when it is not there yet."""
    with app.app_context(), transaction():
        found = db.session.query(Program).filter_by(is_open=True).one_or_none()
        if found is None:
            found = Program(slug=OPEN_PROGRAM_SLUG, name_fr="Programme ouvert", name_en="Open programme", is_open=True)
            found.created_at = now()
            db.session.add(found)
            db.session.flush()
        return found.id


def program(app: Flask, slug: str) -> str:
    """The id of a programme of its own."""
    row_id = new_id()
    with app.app_context(), transaction():
        db.session.add(Program(id=row_id, slug=slug, name_fr=slug, name_en=slug, created_at=now()))
    return row_id


def enrol(app: Flask, someone: Someone, program_id: str, role: EnrolmentRole = EnrolmentRole.PARTICIPANT) -> None:
    with app.app_context(), transaction():
        db.session.add(Enrolment(program_id=program_id, person_id=someone.id, role=role, joined_at=now()))


def pair(
    app: Flask, first: Someone | None = None, second: Someone | None = None, program_id: str | None = None
) -> TwoPeople:
    """Two people paired in the open programme: Maïté in seat 1, Ibrahim in seat 2 unless said otherwise."""
    first = first or person(app, "Maïté")
    second = second or person(app, "Ibrahim")
    program_id = program_id or open_program(app)
    pair_id = new_id()
    with app.app_context(), transaction():
        moment = now()
        key = ":".join(sorted((first.id, second.id)))
        db.session.add(Pair(id=pair_id, program_id=program_id, people_key=key, created_at=moment))
        db.session.flush()
        for seat, someone in enumerate((first, second), start=1):
            db.session.add(PairPerson(pair_id=pair_id, person_id=someone.id, seat=seat, joined_at=moment))
    return TwoPeople(pair_id, first, second, program_id)


def sign_in(app: Flask, someone: Someone) -> FlaskClient:
    """A client of their own, signed in as this person: a session row and the cookie that goes with it."""
    token, secret = new_token(), new_token()
    with app.app_context(), transaction():
        db.session.add(
            SignInSession(
                token_sha256=token_hash(token),
                person_id=someone.id,
                csrf_secret=secret,
                device="test",
                created_at=now(),
            )
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
        cookie["csrf_token"] = secret
        cookie.permanent = True
    return client


def csrf(client: FlaskClient, address: str) -> str:
    """The anti-forgery token in the first form of a page."""
    found = TOKEN.search(client.get(address).text)
    if found is None:
        raise AssertionError(f"no form on {address}")
    return found.group(1)


def post(client: FlaskClient, address: str, *, seen_on: str | None = None, **fields: str):  # type: ignore[no-untyped-def]
    """Press a button: a POST with the token of the page it stands on (`seen_on`, or /help for its footer form)."""
    return client.post(address, data={"csrf_token": csrf(client, seen_on or "/help"), **fields})


def lies_in(app: Flask, *texts: str) -> set[str]:
    """The columns of the database, jobs included, in which one of these texts can be read."""
    with app.app_context():
        return {
            f"{table.name}.{column}"
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table)).mappings()
            for column, value in row.items()
            if any(text in _readable(value) for text in texts)
        }


def _readable(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
