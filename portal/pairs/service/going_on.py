"""On in the open programme, where the pair belongs to its two people alone. Both say so, each for themselves."""

from sqlalchemy import bindparam, select, update

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.signals import announce
from portal.pairs import queries
from portal.pairs.models import FormerPair, Pair, PairPerson
from portal.pairs.rules import MyPair, people_key
from portal.pairs.service import blocks
from portal.pairs.service.lifecycle import clear_the_way, lock
from portal.pairs.signals import PairWentOn
from portal.programs import service as programs

_PAIRS_OF_BOTH = select(Pair.id).where(Pair.people_key == bindparam("key"))


def say_yes(mine: MyPair) -> bool:
    """This person goes on in the open programme. When both say so, the pair does: whether it has by now."""
    blocks.hold_people(mine.me.id, mine.partner.id)
    seats = lock(mine.id)
    stands = queries.going_on(mine)
    if stands.is_done:
        return True
    stands.refuse()
    seat = next(one for one in seats if one.person_id == mine.me.id)
    seat.goes_on_at = seat.goes_on_at or now()
    db.session.flush()
    is_settled = queries.going_on(mine).is_settled
    if is_settled:
        _move(db.session.get_one(Pair, mine.id, populate_existing=True), seats)
    return is_settled


def take_back(mine: MyPair) -> None:
    """As long as the other has not said so too."""
    seats = lock(mine.id)
    queries.going_on(mine).refuse()
    next(one for one in seats if one.person_id == mine.me.id).goes_on_at = None


def take_back_with(mine: MyPair) -> None:
    """With a block goes whatever this person said to the one they block."""
    pairs = _PAIRS_OF_BOTH.params(key=people_key(mine.me.id, mine.partner.id))
    db.session.execute(
        update(PairPerson)
        .where(PairPerson.person_id == mine.me.id, PairPerson.pair_id.in_(pairs))
        .values(goes_on_at=None)
        .execution_options(synchronize_session=False)
    )


def _move(pair: Pair, seats: list[PairPerson]) -> None:
    """The same two, workspace and journal. Where the pair was, it stays as it closed there."""
    closed_at = pair.closed_at
    if closed_at is None:
        raise RuntimeError("a pair that is not closed goes on where it is")
    seen = queries.what_coordination_sees(pair.id)
    db.session.add(
        FormerPair(
            pair_id=pair.id,
            program_id=pair.program_id,
            closed_at=closed_at,
            weeks=[week.isoformat() for week in seen.weeks],
            lessons_together=seen.lessons_together,
        )
    )
    clear_the_way(pair.people_key)
    pair.program_id = programs.ensure_open_program().id
    pair.closing_at = pair.closed_at = None
    for seat in seats:
        seat.goes_on_at = seat.left_at = seat.done_at = None
    programs.enrol(pair.program_id, *(seat.person_id for seat in seats))
    db.session.flush()
    announce(PairWentOn(pair.id, closed_at, now()))
