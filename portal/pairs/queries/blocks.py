"""Who wants no pair with whom. Only who blocks is ever told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, or_, select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.pairs.models import Block, Pair, PairPerson


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody whom the reader blocked."""

    person_id: str
    name: str
    blocked_at: datetime


_MINE = (
    select(Block.blocked_id, Person.name, Block.blocked_at)
    .join(Person, Person.id == Block.blocked_id)
    .where(Block.blocker_id == bindparam("me"))
    .order_by(Block.blocked_at.desc())
)
_BETWEEN = or_(
    and_(Block.blocker_id == bindparam("one"), Block.blocked_id == bindparam("other")),
    and_(Block.blocker_id == bindparam("other"), Block.blocked_id == bindparam("one")),
)
_ARE_BLOCKED = select(exists().where(_BETWEEN))
_others = PairPerson.__table__.alias("others")
_HAS_FROZEN = select(
    exists().where(
        PairPerson.pair_id == _others.c.pair_id,
        PairPerson.person_id == bindparam("one"),
        PairPerson.frozen_at.is_not(None),
        PairPerson.pair_id.in_(select(Pair.id).where(Pair.closed_at.is_(None))),
        _others.c.person_id == bindparam("other"),
    )
)


def my_blocks(actor: Actor) -> Sequence[Blocked]:
    """Whom this person blocked, the newest first."""
    return [Blocked(*row) for row in db.session.execute(_MINE, {"me": actor.id})]


def are_blocked(one_id: str, other_id: str) -> bool:
    """Whether either of the two blocked the other."""
    return bool(db.session.scalar(_ARE_BLOCKED, {"one": one_id, "other": other_id}))


def wants_nothing_from(person_id: str, other_id: str) -> bool:
    """Whether nothing of the other's is to reach this person: they blocked them, or froze their pair."""
    frozen = db.session.scalar(_HAS_FROZEN, {"one": person_id, "other": other_id})
    return bool(frozen) or are_blocked(person_id, other_id)
