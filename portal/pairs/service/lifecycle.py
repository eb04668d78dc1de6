"""A pair begins, pauses, goes on, closes. The two rows of its people are the one lock of all that is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.pairs.models import Pair, PairPerson
from portal.pairs.rules import MyPair, PairAct, Standing, closed_since, moved, pair_state, people_key, standing
from portal.pairs.service import blocks
from portal.pairs.signals import PairClosed, PairClosing, PairMade, PairPaused, PairResumed

_SEATS = select(PairPerson).where(PairPerson.pair_id == bindparam("pair")).order_by(PairPerson.seat).with_for_update()
_MOMENTS = select(Pair.closing_at, Pair.closed_at).where(Pair.id == bindparam("pair"))
_OPEN_WITH = select(Pair).where(Pair.people_key == bindparam("key"), Pair.closed_at.is_(None)).with_for_update()


class AlreadyPaired(Refusal):
    """Two people are one pair at a time."""

    def __init__(self) -> None:
        super().__init__(_l("The two of you are already a pair. Your workspace is waiting for you."))


def lock(pair_id: str) -> list[PairPerson]:
    """The two rows of the pair, held until the transaction ends: what opens for both opens under it."""
    return list(db.session.scalars(_SEATS, {"pair": pair_id}, execution_options={"populate_existing": True}))


def hold_in_any_state(mine: MyPair) -> MyPair:
    """Lock the pair, and tell what state it is in then."""
    stands = _standing(lock(mine.id), mine.me.id)
    moments = db.session.execute(_MOMENTS, {"pair": mine.id}).one()
    return replace(mine, state=pair_state(stands.paused_at, *moments, now()), standing=stands)


def hold(mine: MyPair) -> MyPair:
    """The same. Raises a Refusal for a closed one."""
    current = hold_in_any_state(mine)
    current.refuse_closed()
    return current


def make_pair(program_id: str, first_id: str, second_id: str) -> str:
    """Pair two people, once; the id of their pair. Raises AlreadyPaired, or NoLongerHolds for a block."""
    blocks.refuse_blocked(first_id, second_id)
    key = people_key(first_id, second_id)
    clear_the_way(key)
    pair_id = new_id()
    if not insert_if_new(db.session(), Pair, id=pair_id, program_id=program_id, people_key=key, created_at=now()):
        raise AlreadyPaired  # each accepted the other's invitation at the same instant
    for seat, person_id in enumerate((first_id, second_id), start=1):
        db.session.add(PairPerson(pair_id=pair_id, person_id=person_id, seat=seat, joined_at=now()))
    db.session.flush()
    announce(PairMade(pair_id, (first_id, second_id), now()))
    return pair_id


def pause(mine: MyPair) -> None:
    """One's own pause: nothing is handed over while either has one."""
    seat = _moving(mine, PairAct.PAUSE).mine
    _tell_of_pause(seat)
    seat.paused_at = seat.paused_at or now()


def resume(mine: MyPair) -> None:
    """End one's own pause. The other's, if they have one, is theirs to end."""
    held = _moving(mine, PairAct.RESUME)
    if held.mine.paused_at is not None:
        held.mine.paused_at = None
        _tell_of_going_on(held.seats, mine.me.id)


def freeze(mine: MyPair) -> None:
    """From now on the other writes nothing to this person, who is told nothing of them. To the other it is a pause."""
    seat = _moving(mine, PairAct.FREEZE).mine
    _tell_of_pause(seat)
    seat.frozen_at = seat.frozen_at or now()


def lift_freeze(mine: MyPair) -> None:
    """By who froze it. A pause of theirs, begun before, stands."""
    _lift(_moving(mine, PairAct.LIFT).seats, mine.me.id)


def begin_closing(mine: MyPair) -> None:
    """From now on each finishes what they wish to; after 30 days the pair is closed.

    One's own pause stands, as a freeze does: ended here, it would tell the other which of the two it had been.
    """
    pair = _moving(mine, PairAct.BEGIN_CLOSING).pair
    if pair.closing_at is None:
        pair.closing_at = now()
        announce(PairClosing(pair.id, mine.me.id, pair.closing_at))


def finish(mine: MyPair) -> None:
    """This person has nothing more to do here. When both say so, the pair is closed."""
    held = _moving(mine, PairAct.FINISH)
    if closed_since(held.pair.closing_at, held.pair.closed_at, now()) is not None:
        return
    held.mine.done_at = held.mine.done_at or now()
    if all(seat.done_at is not None for seat in held.seats):
        close_unless_closed(held.pair, now())


def close_at_once(pair_id: str) -> None:
    """By one of the two, or for them: what is sealed becomes private, and nothing is added any more.

    Nothing tells it from a closing in which both have finished.
    """
    lock(pair_id)
    pair = db.session.get_one(Pair, pair_id, populate_existing=True)
    moved(pair_state(None, pair.closing_at, pair.closed_at, now()), PairAct.CLOSE)
    close_unless_closed(pair, now())


def lift_freeze_at_once(pair_id: str, person_id: str) -> None:
    """For who froze it, and in any state of the pair."""
    _lift(lock(pair_id), person_id)


def close_unless_closed(pair: Pair, at: datetime) -> bool:
    """Of a pair that is held: whether this closes it. One whose thirty days are over has closed by itself."""
    if closed_since(pair.closing_at, pair.closed_at, at) is not None:
        return False
    pair.closed_at = at
    announce(PairClosed(pair.id, at))
    return True


def clear_the_way(key: str) -> None:
    """Write down that an earlier pair of the two closed by itself. Raises AlreadyPaired for one that did not."""
    earlier = db.session.scalar(_OPEN_WITH, {"key": key})
    if earlier is None:
        return
    earlier.closed_at = closed_since(earlier.closing_at, None, now())
    if earlier.closed_at is None:
        raise AlreadyPaired
    db.session.flush()
    announce(PairClosed(earlier.id, earlier.closed_at))


def _lift(seats: Sequence[PairPerson], person_id: str) -> None:
    seat = next(one for one in seats if one.person_id == person_id)
    if seat.frozen_at is not None:
        seat.frozen_at = None
        _tell_of_going_on(seats, person_id)


def _tell_of_pause(seat: PairPerson) -> None:
    """Before it begins. A pause over a freeze, or a freeze over a pause, is nothing new to the other."""
    if seat.paused_at is None and seat.frozen_at is None:
        announce(PairPaused(seat.pair_id, seat.person_id, now()))


def _tell_of_going_on(seats: Sequence[PairPerson], person_id: str) -> None:
    if all(seat.paused_at is None and seat.frozen_at is None for seat in seats):
        announce(PairResumed(seats[0].pair_id, person_id, now()))


@dataclass(frozen=True, slots=True)
class _Moving:
    """A pair that is held, with the seat of who acts."""

    pair: Pair
    seats: list[PairPerson]
    mine: PairPerson


def _moving(mine: MyPair, act: PairAct) -> _Moving:
    """The pair, held, if this act is still possible in it."""
    seats = lock(mine.id)
    pair = db.session.get_one(Pair, mine.id, populate_existing=True)
    paused_at = _standing(seats, mine.me.id).paused_at
    moved(pair_state(paused_at, pair.closing_at, pair.closed_at, now()), act)
    return _Moving(pair, seats, next(seat for seat in seats if seat.person_id == mine.me.id))


def _standing(seats: Sequence[PairPerson], person_id: str) -> Standing:
    """As this one of the two may know of it."""
    moments = {seat.person_id == person_id: (seat.paused_at, seat.frozen_at) for seat in seats}
    return standing(moments[True], moments[False])
