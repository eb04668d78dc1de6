"""Sessions: each is one browser, signed in, as a row. Ending the row ends it, whatever cookie is shown."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import has_request_context
from sqlalchemy import ColumnElement, bindparam, select, update

from portal.accounts.models import Person, SignInSession
from portal.accounts.queries import ACTOR, reading_actors
from portal.accounts.rules import SiteRole, device_of, session_is_over
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor, begin_session, current_actor, new_token, signed_in, token_hash
from portal.kernel.reading import Reading
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction

_MINE = select(SignInSession.id).where(SignInSession.id == bindparam("session")).with_for_update(skip_locked=True)
_ERASED = select(Person.erased_at).where(Person.id == bindparam("person"))
_ACT = (
    update(SignInSession)
    .where(SignInSession.id == _MINE.scalar_subquery())
    .values(last_act_at=bindparam("moment"))
    .execution_options(synchronize_session=False)
)
_UNLOCK = (
    update(SignInSession)
    .where(SignInSession.id == bindparam("session"))
    .values(unlocked_at=bindparam("moment"))
    .execution_options(synchronize_session=False)
)


class AccountGone(Refusal):
    """What was under way when an account was deleted is not written."""

    def __init__(self) -> None:
        super().__init__(_l("This account was deleted in the meantime. What you just sent was not kept."), status=410)


def load_with(duties: ColumnElement[int], unread: ColumnElement[int]) -> Callable[[str], Actor | None]:
    """`actor_of`, telling also how much waits for a person in the slices above, which these count."""
    return partial(actor_of, reading=reading_actors(duties, unread))


def actor_of(token: str, reading: Reading = ACTOR) -> Actor | None:
    """Who a session token stands for, or None once the session, the account or its time has ended."""
    row = reading.one_or_none(token=token_hash(token))
    if row is None or session_is_over(row.created_at, row.last_act_at, now()):
        return None
    held = {SiteRole.INSTRUCTOR: row.is_instructor, SiteRole.ADMINISTRATOR: row.is_administrator}
    return Actor(
        id=row.id,
        name=row.name,
        language=row.language,
        time_zone=row.time_zone,
        session_id=row.session_id,
        csrf_secret=row.csrf_secret,
        roles=frozenset(role for role, holds in held.items() if holds),
        duties=row.duties,
        unread=row.unread,
        seen_until=_later(row.seen_until, row.person_acted_at),
        unlocked_at=row.unlocked_at or row.created_at,
        token=token,
    )


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def record_act() -> None:
    """Runs at the end of every transaction: a session lives on by acts, not by visits.

    It waits for nobody, so that browsers which end each other's sessions do not wait in a ring. Raises AccountGone
    for who deleted their account meanwhile: nothing of theirs is written after that.
    """
    actor = current_actor() if has_request_context() else None
    if actor is None:
        return
    found = db.session.connection().execute(_ACT, {"session": actor.session_id, "moment": now()}).rowcount
    if not found and db.session.scalar(_ERASED, {"person": actor.id}) is not None:
        raise AccountGone


def unlock() -> None:
    """Whoever is at this browser has proved who they are, or goes on with what they proved it for."""
    moment = {"session": signed_in().session_id, "moment": now()}
    db.session.execute(_UNLOCK, moment)


def start_session(person_id: str, device: str) -> str:
    """A session of this person; the token that its cookie carries, which is kept nowhere else."""
    token = new_token()
    db.session.add(
        SignInSession(
            token_sha256=token_hash(token),
            person_id=person_id,
            csrf_secret=new_token(),
            device=device,
            created_at=now(),
        )
    )
    db.session.flush()
    return token


def sign_in_as(person_id: str, user_agent: str) -> None:
    """Make this browser the person's, from the next request on. Opens a transaction of its own."""
    before = current_actor()
    with transaction():
        if before is not None:
            end_session(before.session_id)
        token = start_session(person_id, device_of(user_agent))
    actor = actor_of(token)
    if actor is not None:  # nobody, when the account was disabled just now
        begin_session(actor)


def end_session(session_id: str) -> None:
    db.session.execute(_END_ONE, {"session": session_id, "moment": now()})


def end_all_sessions(person_id: str) -> None:
    """Every session of this person ends at once."""
    db.session.execute(_END_ALL, {"person": person_id, "moment": now()})


_END = update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=bindparam("moment"))
_END_ONE = _END.where(SignInSession.id == bindparam("session"))
_IN_ORDER = (
    select(SignInSession.id)
    .where(SignInSession.person_id == bindparam("person"), SignInSession.ended_at.is_(None))
    .order_by(SignInSession.id)
    .with_for_update()
)
_END_ALL = _END.where(SignInSession.id.in_(_IN_ORDER)).execution_options(synchronize_session=False)
