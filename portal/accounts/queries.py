"""Named statements about people, their sessions and their links."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import AccountLink, Person, RoleGiven, SignInSession
from portal.accounts.rules import LinkPurpose, SiteRole, link_is_open, same_address, session_is_over
from portal.kernel.alphabet import unaccented
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.reading import Reading


def _has(role: SiteRole) -> Exists:
    return exists().where(RoleGiven.person_id == Person.id, RoleGiven.role == role)


_sessions = aliased(SignInSession)
_LAST_ACT = select(func.max(_sessions.last_act_at)).where(_sessions.person_id == Person.id).scalar_subquery()

_ACTOR = (
    select(
        Person.id,
        Person.name,
        Person.language,
        Person.time_zone,
        Person.seen_until,
        SignInSession.id.label("session_id"),
        SignInSession.csrf_secret,
        SignInSession.created_at,
        SignInSession.last_act_at,
        SignInSession.unlocked_at,
        _LAST_ACT.label("person_acted_at"),
        _has(SiteRole.INSTRUCTOR).label("is_instructor"),
        _has(SiteRole.ADMINISTRATOR).label("is_administrator"),
    )
    .join(SignInSession, SignInSession.person_id == Person.id)
    .where(
        SignInSession.token_sha256 == bindparam("token"),
        SignInSession.ended_at.is_(None),
        Person.disabled_at.is_(None),
        Person.erased_at.is_(None),
    )
)


def reading_actors(duties: ColumnElement[int], unread: ColumnElement[int]) -> Reading:
    """Who a session stands for. `duties` and `unread` count what waits for a person, in the same statement."""
    return Reading(_ACTOR.add_columns(duties.label("duties"), unread.label("unread")))


ACTOR = reading_actors(literal(0), literal(0))

_BY_ADDRESS = select(Person).where(func.lower(Person.email) == func.lower(bindparam("email")))

_SIGN_IN = select(
    Person.id,
    Person.password_hash,
    Person.email_confirmed_at,
    Person.disabled_at,
).where(func.lower(Person.email) == func.lower(bindparam("email")))

_OWNER = (
    select(Person.id, Person.language)
    .join(SignInSession, SignInSession.person_id == Person.id)
    .where(SignInSession.csrf_secret == bindparam("secret"))
)

_PASSWORD = select(Person.password_hash).where(Person.id == bindparam("person"))

_SESSIONS = select(
    SignInSession.id,
    SignInSession.person_id,
    SignInSession.device,
    SignInSession.created_at,
    SignInSession.last_act_at,
).where(SignInSession.person_id == bindparam("person"))
_OWN_SESSIONS = _SESSIONS.where(SignInSession.ended_at.is_(None)).order_by(SignInSession.created_at.desc())
_OWN_SESSION = _SESSIONS.where(SignInSession.id == bindparam("session"))

_OWN_ACCOUNT = select(
    Person.name,
    Person.email,
    Person.language,
    Person.time_zone,
    Person.created_at,
    Person.version,
).where(Person.id == bindparam("person"))

_LINK = (
    select(
        AccountLink.id,
        AccountLink.salt,
        AccountLink.email,
        AccountLink.expires_at,
        AccountLink.used_at,
        AccountLink.way_cipher,
        Person.id.label("person_id"),
        Person.name,
        Person.email.label("person_email"),
        Person.disabled_at,
    )
    .join(Person, Person.id == AccountLink.person_id)
    .where(AccountLink.id == bindparam("link"), AccountLink.purpose == bindparam("purpose"))
)

_ROLES = select(RoleGiven.person_id, RoleGiven.role).where(RoleGiven.person_id.in_(bindparam("people", expanding=True)))


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in compares with."""

    person_id: str
    password_hash: str | None
    is_confirmed: bool
    is_disabled: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a session is or was, and the language they read."""

    id: str
    language: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What people see of their own account."""

    name: str
    email: str | None
    language: str
    time_zone: str
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One browser where a person is signed in; `device` is empty when the browser did not say."""

    id: str
    person_id: str
    device: str
    created_at: datetime
    last_act_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A link that was mailed, with the person it is about. `is_open`: it would still do its work."""

    id: str
    person_id: str
    name: str
    email: str
    salt: str
    way_cipher: bytes | None
    is_used: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person as an administrator finds them."""

    id: str
    name: str
    email: str | None
    email_confirmed_at: datetime | None
    disabled_at: datetime | None
    roles: frozenset[SiteRole]


def person_at(email: str, *, lock: bool = False) -> Person | None:
    """Whose address this is, confirmed or not."""
    statement = _BY_ADDRESS.with_for_update() if lock else _BY_ADDRESS
    return db.session.scalar(statement, {"email": email})


def credentials_at(email: str) -> Credentials | None:
    row = db.session.execute(_SIGN_IN, {"email": email}).one_or_none()
    if row is None:
        return None
    return Credentials(row.id, row.password_hash, row.email_confirmed_at is not None, row.disabled_at is not None)


def password_hash_of(person_id: str) -> str | None:
    return db.session.scalar(_PASSWORD, {"person": person_id})


def owner_of_session(csrf_secret: str) -> Owner | None:
    """Whose session has, or had, this secret; None for a visitor's."""
    row = db.session.execute(_OWNER, {"secret": csrf_secret}).one_or_none()
    return Owner(*row) if row else None


