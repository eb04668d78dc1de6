"""The pair as it is once its two rows are held. What was read before may be out of date."""

from dataclasses import replace

from sqlalchemy import bindparam, select

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.pairs import service as pairs
from portal.pairs.models import Pair
from portal.pairs.rules import MyPair, PairState, pair_state

_MOMENTS = select(Pair.paused_at, Pair.closing_at, Pair.closed_at).where(Pair.id == bindparam("pair"))


def hold(pair: MyPair) -> MyPair:
    """Hold the pair until the transaction ends, and tell what state it is in then. Raises for a closed one."""
    pairs.lock(pair.id)
    moments = db.session.execute(_MOMENTS, {"pair": pair.id}).one()
    current = replace(pair, state=pair_state(*moments, now()))
    current.refuse_closed()
    return current


def may_hand_over(pair: MyPair) -> bool:
    """Whether the two write to each other now. During a pause each writes for themselves."""
    return pair.state in (PairState.ACTIVE, PairState.CLOSING)


def refuse_during_pause(pair: MyPair) -> None:
    if not may_hand_over(pair):
        raise Refusal(
            _l("The pair is on pause: nothing is handed over until it goes on. What you wrote is still here.")
        )
