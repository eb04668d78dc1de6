"""The only commits in the portal.

A use case is one transaction: it opens with `transaction()`, holds the write lock while it decides,
and is over before the answer is built. The database refuses every write made elsewhere.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import has_request_context, request
from sqlalchemy.orm import Session

from portal.kernel.database import WRITING, db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_with_each: list[Callable[[], None]] = []


def with_each_transaction(act: Callable[[], None]) -> None:
    """Run `act` at the end of every transaction that is an act, inside it. Registered once, by app.py."""
    if act not in _with_each:
        _with_each.append(act)


@contextmanager
def transaction(*, is_act: bool = True) -> Iterator[None]:
    """One writing transaction on the request's session.

    What was read before is read again inside, under the lock. Refuses to open on a safe HTTP
    method, and inside another transaction. `is_act`: what a person does, by which their session lives on.
    """
    _refuse_safe_method()
    _refuse_inside()
    session = db.session()
    session.rollback()
    session.connection(execution_options=WRITING)
    session.info["writing"] = True
    session.info["afterwards"] = {}
    try:
        yield
        session.flush()
        for act in _with_each if is_act else ():
            act()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False
        acts = session.info.pop("afterwards")
    for act in acts:
        act()


def afterwards(act: Callable[[], None]) -> None:
    """Call `act` once when the current transaction has been committed, and not at all if it is not."""
    acts = db.session().info.get("afterwards")
    if acts is None:
        raise RuntimeError("something for after a transaction, outside of one")
    acts[act] = None


def end_reading() -> None:
    """Let go of the read transaction before slow work (hashing, mail): nothing may wait for it.

    Refused inside `transaction()`, whose work it would undo.
    """
    _refuse_inside()
    db.session.rollback()


@contextmanager
def apart() -> Iterator[Session]:
    """A session of its own, committed whatever becomes of the request: for what must survive a refusal.

    Refused where `transaction()` is.
    """
    _refuse_safe_method()
    end_reading()
    with Session(db.engine) as session:
        session.connection(execution_options=WRITING)
        yield session
        session.commit()


def _refuse_safe_method() -> None:
    if has_request_context() and request.method in SAFE_METHODS:
        raise RuntimeError(f"{request.method} {request.path} tried to write")


def _refuse_inside() -> None:
    if db.session().info.get("writing"):
        raise RuntimeError("a transaction inside a transaction")