def own_account(actor: Actor) -> OwnAccount:
    return OwnAccount(*db.session.execute(_OWN_ACCOUNT, {"person": actor.id}).one())


def own_sessions(actor: Actor) -> list[OwnSession]:
    """Where the actor is signed in, the newest first."""
    rows = db.session.execute(_OWN_SESSIONS, {"person": actor.id})
    moment = now()
    return [OwnSession(*row) for row in rows if not session_is_over(row.created_at, row.last_act_at, moment)]


def own_session(actor: Actor, session: str) -> OwnSession | None:
    """One of theirs, ended or not: whoever presses twice to end it is answered the same."""
    row = db.session.execute(_OWN_SESSION, {"person": actor.id, "session": session}).one_or_none()
    return OwnSession(*row) if row else None


def link_seen(row_id: str, purpose: LinkPurpose) -> LinkSeen | None:
    """The link with this id, whatever became of it. One to an address that its person has left is closed."""
    row = db.session.execute(_LINK, {"link": row_id, "purpose": purpose}).one_or_none()
    if row is None:
        return None
    is_theirs = purpose is LinkPurpose.NEW_ADDRESS or same_address(row.email, row.person_email)
    return LinkSeen(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        salt=row.salt,
        way_cipher=row.way_cipher,
        is_used=row.used_at is not None,
        is_open=link_is_open(row.used_at, row.expires_at, now()) and is_theirs and row.disabled_at is None,
    )


def find_people(text: str, limit: int, offset: int = 0) -> list[FoundPerson]:
    """People with this text in their name or address, by name; everybody for an empty text."""
    statement = select(Person.id, Person.name, Person.email, Person.email_confirmed_at, Person.disabled_at).where(
        Person.erased_at.is_(None)
    )
    if text:
        statement = statement.where(
            or_(Person.name.icontains(text, autoescape=True), Person.email.icontains(text, autoescape=True))
        )
    # No order of a database is that of every language: an É would come after Z.
    everybody = sorted(db.session.execute(statement), key=lambda row: (unaccented(row.name), row.id))
    rows = everybody[offset : offset + limit]
    held = _roles_of([row.id for row in rows])
    return [FoundPerson(*row, roles=frozenset(held[row.id])) for row in rows]


def _roles_of(people: list[str]) -> defaultdict[str, set[SiteRole]]:
    held: defaultdict[str, set[SiteRole]] = defaultdict(set)
    for person_id, role in db.session.execute(_ROLES, {"people": people}):
        held[person_id].add(role)
    return held
