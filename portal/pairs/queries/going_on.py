"""Whether a closed pair can go on in the open programme, and who said so."""

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.pairs.models import Block, Pair, PairPerson
from portal.pairs.rules import CLOSING_LASTS, GoingOn, MyPair
from portal.programs.models import Program

_mine, _theirs, _again = aliased(PairPerson), aliased(PairPerson), aliased(Pair)
_STANDS = (
    select(
        Pair.closed_at.is_not(None).label("closed"),
        (_mine.left_at.is_not(None) | _theirs.left_at.is_not(None)).label("left"),
        Program.is_open.label("in_open_program"),
        Person.erased_at.is_not(None).label("partner_is_gone"),
        exists()
        .where(Block.blocker_id == _mine.person_id, Block.blocked_id == _theirs.person_id)
        .label("blocked_by_me"),
        exists()
        .where(Block.blocker_id == _theirs.person_id, Block.blocked_id == _mine.person_id)
        .label("blocked_by_partner"),
        exists()
        .where(
            _again.people_key == Pair.people_key,
            _again.id != Pair.id,
            _again.closed_at.is_(None),
            or_(_again.closing_at.is_(None), _again.closing_at > bindparam("lapsed")),
        )
        .label("paired_again"),
        _mine.frozen_at.is_not(None).label("frozen_by_me"),
        _mine.goes_on_at.is_not(None).label("said_by_me"),
        _theirs.goes_on_at.is_not(None).label("said_by_partner"),
    )
    .join(Program, Program.id == Pair.program_id)
    .join(_mine, and_(_mine.pair_id == Pair.id, _mine.person_id == bindparam("me")))
    .join(_theirs, and_(_theirs.pair_id == Pair.id, _theirs.person_id != _mine.person_id))
    .join(Person, Person.id == _theirs.person_id)
    .where(Pair.id == bindparam("pair"))
)


def going_on(mine: MyPair) -> GoingOn:
    ids = {"me": mine.me.id, "pair": mine.id, "lapsed": now() - CLOSING_LASTS}
    row = db.session.execute(_STANDS, ids).mappings().one()
    return GoingOn(**{name: bool(value) for name, value in row.items()})
