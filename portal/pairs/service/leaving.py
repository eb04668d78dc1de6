"""Parting for good: blocking the partner, or leaving a programme."""

from sqlalchemy import bindparam, select

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.pairs.models import Pair, PairPerson
from portal.pairs.rules import MyPair, people_key
from portal.pairs.service import blocks, going_on
from portal.pairs.service.lifecycle import close_at_once, close_unless_closed, lock
from portal.programs import service as programs

_OPEN_PAIRS = (
    select(Pair.id)
    .join(PairPerson, PairPerson.pair_id == Pair.id)
    .where(PairPerson.person_id == bindparam("person"), Pair.closed_at.is_(None))
    .order_by(Pair.id)
)
_OPEN_PAIRS_THERE = _OPEN_PAIRS.where(Pair.program_id == bindparam("program"))
_OPEN_PAIRS_OF_BOTH = select(Pair.id).where(Pair.people_key == bindparam("key"), Pair.closed_at.is_(None))


def block_partner(mine: MyPair) -> None:
    """Whatever pair the two have now is closed at once, and they are never paired again while the block stands."""
    blocks.block(mine)
    going_on.take_back_with(mine)
    for pair_id in db.session.scalars(_OPEN_PAIRS_OF_BOTH, {"key": people_key(mine.me.id, mine.partner.id)}).all():
        close_at_once(pair_id)


def leave_program(person_id: str, program_id: str) -> None:
    """This person is no participant there any more, and their pairs there are closed; journals stay with the two.

    An invitation accepted at the same instant makes its pair either before, and it is closed, or after, as a return.
    """
    blocks.hold_people(person_id)
    for pair_id in db.session.scalars(_OPEN_PAIRS_THERE, {"person": person_id, "program": program_id}).all():
        _part_from(pair_id, person_id)
    programs.leave(program_id, person_id)


def _part_from(pair_id: str, person_id: str) -> None:
    """That it closed so is what lets the two go on elsewhere."""
    seats, at = lock(pair_id), now()
    if close_unless_closed(db.session.get_one(Pair, pair_id, populate_existing=True), at):
        next(seat for seat in seats if seat.person_id == person_id).left_at = at
