"""What of accounts is over for long enough to be erased."""

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select

from portal.accounts.models import AccountLink, Consent, Person, SignInSession
from portal.accounts.rules import LINKS_KEPT, SESSION_LASTS, SESSIONS_KEPT, UNCONFIRMED_KEPT
from portal.kernel.database import Base, db
from portal.kernel.secrecy import DataKey
from portal.kernel.signals import TimePassed

_THEIRS = (AccountLink, Consent)
"""What goes with somebody who never confirmed their address."""


def on_time_passed(event: TimePassed) -> None:
    moment = event.moment
    ended = moment - SESSIONS_KEPT
    db.session.execute(
        delete(SignInSession).where(
            or_(SignInSession.ended_at < ended, SignInSession.created_at < ended - SESSION_LASTS)
        )
    )
    db.session.execute(delete(AccountLink).where(AccountLink.expires_at < moment - LINKS_KEPT))
    _forget_unconfirmed(event)


def _forget_unconfirmed(event: TimePassed) -> None:
    """Only those at whom nothing points, and who have no link left to confirm their address with."""
    open_link = exists().where(AccountLink.person_id == Person.id, AccountLink.expires_at > event.moment)
    gone = db.session.scalars(
        select(Person.id).where(
            Person.email_confirmed_at.is_(None),
            Person.created_at < event.moment - UNCONFIRMED_KEPT,
            ~open_link,
            and_(*(~one for one in _pointing())),
        )
    ).all()
    for model in (*_THEIRS, DataKey):
        db.session.execute(delete(model).where(model.person_id.in_(gone)))
    db.session.execute(delete(Person).where(Person.id.in_(gone)))


def _pointing() -> list[ColumnElement[bool]]:
    theirs: set[Table] = {Base.metadata.tables[model.__tablename__] for model in _THEIRS}
    return [
        exists().where(key.parent == Person.id)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if table not in theirs and key.column is Person.__table__.c.id
    ]
