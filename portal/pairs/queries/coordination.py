"""What leaves a pair: the few facts that its programme's coordination sees."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, literal, select

from portal.kernel.clock import now
from portal.kernel.database import UTCDateTime, db
from portal.pairs.models import FormerPair, Pair, PairLesson, PairPerson, PairWeek
from portal.pairs.rules import PairState, pair_state


@dataclass(frozen=True, slots=True)
class CoordinationView:
    """Everything that a coordinator sees of a pair, and nothing more."""

    state: str
    weeks: tuple[date, ...]
    """The Mondays of the weeks in which both did something, newest first."""
    lessons_together: int


_NOTHING = CoordinationView(PairState.ACTIVE, (), 0)
_STATE = (
    select(
        func.min(func.coalesce(PairPerson.paused_at, PairPerson.frozen_at), type_=UTCDateTime),
        Pair.closing_at,
        Pair.closed_at,
        FormerPair,
    )
    .select_from(Pair)
    .join(PairPerson, PairPerson.pair_id == Pair.id)
    .outerjoin(FormerPair, FormerPair.pair_id == Pair.id)
    .where(Pair.id == bindparam("pair"))
    .group_by(Pair.id, FormerPair.pair_id)
)
_WEEKS = (
    select(PairWeek.week_on)
    .where(PairWeek.pair_id == bindparam("pair"))
    .group_by(PairWeek.week_on)
    .having(func.count() == literal(2))
    .order_by(PairWeek.week_on.desc())
)
_TOGETHER = (
    select(func.count())
    .select_from(PairLesson)
    .where(PairLesson.pair_id == bindparam("pair"), PairLesson.done_together_at.is_not(None))
)


def what_coordination_sees(pair_id: str) -> CoordinationView:
    """The one function behind the pair's page and the coordinator's: of what happened in this programme."""
    paused_at, closing_at, closed_at, former = db.session.execute(_STATE, {"pair": pair_id}).one()
    before = _as_it_closed(former) or _NOTHING
    return CoordinationView(
        state=pair_state(paused_at, closing_at, closed_at, now()),
        weeks=tuple(week for week in db.session.scalars(_WEEKS, {"pair": pair_id}) if week not in before.weeks),
        lessons_together=(db.session.scalar(_TOGETHER, {"pair": pair_id}) or 0) - before.lessons_together,
    )


def what_was_seen_before(pair_id: str) -> CoordinationView | None:
    """The pair as it closed where it went on from: all that the coordination there sees of it, from then on."""
    return _as_it_closed(db.session.get(FormerPair, pair_id))


def _as_it_closed(row: FormerPair | None) -> CoordinationView | None:
    if row is None:
        return None
    return CoordinationView(PairState.CLOSED, tuple(map(date.fromisoformat, row.weeks)), row.lessons_together)
