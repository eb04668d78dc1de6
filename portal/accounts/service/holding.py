"""Doing one thing at a time about one person."""

from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.kernel.database import db

_HELD = select(Person.id).where(Person.id == bindparam("person")).with_for_update(key_share=True)


def hold_person(person_id: str) -> None:
    """Inside a transaction: their row, as whoever deletes their account holds it."""
    db.session.scalar(_HELD, {"person": person_id})
