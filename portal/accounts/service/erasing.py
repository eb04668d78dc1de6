"""An account that goes for good. What is left is a row without a name, for those who point to it."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from portal.accounts.models import AccountLink, Consent, Person, RoleGiven, SignInSession
from portal.accounts.rules import SiteRole
from portal.accounts.service.roles import refuse_last
from portal.kernel import form_keys, outbox, throttle
from portal.kernel.database import db
from portal.kernel.i18n import DEFAULT_TIME_ZONE, LANGUAGES

_HELD = select(Person).where(Person.id == bindparam("person")).with_for_update(key_share=True)
_THEIRS = (SignInSession, AccountLink, Consent, RoleGiven)


def hold_to_erase(person_id: str) -> Person | None:
    """The row of an account that is there, kept from whoever would make a pair with it meanwhile; None for no other."""
    person = db.session.scalar(_HELD, {"person": person_id}, execution_options={"populate_existing": True})
    return person if person is not None and person.erased_at is None else None


def refuse_last_administrator(person_id: str) -> None:
    """Raises LastAdministrator."""
    if db.session.get(RoleGiven, (person_id, SiteRole.ADMINISTRATOR)) is not None:
        refuse_last(person_id)


def erase(person: Person, at: datetime) -> None:
    """Name, address, password, sessions, links, roles, consents, what waits to be sent to them: gone."""
    throttle.erase(person.id, (person.email or "").lower())
    outbox.erase_to(person.id)
    form_keys.erase(person.id)
    for model in _THEIRS:
        db.session.execute(delete(model).where(model.person_id == person.id))
    db.session.execute(update(RoleGiven).where(RoleGiven.given_by_id == person.id).values(given_by_id=None))
    person.name, person.email, person.password_hash = "", None, None
    person.email_confirmed_at = person.seen_until = person.disabled_at = None
    person.language, person.time_zone = LANGUAGES[0], DEFAULT_TIME_ZONE
    person.created_at = person.erased_at = at
    person.version += 1
    db.session.flush()
