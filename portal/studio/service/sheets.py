"""The sheet of a module, kept in sessions as its lessons are: nobody's words go because of another's."""

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.studio.models import ModuleDraft, SheetSession
from portal.studio.queries.sheets import SheetFound, newest_sheet
from portal.studio.rules import Act, Session, continues
from portal.studio.service.holding import hold, note


def change_sheet(held: ModuleDraft, writer_id: str, sheet: str, *, apart: bool = False) -> bool:
    """Whether it is another than before. `apart`: in a session of its own, whoever wrote last."""
    if sheet == held.sheet:
        return False
    held.sheet, held.version = sheet, held.version + 1
    keep_sheet(held, writer_id, apart=apart)
    return True


def keep_sheet(held: ModuleDraft, writer_id: str, *, apart: bool = False) -> None:
    newest, moment = newest_sheet(held.module_id), now()
    if newest is not None and not apart and _carries_on(newest, writer_id, held.sheet):
        newest.sheet, newest.saved_at = held.sheet, moment
    else:
        number = newest.number + 1 if newest else 1
        begun = {"number": number, "writer_id": writer_id, "begun_at": moment, "saved_at": moment}
        db.session.add(SheetSession(module_id=held.module_id, sheet=held.sheet, **begun))
    db.session.flush()


def _carries_on(newest: SheetSession, writer_id: str, sheet: str) -> bool:
    session = Session(newest.writer_id, newest.begun_at, newest.saved_at, newest.sheet)
    return continues(session, writer_id, sheet, now())


def restore_sheet(found: SheetFound, writer_id: str) -> None:
    """Bring it back, in a session of its own. What is there already, brought back again, changes nothing."""
    held = hold(found.draft.module_id)
    if change_sheet(held, writer_id, found.source, apart=True):
        note(held, writer_id, Act.SHEET)
