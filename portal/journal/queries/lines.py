"""Exchanges as a list shows them: states and moments, no text."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from portal.journal.models import Addition, Exchange, Hearing, Reflection, Reply
from portal.journal.rules import ExchangeLine, Moments, Round, is_known_to_partner, state_of
from portal.kernel.clock import now
from portal.kernel.database import UTCDateTime
from portal.kernel.reading import Reading
from portal.pairs.models import Pair
from portal.pairs.rules import closed_since

_last_reply_at = (
    select(func.max(Reply.written_at, type_=UTCDateTime))
    .where(Reply.reflection_id == Reflection.id, Reply.withdrawn_at.is_(None))
    .correlate(Reflection)
)
_last_addition_at = (
    select(func.max(Addition.written_at, type_=UTCDateTime))
    .where(Addition.reflection_id == Reflection.id)
    .correlate(Reflection)
    .scalar_subquery()
)
_newer = aliased(Hearing)
_LINES = Reading(
    select(
        Exchange.pair_id,
        Exchange.id.label("exchange_id"),
        Exchange.lesson_id,
        Exchange.kind,
        Exchange.moment,
        Exchange.card,
        Reflection.id,
        Reflection.author_id,
        Reflection.sealed_at,
        Reflection.opened_at,
        Reflection.passed_at,
        Reflection.kept_at,
        Reflection.withdrawn_at,
        Reflection.saved_at,
        Reflection.advice_asked_at,
        Reflection.more_wished_at,
        Hearing.round,
        Hearing.answer,
        Hearing.offered_at,
        Hearing.answered_at,
        Hearing.left_at,
        Hearing.withdrawn_at.label("unsaid_at"),
        Pair.closing_at,
        Pair.closed_at,
        _last_addition_at.label("added_at"),
        _last_reply_at.where(Reply.author_id == Reflection.author_id).label("author_replied_at"),
        _last_reply_at.where(Reply.author_id != Reflection.author_id).label("partner_replied_at"),
    )
    .join(Reflection, Reflection.exchange_id == Exchange.id)
    .join(Pair, Pair.id == Exchange.pair_id)
    .outerjoin(
        Hearing,
        and_(
            Hearing.reflection_id == Reflection.id,
            ~select(_newer.id)
            .where(_newer.reflection_id == Hearing.reflection_id, _newer.round > Hearing.round)
            .exists(),
        ),
    )
    .where(
        Exchange.pair_id.in_(bindparam("pairs", expanding=True)),
        or_(
            Reflection.author_id == bindparam("me"),
            and_(
                or_(Reflection.sealed_at.is_not(None), Reflection.passed_at.is_not(None)),
                Reflection.kept_at.is_(None),
            ),
        ),
    )
    .order_by(Reflection.saved_at.desc())
)


def exchange_lines(person_id: str, pair_ids: Sequence[str]) -> list[ExchangeLine]:
    """All reflections of these pairs that a person may know of: their own, and the partner's once handed over."""
    rows = _LINES.all(me=person_id, pairs=list(pair_ids))
    moment = now()
    return [line for row in rows if (line := _line(row, person_id, moment)) is not None]


def _line(row: Any, person_id: str, moment: datetime) -> ExchangeLine | None:
    """None where this person may not know of it."""
    moments = Moments(row.sealed_at, row.opened_at, row.passed_at, row.kept_at, row.withdrawn_at)
    closed = closed_since(row.closing_at, row.closed_at, moment) is not None
    if row.author_id != person_id and not is_known_to_partner(moments, in_closed_pair=closed):
        return None
    return ExchangeLine(
        pair_id=row.pair_id,
        exchange_id=row.exchange_id,
        lesson_id=row.lesson_id,
        reflection_id=row.id,
        author_id=row.author_id,
        state=state_of(moments, in_closed_pair=closed),
        sealed_at=row.sealed_at,
        opened_at=row.opened_at,
        saved_at=row.saved_at,
        rounds=row.round or 0,
        last_round=_round(row),
        last_offered_at=row.offered_at,
        last_answered_at=row.answered_at,
        author_replied_at=row.author_replied_at,
        partner_replied_at=row.partner_replied_at,
        added_at=row.added_at,
        passed_at=row.passed_at,
        withdrawn_at=row.withdrawn_at,
        advice_asked_at=row.advice_asked_at,
        more_wished_at=row.more_wished_at,
        moment=row.moment,
        card=row.card,
        kind=row.kind,
    )


def _round(row: Any) -> Round | None:
    if row.round is None:
        return None
    return Round(row.answer, left=row.left_at is not None, withdrawn=row.unsaid_at is not None)
