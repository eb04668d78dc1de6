"""Reflections, and what was said about them. What they give still is as it lies: encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, bindparam, cast, literal, select, union_all

from portal.journal.models import Addition, Exchange, Hearing, Reflection, Reply
from portal.journal.rules import Moments, ReflectionState, Round, is_known_to_partner, state_of
from portal.kernel.database import db
from portal.kernel.reading import Reading
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class ReflectionSeen:
    """A reflection on a lesson, to be looked at."""

    id: str
    author_id: str
    text_cipher: bytes | None
    version: int
    saved_at: datetime
    moments: Moments
    prompt: str
    """What it answers, as it lies: a list as JSON."""


_OF_LESSON = (
    select(Reflection)
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .where(Exchange.pair_id == bindparam("pair"), Exchange.lesson_id == bindparam("lesson"))
)


def moments_of(row: Reflection | ReflectionSeen) -> Moments:
    if isinstance(row, ReflectionSeen):
        return row.moments
    return Moments(row.sealed_at, row.opened_at, row.passed_at, row.kept_at, row.withdrawn_at)


def state_in(pair: MyPair, row: Reflection | ReflectionSeen) -> ReflectionState:
    """The state of a reflection in its pair: what was sealed when the pair closed is private."""
    return state_of(moments_of(row), in_closed_pair=not pair.may_write)


def is_known_to(pair: MyPair, row: Reflection | ReflectionSeen) -> bool:
    """Whether the reader of this pair may know that the reflection exists."""
    return row.author_id == pair.me.id or is_known_to_partner(moments_of(row), in_closed_pair=not pair.may_write)


def round_of(row: Hearing) -> Round:
    return Round(row.answer, left=row.left_at is not None, withdrawn=row.withdrawn_at is not None)


def reflections_on(pair_id: str, lesson_id: str) -> Sequence[Reflection]:
    """The reflections of both on a lesson, as they are now: none, one or two."""
    found = {"pair": pair_id, "lesson": lesson_id}
    return db.session.scalars(_OF_LESSON, found, execution_options={"populate_existing": True}).all()


_OF_EXCHANGE = select(Reflection).where(Reflection.exchange_id == bindparam("exchange"))


def reflections_in(exchange_id: str) -> Sequence[Reflection]:
    """The same, of an exchange."""
    return db.session.scalars(
        _OF_EXCHANGE, {"exchange": exchange_id}, execution_options={"populate_existing": True}
    ).all()


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
        cast(Reflection.prompt, Text).label("prompt"),
    )
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .where(Exchange.pair_id == bindparam("pair"), Exchange.lesson_id == bindparam("lesson"))
)


def reflections_seen(pair_id: str, lesson_id: str) -> list[ReflectionSeen]:
    """The same, only to be looked at."""
    rows = _SEEN_ON_LESSON.all(pair=pair_id, lesson=lesson_id)
    return [
        ReflectionSeen(row.id, row.author_id, row.text_cipher, row.version, row.saved_at, moments_of(row), row.prompt)
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


@dataclass(frozen=True, slots=True)
class Said:
    """An addition by its author, or a reply of either, under a reflection."""

    kind: str
    """The name of its table: "addition" or "reply"."""
    id: str
    reflection_id: str
    author_id: str
    text_cipher: bytes | None
    written_at: datetime
    withdrawn_at: datetime | None


_SAID = union_all(
    *(
        select(
            literal(kind.__tablename__).label("kind"),
            kind.id,
            kind.reflection_id,
            kind.author_id,
            kind.text_cipher,
            kind.written_at,
            kind.withdrawn_at,
        ).where(kind.reflection_id.in_(bindparam("reflections", expanding=True)))
        for kind in (Addition, Reply)
    )
).order_by("written_at", "id")


def hearings_of(reflection_ids: Sequence[str]) -> list[Hearing]:
    return list(db.session.scalars(_HEARINGS, {"reflections": list(reflection_ids)}))


def said_under(reflection_ids: Sequence[str]) -> list[Said]:
    """What was added to these reflections, and the replies under them: oldest first, in one statement."""
    return [Said(*row) for row in db.session.execute(_SAID, {"reflections": list(reflection_ids)})]
