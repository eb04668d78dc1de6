"""A reflection as it is once the two rows of its pair are held. What was read before may be out of date."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from portal.journal.models import Exchange, Reflection
from portal.journal.queries import state_in
from portal.journal.rules import ReflectionState
from portal.kernel.database import db
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair

_OF_EXCHANGE = (
    select(Reflection)
    .where(Reflection.exchange_id == bindparam("exchange"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Held:
    """One's own reflection, the other's and their exchange: all held, as they are now."""

    pair: MyPair
    mine: Reflection
    theirs: Reflection | None
    exchange: Exchange

    @property
    def state(self) -> ReflectionState:
        """Of one's own."""
        return state_in(self.pair, self.mine)


def hold_mine(pair: MyPair, reflection_id: str) -> Held:
    """One's own reflection. Raises for a closed pair."""
    return _held(pairs.hold(pair), reflection_id)


def hold_mine_in_any_state(pair: MyPair, reflection_id: str) -> Held:
    """The same, for what may be done in a closed pair too: making private and withdrawing."""
    return _held(pairs.hold_in_any_state(pair), reflection_id)


def may_hand_over(pair: MyPair) -> bool:
    """Whether the two write to each other now. During a pause each writes for themselves."""
    return pair.may_share


def refuse_during_pause(pair: MyPair) -> None:
    if not may_hand_over(pair):
        raise Refusal(
            _l("The pair is on pause: nothing is handed over until it goes on. What you wrote is still here.")
        )


def _held(pair: MyPair, reflection_id: str) -> Held:
    """What this transaction may have read before the pair was held is read again."""
    db.session.flush()
    mine = db.session.get_one(Reflection, reflection_id)
    exchange = db.session.get_one(Exchange, mine.exchange_id, populate_existing=True)
    if mine.author_id != pair.me.id or exchange.pair_id != pair.id:
        raise RuntimeError("a reflection was changed by someone else than its author")
    both = db.session.scalars(_OF_EXCHANGE, {"exchange": exchange.id}).all()
    return Held(pair, mine, next((row for row in both if row.id != mine.id), None), exchange)
