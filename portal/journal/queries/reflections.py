"""Reflections, and what was said about them. What they give still is as it lies: encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.journal.models import Exchange, Hearing, Reflection, Reply
from portal.journal.rules import Moments, is_known_to_partner, state_of
from portal.kernel.database import db
from portal.kernel.reading import Reading


@dataclass(frozen=True, slots=True)
class ReflectionSeen:
    """A reflection on a lesson, to be looked at."""

    id: str
    author_id: str
    text_cipher: bytes | None
    version: int
    saved_at: datetime
    moments: Moments


_OF_LESSON = (
    select(Reflection)
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .where(Exchange.pair_id == bindparam("pair"), Exchange.lesson_id == bindparam("lesson"))
)


def moments_of(row: Reflection) -> Moments:
    return Moments(row.sealed_at, row.opened_at, row.passed_at, row.kept_at, row.withdrawn_at)


def is_known_to(person_id: str, row: Reflection) -> bool:
    """Whether one of the two may know that this reflection exists."""
    return row.author_id == person_id or is_known_to_partner(state_of(moments_of(row)))


def reflections_on(pair_id: str, lesson_id: str) -> Sequence[Reflection]:
    """The reflections of both on a lesson, as they are now: none, one or two."""
    found = {"pair": pair_id, "lesson": lesson_id}
    return db.session.scalars(_OF_LESSON, found, execution_options={"populate_existing": True}).all()


_SEEN_ON_LESSON = Reading(
    select(
        Reflection.id,
        Reflection.author_id,
        Reflection.text_cipher,
        Reflection.version,
        Reflection.saved_at,
        Reflection.sealed_at,
        Reflection.opened_at,
        Reflection.passed_at,
        Reflection.kept_at,
        Reflection.withdrawn_at,
    )
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .where(Exchange.pair_id == bindparam("pair"), Exchange.lesson_id == bindparam("lesson"))
)


def reflections_seen(pair_id: str, lesson_id: str) -> list[ReflectionSeen]:
    """The same, only to be looked at."""
    rows = _SEEN_ON_LESSON.all(pair=pair_id, lesson=lesson_id)
    return [
        ReflectionSeen(row.id, row.author_id, row.text_cipher, row.version, row.saved_at, moments_of(row))
        for row in rows
    ]


_LESSON_EXCHANGE = select(Exchange).where(
    Exchange.pair_id == bindparam("pair"), Exchange.lesson_id == bindparam("lesson")
)


def lesson_exchange(pair_id: str, lesson_id: str) -> Exchange | None:
    return db.session.scalar(_LESSON_EXCHANGE, {"pair": pair_id, "lesson": lesson_id})


_HEARINGS = (
    select(Hearing).where(Hearing.reflection_id.in_(bindparam("reflections", expanding=True))).order_by(Hearing.round)
)
_REPLIES = (
    select(Reply)
    .where(Reply.reflection_id.in_(bindparam("reflections", expanding=True)))
    .order_by(Reply.written_at, Reply.id)
)


def hearings_of(reflection_ids: Sequence[str]) -> list[Hearing]:
    return list(db.session.scalars(_HEARINGS, {"reflections": list(reflection_ids)}))


def replies_of(reflection_ids: Sequence[str]) -> list[Reply]:
    return list(db.session.scalars(_REPLIES, {"reflections": list(reflection_ids)}))
