"""How often something may be tried. Counted in the database, so that it holds over processes and restarts.

Windows are short and end by themselves: nobody is ever locked out for good. What is counted (an
address, an account) is kept as a keyed hash.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import now
from portal.kernel.database import Base, db, insert_if_new
from portal.kernel.transaction import apart

KEPT = timedelta(days=1)
"""How long after it began a window is still there."""


class Tries(Base):
    __tablename__ = "throttle"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    key_hmac: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime]
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so much time, under a name."""

    scope: str
    tries: int
    window: timedelta

    def admits(self, key: str) -> bool:
        """Count one try; whether it is still within the limit."""
        with apart() as session:
            return self._count(session, key) <= self.tries

    def admits_with(self, key: str) -> bool:
        """Count what this transaction does, if it is done; whether it is still within the limit."""
        return self._count(db.session(), key) <= self.tries

    def give_back(self, key: str) -> None:
        """Take back one try that was counted: it turned out to be none."""
        with apart() as session:
            row = self._row(session, _hashed(key))
            if row is not None and row.count > 0:
                row.count -= 1

    def forget(self, key: str) -> None:
        """Start again from nothing, after a success."""
        with apart() as session:
            session.execute(delete(Tries).where(Tries.scope == self.scope, Tries.key_hmac == _hashed(key)))

    def _count(self, session: Session, key: str) -> int:
        moment, hashed = now(), _hashed(key)
        while (row := self._row(session, hashed)) is None:
            insert_if_new(session, Tries, scope=self.scope, key_hmac=hashed, window_start=moment, count=0)
        if moment >= row.window_start + self.window:
            row.window_start, row.count = moment, 0
        row.count += 1
        return row.count

    def _row(self, session: Session, hashed: str) -> Tries | None:
        mine = select(Tries).where(Tries.scope == self.scope, Tries.key_hmac == hashed)
        return session.scalar(mine.with_for_update())


def sweep(older_than: timedelta = KEPT) -> None:
    """Forget windows that ended long ago."""
    with apart() as session:
        session.execute(delete(Tries).where(Tries.window_start < now() - older_than))


def erase(*keys: str) -> None:
    """Inside a transaction: what was counted under these names, in every scope."""
    db.session.execute(delete(Tries).where(Tries.key_hmac.in_([_hashed(key) for key in keys])))


def _hashed(key: str) -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.digest(f"throttle:{secret}".encode(), key.encode(), hashlib.sha256).hex()
