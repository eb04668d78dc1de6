"""What only time tells: texts that stand alone, who was reminded of them, pairs that closed by themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.journal.models import Exchange, Reflection
from portal.kernel.database import db
from portal.notices.models import Notice
from portal.notices.rules import Kind, Reminded, SealedAlone
from portal.pairs.models import Pair, PairPerson, PairWeek

_beside = aliased(Reflection)
_BESIDE = (
    select(Reflection.id)
    .join(_beside, _beside.exchange_id == Reflection.exchange_id)
    .where(_beside.id == bindparam("reflection"))
)

_other, _theirs, _seat = aliased(PairPerson), aliased(Reflection), aliased(PairPerson)
_GOES_ON = and_(
    Pair.closed_at.is_(None),
    Pair.closing_at.is_(None),
    ~exists().where(_seat.pair_id == Pair.id, or_(_seat.paused_at.is_not(None), _seat.frozen_at.is_not(None))),
)
_SEALED_ALONE = (
    select(Exchange.pair_id, Reflection.id, Reflection.author_id, _other.person_id, Reflection.sealed_at)
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .join(Pair, Pair.id == Exchange.pair_id)
    .join(_other, and_(_other.pair_id == Pair.id, _other.person_id != Reflection.author_id))
    .where(
        _GOES_ON,
        Reflection.sealed_at > bindparam("since"),
        Reflection.sealed_at <= bindparam("until"),
        Reflection.opened_at.is_(None),
        Reflection.passed_at.is_(None),
        Reflection.kept_at.is_(None),
        Reflection.withdrawn_at.is_(None),
        ~exists().where(
            _theirs.exchange_id == Exchange.id,
            _theirs.author_id == _other.person_id,
            or_(
                _theirs.sealed_at.is_not(None),
                _theirs.passed_at.is_not(None),
                _theirs.kept_at.is_not(None),
                _theirs.withdrawn_at.is_not(None),
            ),
        ),
    )
    .order_by(Reflection.sealed_at, Reflection.id)
)
_REMINDERS = (
    select(Notice.pair_id, Notice.person_id, Notice.created_at)
    .where(Notice.kind == Kind.TURN, Notice.pair_id.in_(bindparam("pairs", expanding=True)))
    .order_by(Notice.created_at)
)
_ACTED = (
    select(PairWeek.pair_id, PairWeek.person_id, func.max(PairWeek.week_on))
    .where(PairWeek.pair_id.in_(bindparam("pairs", expanding=True)))
    .group_by(PairWeek.pair_id, PairWeek.person_id)
)
_LAPSED = (
    select(Pair.id, Pair.closing_at)
    .where(
        Pair.closed_at.is_(None),
        Pair.closing_at <= bindparam("lapsed"),
        ~exists().where(Notice.pair_id == Pair.id, Notice.kind == Kind.CLOSED),
    )
    .order_by(Pair.id)
)


def texts_beside(reflection_id: str) -> Sequence[str]:
    """Of both, in the exchange of this one."""
    return db.session.scalars(_BESIDE, {"reflection": reflection_id}).all()


def sealed_alone(since: datetime, until: datetime) -> list[SealedAlone]:
    """Texts sealed in between that have stood alone since, in pairs that go on; the oldest first."""
    rows = db.session.execute(_SEALED_ALONE, {"since": since, "until": until})
    return [SealedAlone(*row[:4], sealed_at=row.sealed_at) for row in rows if row.sealed_at is not None]


def reminded_in(pair_ids: Iterable[str]) -> Mapping[tuple[str, str], Reminded]:
    """By pair and person."""
    pairs = {"pairs": list(pair_ids)}
    at: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for row in db.session.execute(_REMINDERS, pairs):
        at[str(row.pair_id), row.person_id].append(row.created_at)
    acted = {(row[0], row[1]): datetime.combine(row[2], time(), UTC) for row in db.session.execute(_ACTED, pairs)}
    return {key: Reminded(at.get(key, ()), acted.get(key)) for key in {*at, *acted}}


def lapsed_pairs(lapsed: datetime) -> list[tuple[str, datetime]]:
    """Those whose closing began by then, and whose end nobody was told; and when it began."""
    return [(row.id, row.closing_at) for row in db.session.execute(_LAPSED, {"lapsed": lapsed})]
