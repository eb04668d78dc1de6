"""A pair begins, pauses, goes on, closes. The two rows of its people are the one lock of all that is theirs."""

from dataclasses import replace

from sqlalchemy import bindparam, select

from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.pairs.models import Pair, PairPerson
from portal.pairs.rules import MyPair, PairAct, closed_since, moved, pair_state, people_key
from portal.pairs.signals import PairClosed, PairMade

_SEATS = select(PairPerson).where(PairPerson.pair_id == bindparam("pair")).order_by(PairPerson.seat).with_for_update()
_MOMENTS = select(Pair.paused_at, Pair.closing_at, Pair.closed_at).where(Pair.id == bindparam("pair"))
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
    lock(mine.id)
    moments = db.session.execute(_MOMENTS, {"pair": mine.id}).one()
    return replace(mine, state=pair_state(*moments, now()))


def hold(mine: MyPair) -> MyPair:
    """The same. Raises a Refusal for a closed one."""
    current = hold_in_any_state(mine)
    current.refuse_closed()
    return current


def make_pair(program_id: str, first_id: str, second_id: str) -> str:
    """Pair two people, once; the id of their pair. Raises AlreadyPaired where they are one."""
    key = people_key(first_id, second_id)
    _clear_the_way(key)
    pair_id = new_id()
    if not insert_if_new(db.session(), Pair, id=pair_id, program_id=program_id, people_key=key, created_at=now()):
        raise AlreadyPaired  # each accepted the other's invitation at the same instant
    for seat, person_id in enumerate((first_id, second_id), start=1):
        db.session.add(PairPerson(pair_id=pair_id, person_id=person_id, seat=seat, joined_at=now()))
    db.session.flush()
    announce(PairMade(pair_id, (first_id, second_id), now()))
    return pair_id


def pause(mine: MyPair) -> None:
    pair = _moving(mine, PairAct.PAUSE)
    if pair.paused_at is None:
        pair.paused_at, pair.paused_by_id = now(), mine.me.id


def resume(mine: MyPair) -> None:
    """Either of the two may."""
    pair = _moving(mine, PairAct.RESUME)
    pair.paused_at = pair.paused_by_id = None


def begin_closing(mine: MyPair) -> None:
    """From now on each finishes what they wish to; after 30 days the pair is closed."""
    pair = _moving(mine, PairAct.BEGIN_CLOSING)
    pair.closing_at = pair.closing_at or now()
    pair.paused_at = pair.paused_by_id = None


def finish(mine: MyPair) -> None:
    """This person has nothing more to do here. When both say so, the pair is closed."""
    pair = _moving(mine, PairAct.FINISH)
    if closed_since(pair.closing_at, pair.closed_at, now()) is not None:
        return
    seats = lock(mine.id)
    for seat in seats:
        if seat.person_id == mine.me.id:
            seat.done_at = seat.done_at or now()
    if all(seat.done_at is not None for seat in seats):
        pair.closed_at = now()
        announce(PairClosed(pair.id, now()))


def _moving(mine: MyPair, act: PairAct) -> Pair:
    """The pair, held, if this act is still possible in it."""
    lock(mine.id)
    pair = db.session.get_one(Pair, mine.id, populate_existing=True)
    moved(pair_state(pair.paused_at, pair.closing_at, pair.closed_at, now()), act)
    return pair


def _clear_the_way(key: str) -> None:
    """Write down that an earlier pair of the two closed by itself. Raises AlreadyPaired for one that did not."""
    earlier = db.session.scalar(_OPEN_WITH, {"key": key})
    if earlier is None:
        return
    earlier.closed_at = closed_since(earlier.closing_at, None, now())
    if earlier.closed_at is None:
        raise AlreadyPaired
    db.session.flush()
    announce(PairClosed(earlier.id, earlier.closed_at))
