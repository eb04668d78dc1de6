"""Making a module, changing its sheet, setting it aside."""

from sqlalchemy import delete

from portal.curriculum.models import Module
from portal.curriculum.rules import ModuleSheet, Source
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.studio import queries
from portal.studio.models import ModuleAuthor, ModuleDraft, ModuleImport
from portal.studio.rules import Act, Draft, free_slug, rewritten, slug_from
from portal.studio.service.holding import hold, note
from portal.studio.service.sheets import change_sheet, keep_sheet


class SlugTaken(Refusal):
    """`free`: one like it that nobody has."""

    def __init__(self, free: str) -> None:
        super().__init__(
            _l("Another module has this short name. “%(free)s” is free.", free=free), field="slug", status=422
        )


class SheetChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _l(
                "These details were saved from another page or by another author in the meantime. "
                "What you wrote is still here; save it again to keep it."
            )
        )


def make(person_id: str, slug: str, sheet: ModuleSheet) -> str:
    """A module without any lesson yet, and whoever made it its author. Its slug. Raises SlugTaken.

    An empty `slug` is made from its titles.
    """
    slug = slug or slug_from(sheet.texts["fr"]["title"]) or slug_from(sheet.texts["en"]["title"])
    draft = begin(person_id, slug, rewritten("", sheet))
    note(draft, person_id, Act.MADE)
    return slug


def begin(person_id: str, slug: str, sheet: str) -> ModuleDraft:
    """The rows of a new module, its sheet as it is given. Raises SlugTaken."""
    if not slug:
        raise Refusal(
            _l("Give it a short name: its titles have no letters to make one from."), field="slug", status=422
        )
    module_id = new_id()
    if not insert_if_new(db.session(), Module, id=module_id, slug=slug, source=Source.STUDIO, created_at=now()):
        raise SlugTaken(free_slug(slug, queries.taken_slugs()))
    db.session.add(ModuleDraft(module_id=module_id, sheet=sheet, saved_at=now(), version=1))
    db.session.flush()
    db.session.add(ModuleAuthor(module_id=module_id, person_id=person_id, added_by_id=person_id, added_at=now()))
    db.session.flush()
    draft = hold(module_id)
    if sheet:
        keep_sheet(draft, person_id)
    return draft


def save_sheet(draft: Draft, person_id: str, sheet: ModuleSheet, version: int) -> None:
    """What is kept already, sent again, changes nothing. Raises SheetChanged."""
    held = hold(draft.module_id)
    source = rewritten(held.sheet, sheet)
    if source == held.sheet:
        return
    if held.version != version:
        raise SheetChanged
    change_sheet(held, person_id, source)
    note(held, person_id, Act.SHEET)


def set_aside(draft: Draft, person_id: str, *, aside: bool) -> None:
    """Out of the way of its authors, or back. It stays as it is, and where it is published it stays that."""
    held = hold(draft.module_id)
    if (held.set_aside_at is not None) is aside:
        return
    held.set_aside_at = now() if aside else None
    note(held, person_id, Act.SET_ASIDE if aside else Act.TAKEN_UP)


def forget(person_id: str) -> None:
    """Inside a transaction: they are no author of anything any more. What they wrote stays, without their name."""
    db.session.execute(delete(ModuleAuthor).where(ModuleAuthor.person_id == person_id))
    db.session.execute(delete(ModuleImport).where(ModuleImport.person_id == person_id))
