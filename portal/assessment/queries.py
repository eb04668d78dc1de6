"""Named statements about sittings: always one person's."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from portal.assessment.models import Sitting
from portal.assessment.rules import SittingKind
from portal.kernel.database import db

_THEIRS = select(Sitting).where(Sitting.person_id == bindparam("person"))
_HELD = _THEIRS.where(Sitting.kind == bindparam("kind")).with_for_update()


def sittings_of(person_id: str) -> Sequence[Sitting]:
    return db.session.scalars(_THEIRS, {"person": person_id}).all()


def all_held(person_id: str) -> Sequence[Sitting]:
    """Inside a transaction: every sitting of this person, as it is now."""
    every = _THEIRS.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(every, {"person": person_id}).all()


def held(person_id: str, kind: SittingKind) -> Sitting | None:
    """Inside a transaction: as it is now, and nobody else's to change meanwhile."""
    keys = {"person": person_id, "kind": kind}
    return db.session.scalar(_HELD, keys, execution_options={"populate_existing": True})
