"""One account, as an administrator sees it: who someone is on the site, never what they write."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.kernel.database import db
from portal.kernel.identity import Actor

_PERSON = select(
    Person.id,
    Person.name,
    Person.email,
    Person.email_confirmed_at,
    Person.created_at,
    Person.disabled_at,
).where(Person.id == bindparam("person"), Person.erased_at.is_(None))
_ROLES = select(RoleGiven.role).where(RoleGiven.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    name: str
    email: str | None
    email_confirmed_at: datetime | None
    created_at: datetime
    disabled_at: datetime | None
    roles: frozenset[SiteRole]


def account(_actor: Actor, person: str) -> Account | None:
    """The account with this id, or None when there is none, or no more."""
    row = db.session.execute(_PERSON, {"person": person}).one_or_none()
    if row is None:
        return None
    roles = db.session.scalars(_ROLES, {"person": person})
    return Account(
        id=row.id,
        name=row.name,
        email=row.email,
        email_confirmed_at=row.email_confirmed_at,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        roles=frozenset(roles),
    )
