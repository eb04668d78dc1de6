"""What must be sent or done, as rows written in the transaction of their cause.

A row holds a kind, ids and a due time; no body, no secret. There is one exception: the mail that tells of a deleted
account goes to an address that is erased already, and its row holds that address, sealed with the server's secret,
until it has left or for two days (privacy/service/farewell.py).

The worker claims a row for a few minutes before it acts, so that a worker that dies leaves it to be taken up again:
everything is done at least once, and a mail carries the row's id so that a second one can be told from the first.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import Index, String, bindparam, delete, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.clock import now
from portal.kernel.database import ID_LENGTH, Base, Id, db, insert_if_new
from portal.kernel.transaction import afterwards, transaction

log = logging.getLogger(__name__)

TRIES = 10
LEASE = timedelta(minutes=5)
DONE_KEPT = timedelta(days=30)
UNDONE_KEPT = timedelta(days=30)
"""After it was due, or last tried, unless its kind must be done however late."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


class Outgoing(Base):
    __tablename__ = "outbox"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    ids: Mapped[dict[str, str]]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_outbox_not_before",
            "not_before",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed row, as its handler sees it."""

    id: str
    kind: str
    recipient_id: str | None
    ids: Mapping[str, str]
    attempts: int = 1


Handler = Callable[[Job], None]

_handlers: dict[str, Handler] = {}
_lasting: set[str] = set()


def handles(kind: str, *, however_late: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does what rows of this kind ask for. It runs outside any transaction.

    `however_late`: such a row is kept until it is done.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if however_late:
            _lasting.add(kind)
        return handler

    return register


def put(
    kind: str,
    key: str,
    *,
    recipient_id: str | None = None,
    ids: Mapping[str, str] | None = None,
    due: datetime | None = None,
) -> None:
    """Ask for something, inside the transaction of its cause. The same key twice asks once."""
    moment = now()
    is_new = insert_if_new(
        db.session(),
        Outgoing,
        kind=kind,
        dedupe_key=key,
        recipient_id=recipient_id,
        ids=dict(ids or {}),
        created_at=moment,
        not_before=due or moment,
    )
    if is_new:
        afterwards(_kick)


def put_again(kind: str, key: str, *, ids: Mapping[str, str] | None = None) -> None:
    """Ask again, at once, for what was given up; inside a transaction. What is done is not done again."""
    row = db.session.scalar(_BY_KEY, {"key": key})
    if row is None:
        put(kind, key, ids=ids)
    elif row.done_at is None:
        row.attempts, row.not_before = 0, now()
        db.session.flush()
        afterwards(_kick)


def put_seldom(kind: str, recipient_id: str, *, every: timedelta) -> None:
    """Ask for something to one person, at most once in so long; what waits already stands for what comes meanwhile.

    Inside the transaction of its cause.
    """
    latest = db.session.scalar(_LATEST_TO, {"kind": kind, "recipient": recipient_id})
    if latest is None or latest.done_at is not None or latest.attempts:
        due = max(now(), (latest.done_at or latest.not_before) + every) if latest else None
        put(kind, f"{kind}:{recipient_id}:{latest.id if latest else ''}", recipient_id=recipient_id, due=due)


def is_open(key: str) -> bool:
    """Whether what this key asks for is still to be tried."""
    return db.session.scalar(_OPEN_BY_KEY, {"key": key}) is not None


def drain() -> int:
    """Do all that is due; gives how many rows were tried."""
    tried = 0
    while job := _claim():
        _do(job)
        tried += 1
    return tried


def do_now(kind: str) -> bool:
    """Do every row of this kind that is not done, whether it is due or was given up; gives whether all went well."""
    rows = db.session.scalars(_UNDONE, {"kind": kind}).all()
    jobs = [Job(row.id, row.kind, row.recipient_id, dict(row.ids), row.attempts + 1) for row in rows]
    return all([_do(job) for job in jobs])  # noqa: C419 (each is done, whatever became of the one before)


def sweep() -> None:
    """Forget what was done long ago, and what could not be done for as long."""
    db.session.execute(delete(Outgoing).where(Outgoing.done_at < now() - DONE_KEPT))
    stuck = Outgoing.done_at.is_(None) & (Outgoing.not_before < now() - UNDONE_KEPT)
    db.session.execute(delete(Outgoing).where(stuck, Outgoing.kind.not_in(sorted(_lasting))))


def erase(row_id: str) -> None:
    """Inside a transaction, and before it is noted as done: leave no trace of this row."""
    db.session.execute(delete(Outgoing).where(Outgoing.id == row_id))


def erase_to(recipient_id: str) -> None:
    """Inside a transaction: whatever was sent, or waits to be sent, to somebody who is no longer here."""
    db.session.execute(delete(Outgoing).where(Outgoing.recipient_id == recipient_id))


def waiting() -> int:
    """How many rows are overdue by more than the patience of one tick."""
    late = now() - timedelta(minutes=10)
    return db.session.scalar(_LATE, {"late": late}) or 0


def failed() -> int:
    """How many rows were given up."""
    return db.session.scalar(_FAILED) or 0


def init_app(app: Flask, kick: Callable[[], None]) -> None:
    """`kick` tells the worker that there is something new; without it the next tick finds it."""
    app.extensions["outbox_kick"] = kick


_OPEN = Outgoing.done_at.is_(None) & (Outgoing.attempts < TRIES)
_NEXT = (
    select(Outgoing)
    .where(_OPEN, Outgoing.not_before <= bindparam("moment"))
    .order_by(Outgoing.not_before)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_BY_KEY = select(Outgoing).where(Outgoing.dedupe_key == bindparam("key")).with_for_update()
_LATEST_TO = (
    select(Outgoing)
    .where(Outgoing.kind == bindparam("kind"), Outgoing.recipient_id == bindparam("recipient"))
    .order_by(Outgoing.created_at.desc(), Outgoing.not_before.desc())
    .limit(1)
)
_OPEN_BY_KEY = select(Outgoing.id).where(_OPEN, Outgoing.dedupe_key == bindparam("key"))
_UNDONE = (
    select(Outgoing).where(Outgoing.done_at.is_(None), Outgoing.kind == bindparam("kind")).order_by(Outgoing.created_at)
)
_LATE = select(func.count()).select_from(Outgoing).where(_OPEN, Outgoing.not_before <= bindparam("late"))
_FAILED = select(func.count()).select_from(Outgoing).where(Outgoing.done_at.is_(None), Outgoing.attempts >= TRIES)


def wait_after(attempts: int) -> timedelta:
    """How long a row rests after so many tries: 1, 2, 4… minutes, at most 6 hours."""
    doublings: int = 2 ** max(attempts - 1, 0)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def _claim() -> Job | None:
    """The next row that is due, kept from other workers as long as its lease lasts."""
    with transaction():
        moment = now()
        row = db.session.scalar(_NEXT, {"moment": moment})
        if row is None:
            return None
        row.attempts += 1
        row.not_before = moment + LEASE
        return Job(row.id, row.kind, row.recipient_id, dict(row.ids), row.attempts)


def _do(job: Job) -> bool:
    """Whether it went well."""
    try:
        _handlers[job.kind](job)
    except Exception as error:  # noqa: BLE001 (whatever it is, the others must still be done)
        log.error("%s %s failed: %s", job.kind, job.id, type(error).__name__)  # noqa: TRY400 (a trace may hold words)
        _note(job, last_error=type(error).__name__, not_before=now() + wait_after(job.attempts))
        return False
    _note(job, done_at=now(), last_error=None)
    return True


def _note(job: Job, **values: object) -> None:
    """No act of whoever's request it follows, who may have just deleted their account."""
    with transaction(is_act=False):
        db.session.execute(update(Outgoing).where(Outgoing.id == job.id).values(**values))


def _kick() -> None:
    """What was committed stands, told or not: the next tick finds it."""
    try:
        current_app.extensions["outbox_kick"]()
    except Exception as error:  # noqa: BLE001 (whatever keeps the worker from hearing)
        log.warning("the worker could not be told: %s", type(error).__name__)
