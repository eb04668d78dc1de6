"""A pair as one of its two sees it. `my_pair` is the door to everything that belongs to two people."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.identity import Actor
from portal.kernel.reading import Reading
from portal.pairs.models import Pair, PairPerson
from portal.pairs.rules import MyPair, PairPersonSeen, PairState, closed_since, named, pair_state, standing

_mine, _theirs, _partner = aliased(PairPerson), aliased(PairPerson), aliased(Person)

# Binds `me`. Higher floors add what they need, so that a page asks once.
PAIR_SEEN = (
    select(
        Pair.id,
        Pair.program_id,
        Pair.created_at,
        Pair.closing_at,
        Pair.closed_at,
        _mine.person_id.label("my_id"),
        _mine.seat.label("my_seat"),
        _mine.paused_at.label("my_paused_at"),
        _mine.frozen_at.label("my_frozen_at"),
        _mine.done_at.label("my_done_at"),
        _theirs.paused_at.label("their_paused_at"),
        _theirs.frozen_at.label("their_frozen_at"),
        _partner.id.label("partner_id"),
        _partner.name.label("partner_name"),
        _partner.language.label("partner_language"),
        _partner.erased_at.label("partner_erased_at"),
    )
    .join(_mine, _mine.pair_id == Pair.id)
    .join(_theirs, (_theirs.pair_id == Pair.id) & (_theirs.person_id != _mine.person_id))
    .join(_partner, _partner.id == _theirs.person_id)
    .where(_mine.person_id == bindparam("me"))
)
_MY_PAIR = Reading(PAIR_SEEN.where(Pair.id == bindparam("pair")))
_MY_PAIRS = Reading(PAIR_SEEN.order_by(Pair.created_at.desc()))


def my_pair(actor: Actor, *, pair: str, **_others: str) -> MyPair | None:
    """The pair, for one of its two; None for everybody else."""
    row = _MY_PAIR.one_or_none(me=actor.id, pair=pair)
    return pair_of(row, actor) if row is not None else None


def my_pairs(actor: Actor) -> list[MyPair]:
    """All pairs of a person, open ones first, the newest first."""
    pairs = [pair_of(row, actor) for row in _MY_PAIRS.all(me=actor.id)]
    return sorted(pairs, key=lambda pair: pair.state is PairState.CLOSED)


def my_partner(actor: Actor, *, person: str) -> PairPersonSeen | None:
    """Somebody with whom this person is, or was, in a pair; None for everybody else."""
    return next((pair.partner for pair in my_pairs(actor) if pair.partner.id == person), None)


def pair_of(row: Any, actor: Actor) -> MyPair:
    """From a row of `PAIR_SEEN`, or of a statement that adds to it."""
    moment = now()
    stands = standing((row.my_paused_at, row.my_frozen_at), (row.their_paused_at, row.their_frozen_at))
    return MyPair(
        id=row.id,
        program_id=row.program_id,
        me=PairPersonSeen(actor.id, actor.name, row.my_seat, actor.language),
        partner=PairPersonSeen(
            row.partner_id, named(row.partner_name), 3 - row.my_seat, row.partner_language, row.partner_erased_at
        ),
        state=pair_state(stands.paused_at, row.closing_at, row.closed_at, moment),
        created_at=row.created_at,
        standing=stands,
        closing_at=row.closing_at,
        closed_at=closed_since(row.closing_at, row.closed_at, moment),
        done_by_me=row.my_done_at is not None,
    )
