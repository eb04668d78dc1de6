"""Whom something is told, and what they chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.notices.models import NoticeChoice, NoticeSetting
from portal.notices.rules import NIGHT, Choice, Choices, Kept, Quiet
from portal.pairs.models import PairPerson


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom something is told, with what they chose."""

    id: str
    name: str
    email: str | None
    """None where nothing can be mailed to them."""
    language: str
    time_zone: str
    salt: str | None
    digested_at: datetime | None
    choices: Choices


_READER = (
    select(
        Person.id,
        Person.name,
        Person.email,
        Person.email_confirmed_at,
        Person.disabled_at,
        Person.language,
        Person.time_zone,
        NoticeSetting.salt,
        NoticeSetting.quiet_from,
        NoticeSetting.quiet_to,
        NoticeSetting.unsubscribed_at,
        NoticeSetting.digested_at,
        NoticeSetting.version,
        NoticeChoice.topic,
        NoticeChoice.pace,
        NoticeChoice.on_page,
    )
    .outerjoin(NoticeSetting, NoticeSetting.person_id == Person.id)
    .outerjoin(NoticeChoice, NoticeChoice.person_id == Person.id)
    .where(Person.id == bindparam("person"), Person.erased_at.is_(None))
)
_SALT = select(NoticeSetting.salt).where(NoticeSetting.person_id == bindparam("person"))
_SEATS = select(PairPerson.person_id, PairPerson.frozen_at).where(PairPerson.pair_id == bindparam("pair"))


def reader(person_id: str) -> Reader | None:
    """None for who has deleted their account."""
    rows = db.session.execute(_READER, {"person": person_id}).all()
    return _reader(rows) if rows else None


def kept_choices(person_id: str) -> Kept:
    """With the version that the form is made from; 0 where nothing was ever told or chosen."""
    rows = db.session.execute(_READER, {"person": person_id}).all()
    return Kept(_choices(rows), rows[0].version or 0, rows[0].unsubscribed_at)


def salt_of(person_id: str) -> str | None:
    return db.session.scalar(_SALT, {"person": person_id})


def told_in(pair_id: str) -> list[str]:
    """Who of the two is told what happens in their pair: not who froze it."""
    rows = db.session.execute(_SEATS, {"pair": pair_id})
    return [row.person_id for row in rows if row.frozen_at is None]


def two_of(pair_id: str) -> list[str]:
    return [row.person_id for row in db.session.execute(_SEATS, {"pair": pair_id})]


def _reader(rows: Sequence[Any]) -> Reader:
    first = rows[0]
    may_be_mailed = first.email_confirmed_at is not None and first.disabled_at is None
    return Reader(
        id=first.id,
        name=first.name,
        email=first.email if may_be_mailed else None,
        language=first.language,
        time_zone=first.time_zone,
        salt=first.salt,
        digested_at=first.digested_at,
        choices=_choices(rows),
    )


def _choices(rows: Sequence[Any]) -> Choices:
    first = rows[0]
    return Choices(
        topics={row.topic: Choice(row.pace, row.on_page) for row in rows if row.topic is not None},
        quiet=Quiet(first.quiet_from, first.quiet_to) if first.salt is not None else NIGHT,
        by_mail=first.unsubscribed_at is None,
    )
