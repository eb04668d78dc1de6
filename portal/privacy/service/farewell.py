"""One last mail, to an address that is erased before it leaves.

The address travels in the row that asks for the mail, sealed with the server's secret, and that row is erased once the
mail has left, or after two days if it cannot.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from portal.accounts.models import Person
from portal.kernel import outbox, secrecy
from portal.kernel.database import db, new_id
from portal.kernel.outbox import Job, Outgoing
from portal.kernel.signals import TimePassed

MAIL = "privacy.account_deleted"
TRIED_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Farewell:
    to: str
    language: str


def say_farewell(person: Person) -> None:
    """Inside the transaction that erases the address. Nothing for one that was never confirmed."""
    if person.email is None or person.email_confirmed_at is None:
        return
    key = new_id()
    sealed = secrecy.seal_for(key, f"{person.language}:{person.email}".encode())
    outbox.put(MAIL, f"{MAIL}:{key}", ids={"key": key, "sealed": sealed})


def read_farewell(job: Job) -> Farewell | None:
    """None when the server's secret has changed meanwhile."""
    plain = secrecy.unseal_for(job.ids["key"], job.ids["sealed"])
    if plain is None:
        return None
    language, _colon, to = plain.decode().partition(":")
    return Farewell(to, language)


def on_time_passed(event: TimePassed) -> None:
    db.session.execute(delete(Outgoing).where(Outgoing.kind == MAIL, Outgoing.created_at < event.moment - TRIED_FOR))
