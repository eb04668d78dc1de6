"""What an administrator does with an account, and how the portal is."""

from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from portal.accounts import service as accounts
from portal.accounts.rules import SiteRole
from portal.admin.rules import Health, refuse_oneself
from portal.kernel import outbox, schema, secrecy
from portal.kernel.database import db


def give(actor_id: str, person_id: str, role: SiteRole) -> None:
    accounts.give_role(actor_id, person_id, role)


def take(actor_id: str, person_id: str, role: SiteRole) -> None:
    """Raises OwnDoor for one's own administrator role."""
    if role is SiteRole.ADMINISTRATOR:
        refuse_oneself(actor_id, person_id)
    accounts.take_role(person_id, role)


def disable(actor_id: str, person_id: str) -> None:
    """No sign-in from now on, and every session ends. Raises OwnDoor for one's own account."""
    refuse_oneself(actor_id, person_id)
    accounts.set_disabled(person_id, True)


def enable(person_id: str) -> None:
    accounts.set_disabled(person_id, False)


def health() -> Health:
    """How the portal is, asked of it at this moment. A database out of reach is an answer, not an error."""
    keys = secrecy.ready()
    try:
        migrated = schema.current(db.session.connection()) == _needed()
        waiting, failed = _jobs() if migrated else (0, 0)
        keys = keys and (not migrated or secrecy.opens())
    except SQLAlchemyError:
        db.session.rollback()
        return Health(database=False, migrations=False, keys=keys, waiting=0, failed=0)
    return Health(database=True, migrations=migrated, keys=keys, waiting=waiting, failed=failed)


def _jobs() -> tuple[int, int]:
    return outbox.waiting(), outbox.failed()


@cache
def _needed() -> str | None:
    """The newest migration lies in files that do not change while the portal runs."""
    return schema.newest()
