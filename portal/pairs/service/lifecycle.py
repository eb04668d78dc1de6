"""A pair begins, pauses, goes on, closes."""

from sqlalchemy import bindparam, select

from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.pairs.models import Pair, PairPerson
from portal.pairs.rules import MyPair, PairState, pair_state, people_key
from portal.pairs.signals import PairClosed, PairMade

_SEATS = select(PairPerson).where(PairPerson.pair_id == bindparam("pair")).order_by(PairPerson.seat).with_for_update()
_OPEN_WITH = select(Pair).where(Pair.people_key == bindparam("key"), Pair.closed_at.is_(None)).with_for_update()


def lock(pair_id: str) -> list[PairPerson]:
    """The two rows of the pair, held until the transaction ends: what opens for both opens under it."""
    return list(db.session.scalars(_SEATS, {"pair": pair_id}))


def make_pair(program_id: str, first_id: str, second_id: str) -> str:
    """Pair two people, once; the id of their pair. Refuses where they already are one."""
    key = people_key(first_id, second_id)
    existing = db.session.scalar(_OPEN_WITH, {"key": key})
    if existing is not None:
        if _state(existing) is not PairState.CLOSED:
            raise Refusal(_l("The two of you are already a pair. Your workspace is waiting for you."))
        existing.closed_at = now()
        db.session.flush()
    pair = Pair(id=new_id(), program_id=program_id, people_key=key, created_at=now())
    db.session.add(pair)
    db.session.flush()
    for seat, person_id in enumerate((first_id, second_id), start=1):
        db.session.add(PairPerson(pair_id=pair.id, person_id=person_id, seat=seat, joined_at=now()))
    db.session.flush()
    announce(PairMade(pair.id, (first_id, second_id), now()))
    return pair.id


def pause(mine: MyPair) -> None:
    pair = _current(mine, {PairState.ACTIVE, PairState.PAUSED})
    if pair.paused_at is None:
        pair.paused_at, pair.paused_by_id = now(), mine.me.id


def resume(mine: MyPair) -> None:
    """Either of the two may."""
    pair = _current(mine, {PairState.ACTIVE, PairState.PAUSED})
    pair.paused_at = pair.paused_by_id = None


def begin_closing(mine: MyPair) -> None:
    """From now on each finishes what they wish to; after 30 days the pair is closed."""
    pair = _current(mine, {PairState.ACTIVE, PairState.PAUSED, PairState.CLOSING})
    pair.closing_at = pair.closing_at or now()
    pair.paused_at = pair.paused_by_id = None


def finish(mine: MyPair) -> None:
    """This person has nothing more to do here. When both say so, the pair is closed."""
    pair = _current(mine, {PairState.CLOSING})
    seats = lock(mine.id)
    for seat in seats:
        if seat.person_id == mine.me.id:
            seat.done_at = seat.done_at or now()
    if all(seat.done_at is not None for seat in seats):
        pair.closed_at = now()
        announce(PairClosed(pair.id, now()))


def _current(mine: MyPair, states: set[PairState]) -> Pair:
    """The pair under lock, if it still is in one of these states."""
    pair = db.session.get_one(Pair, mine.id, with_for_update=True)
    if _state(pair) not in states:
        raise Refusal(_l("The state of this pair has changed in the meantime. Look at its settings again."))
    return pair


def _state(pair: Pair) -> PairState:
    return pair_state(pair.paused_at, pair.closing_at, pair.closed_at, now())
