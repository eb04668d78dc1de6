"""A draft, held while it changes: whoever else changes anything of it waits."""

from sqlalchemy import select

from portal.kernel.clock import now
from portal.kernel.database import db
from portal.studio.models import ModuleAct, ModuleDraft
from portal.studio.rules import Act


def hold(module_id: str) -> ModuleDraft:
    """Inside a transaction."""
    held = select(ModuleDraft).where(ModuleDraft.module_id == module_id).with_for_update()
    return db.session.execute(held, execution_options={"populate_existing": True}).scalar_one()


def note(draft: ModuleDraft, person_id: str, act: Act, lesson: str | None = None) -> None:
    """Who changed what, on record."""
    moment = now()
    if act.changes_the_draft:
        draft.saved_at = moment
    db.session.add(
        ModuleAct(module_id=draft.module_id, person_id=person_id, act=act, lesson_slug=lesson, done_at=moment)
    )
