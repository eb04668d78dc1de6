"""The exchanges of a moment in a pair, with what both wrote in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from portal.journal.models import Exchange, Reflection
from portal.journal.rules import Moment
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair

_EXCHANGES = (
    select(Exchange)
    .where(Exchange.pair_id == bindparam("pair"), Exchange.moment == bindparam("moment", type_=Exchange.moment.type))
    .order_by(Exchange.created_at.desc(), Exchange.id)
)
_WRITTEN = select(Reflection).where(Reflection.exchange_id.in_(bindparam("exchanges", expanding=True)))


@dataclass(frozen=True, slots=True)
class MomentFound:
    pair: MyPair
    moment: Moment


def find_moment(actor: Actor, *, pair: str, moment: str) -> MomentFound | None:
    """In a pair, for one of its two; None for everybody else, and for what is no moment."""
    mine = my_pair(actor, pair=pair) if moment in set(Moment) else None
    return MomentFound(mine, Moment(moment)) if mine is not None else None


def moment_exchanges(pair_id: str, moment: Moment) -> Sequence[tuple[Exchange, Sequence[Reflection]]]:
    """The newest first, each with its reflections as they are now: none, one or two."""
    found = db.session.scalars(_EXCHANGES, {"pair": pair_id, "moment": moment}).all()
    rows = db.session.scalars(
        _WRITTEN, {"exchanges": [one.id for one in found]}, execution_options={"populate_existing": True}
    ).all()
    return [(one, [row for row in rows if row.exchange_id == one.id]) for one in found]
