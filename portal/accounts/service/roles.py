"""Site roles, and closing an account to sign-in. There is always an administrator left."""

from sqlalchemy import delete, select

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import LinkPurpose, SiteRole
from portal.accounts.service import account_links
from portal.accounts.service.sessions import end_all_sessions
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal

_ADMINISTRATORS = (
    select(RoleGiven.person_id)
    .join(Person, Person.id == RoleGiven.person_id)
    .where(RoleGiven.role == SiteRole.ADMINISTRATOR, Person.disabled_at.is_(None), Person.erased_at.is_(None))
    .order_by(RoleGiven.person_id)
    .with_for_update(key_share=True)
)


class LastAdministrator(Refusal):
    """Without an administrator, nobody could give the role again."""

    def __init__(self) -> None:
        super().__init__(_l("This is the last administrator. Give the role to somebody else first."))


def give_role(actor_id: str | None, person_id: str, role: SiteRole) -> None:
    """The person holds the role; giving it twice gives it once. `actor_id` is None for the command line."""
    insert_if_new(db.session(), RoleGiven, person_id=person_id, role=role, given_by_id=actor_id, given_at=now())


def take_role(person_id: str, role: SiteRole) -> None:
    """The person no longer holds the role. Raises LastAdministrator."""
    if role is SiteRole.ADMINISTRATOR:
        refuse_last(person_id)
    db.session.execute(delete(RoleGiven).where(RoleGiven.person_id == person_id, RoleGiven.role == role))


def set_disabled(person_id: str, disabled: bool) -> None:
    """No sign-in, and every session and link ends; or sign-in again. Raises LastAdministrator."""
    person = db.session.get_one(Person, person_id)
    if not disabled:
        person.disabled_at = None
        return
    refuse_last(person_id)
    person.disabled_at = person.disabled_at or now()
    end_all_sessions(person_id)
    account_links.lapse(person_id, *LinkPurpose)


def refuse_last(person_id: str) -> None:
    """Raises LastAdministrator, for who is the only one."""
    if set(db.session.scalars(_ADMINISTRATORS)) == {person_id}:
        raise LastAdministrator
