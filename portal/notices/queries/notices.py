"""Notices, for their person's page and for their mails. Never a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from portal.accounts.models import Person
from portal.journal.models import Exchange, Reflection
from portal.journal.rules import ExchangeKind, Moment
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.notices.models import Notice
from portal.notices.rules import OUTLIVING, Kind

MOST_COUNTED = 100
"""More unread ones than that are told as many."""


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """A notice as its person finds it."""

    id: str
    kind: Kind
    pair_id: str | None
    subject_id: str | None
    created_at: datetime
    read_at: datetime | None
    exchange_id: str | None
    moment: Moment | None
    exchange_kind: ExchangeKind | None


@dataclass(frozen=True, slots=True)
class MyNotice:
    """One notice of the actor's own, to do something with."""

    id: str
    kind: Kind
    pair_id: str | None
    subject_id: str | None
    read_at: datetime | None


_COUNTED = (
    select(Notice.id)
    .where(
        Notice.person_id == Person.id,
        Notice.read_at.is_(None),
        Notice.cleared_at.is_(None),
        Notice.on_page,
    )
    .correlate(Person)
    .limit(MOST_COUNTED)
    .subquery()
)
UNREAD = select(func.count()).select_from(_COUNTED).correlate(Person).scalar_subquery()
"""How many notices a person has not read, for a statement about people."""

_SEEN = (
    select(
        Notice.id,
        Notice.kind,
        Notice.pair_id,
        Notice.subject_id,
        Notice.created_at,
        Notice.read_at,
        Exchange.id.label("exchange_id"),
        Exchange.moment,
        Exchange.kind.label("exchange_kind"),
    )
    .outerjoin(Reflection, Reflection.id == Notice.subject_id)
    .outerjoin(Exchange, Exchange.id == Reflection.exchange_id)
    .where(Notice.person_id == bindparam("me"), Notice.cleared_at.is_(None))
)
_STILL_TELLS = or_(
    Notice.pair_id.is_(None),
    Notice.kind.in_(OUTLIVING),
    Notice.pair_id.in_(bindparam("pairs", expanding=True)),
)
_ON_PAGE = (
    _SEEN.where(Notice.on_page, _STILL_TELLS)
    .order_by(Notice.read_at.is_not(None), Notice.created_at.desc(), Notice.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_MINE = select(Notice.id, Notice.kind, Notice.pair_id, Notice.subject_id, Notice.read_at).where(
    Notice.person_id == bindparam("me"), Notice.id == bindparam("notice")
)
_TO_MAIL = _SEEN.where(Notice.mailed_at.is_(None), Notice.read_at.is_(None)).order_by(Notice.created_at, Notice.id)
_ONE_TO_MAIL = _TO_MAIL.where(Notice.event_key == bindparam("event"))


def notices_of(actor: Actor, pairs: Iterable[str], limit: int, offset: int) -> list[NoticeSeen]:
    """Those on a person's page: unread ones first, then the newest. Of other than these `pairs`, that they closed."""
    asked = {"me": actor.id, "pairs": list(pairs), "limit": limit, "offset": offset}
    return [NoticeSeen(*row) for row in db.session.execute(_ON_PAGE, asked)]


def my_notice(actor: Actor, *, notice: str) -> MyNotice | None:
    row = db.session.execute(_MINE, {"me": actor.id, "notice": notice}).one_or_none()
    return MyNotice(*row) if row is not None else None


def to_mail(person_id: str, event_key: str | None = None) -> list[NoticeSeen]:
    """What is neither read, cleared nor mailed, the oldest first; or that of one event."""
    if event_key is None:
        return [NoticeSeen(*row) for row in db.session.execute(_TO_MAIL, {"me": person_id})]
    asked = {"me": person_id, "event": event_key}
    return [NoticeSeen(*row) for row in db.session.execute(_ONE_TO_MAIL, asked)]
