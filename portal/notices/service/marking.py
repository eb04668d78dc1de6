"""Read, unread, cleared: by their person, by pressing something. Looking is no act."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.notices.models import Notice


def mark_read(notice_id: str) -> None:
    _change(Notice.id == notice_id, Notice.read_at.is_(None), read_at=now())


def mark_unread(notice_id: str) -> None:
    _change(Notice.id == notice_id, read_at=None)


def clear(notice_id: str) -> None:
    """It leaves the page. That it was told stays, so that it is not told again."""
    _change(Notice.id == notice_id, Notice.cleared_at.is_(None), cleared_at=now())


def mark_all_read(person_id: str, until: datetime) -> None:
    """Those that were on the page when it was made: what came after it is still new."""
    _change(Notice.person_id == person_id, Notice.created_at <= until, Notice.read_at.is_(None), read_at=now())


def clear_all_read(person_id: str, until: datetime) -> None:
    """The same, of those that are read."""
    read = (Notice.read_at.is_not(None), Notice.cleared_at.is_(None))
    _change(Notice.person_id == person_id, Notice.created_at <= until, *read, cleared_at=now())


def _change(*which: Any, **values: object) -> None:
    changed = update(Notice).where(*which).values(**values)
    db.session.execute(changed.execution_options(synchronize_session=False))
