"""The sessions in which the sheet of a module was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.curriculum.rules import ModuleSheet
from portal.kernel.database import db, is_id
from portal.kernel.identity import Actor
from portal.studio.models import SheetSession
from portal.studio.queries import my_draft
from portal.studio.rules import Draft, as_far_as_written


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What a session left, beside what was there before."""

    id: str
    writer: str
    """Empty once they deleted their account."""
    saved_at: datetime
    before: ModuleSheet
    after: ModuleSheet


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet that there was, for one of the authors."""

    draft: Draft
    source: str


_LINES = (
    select(SheetSession.id, Person.name, SheetSession.saved_at, SheetSession.sheet)
    .join(Person, Person.id == SheetSession.writer_id)
    .where(SheetSession.module_id == bindparam("module"))
    .order_by(SheetSession.number)
)
_NEWEST = (
    select(SheetSession)
    .where(SheetSession.module_id == bindparam("module"))
    .order_by(SheetSession.number.desc())
    .limit(1)
)
_ONE = select(SheetSession.sheet).where(
    SheetSession.module_id == bindparam("module"), SheetSession.id == bindparam("session")
)


def sheets_of(module_id: str) -> list[SheetLine]:
    """The newest first."""
    return [*_sheets(module_id)][::-1]


def _sheets(module_id: str) -> Iterator[SheetLine]:
    before = as_far_as_written("")
    for row in db.session.execute(_LINES, {"module": module_id}):
        after = as_far_as_written(row.sheet)
        yield SheetLine(row.id, row.name, row.saved_at, before, after)
        before = after


def newest_sheet(module_id: str) -> SheetSession | None:
    return db.session.scalar(_NEWEST, {"module": module_id}, execution_options={"populate_existing": True})


def my_sheet(actor: Actor, *, module: str, session: str) -> SheetFound | None:
    draft = my_draft(actor, module=module)
    if draft is None or not is_id(session):
        return None
    source = db.session.scalar(_ONE, {"module": draft.module_id, "session": session})
    return SheetFound(draft, source) if source is not None else None
