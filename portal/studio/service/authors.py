"""Who writes a module: authors add others, and take them off; there is always one left."""

from sqlalchemy import func, select

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.studio.models import ModuleAuthor, ModuleDraft
from portal.studio.queries.orphans import has_author
from portal.studio.rules import Act, Draft
from portal.studio.service.holding import hold, note


class NoSuchInstructor(Refusal):
    """The same for whoever has an account without the role, and for whoever has none."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Nobody with this address is an instructor here. "
                "Check the address, or ask the administration for the role."
            ),
            field="email",
            status=422,
        )


class LastAuthor(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("A module has at least one author. Add somebody else first."))


class HasAuthor(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("This module has an author again, who adds others."))


def add_author(draft: Draft, person_id: str, email: str) -> None:
    """Whoever is one already stays it. Raises NoSuchInstructor."""
    held = hold(draft.module_id)
    _add(held, person_id, _instructor_at(email))


def give_author(module_id: str, person_id: str, email: str) -> None:
    """By who runs the site, to a module that nobody can write any more. Raises NoSuchInstructor and HasAuthor."""
    held, other_id = hold(module_id), _instructor_at(email)
    if has_author(module_id) and db.session.get(ModuleAuthor, (module_id, other_id)) is None:
        raise HasAuthor
    _add(held, person_id, other_id)


def remove_author(draft: Draft, person_id: str, other_id: str) -> None:
    """What they wrote stays. Whoever is none any more stays none. Raises LastAuthor."""
    held = hold(draft.module_id)
    authors = select(ModuleAuthor).where(ModuleAuthor.module_id == held.module_id)
    there = {one.person_id: one for one in db.session.scalars(authors)}
    if other_id not in there:
        return
    if len(there) == 1:
        raise LastAuthor
    db.session.delete(there[other_id])
    note(held, person_id, Act.AUTHOR_REMOVED)


def _add(held: ModuleDraft, person_id: str, other_id: str) -> None:
    added = {"added_by_id": person_id, "added_at": now()}
    if insert_if_new(db.session(), ModuleAuthor, module_id=held.module_id, person_id=other_id, **added):
        note(held, person_id, Act.AUTHOR_ADDED)


def _instructor_at(email: str) -> str:
    """Held, so that no account that is being deleted becomes an author. Raises NoSuchInstructor."""
    found = (
        select(Person.id)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(
            func.lower(Person.email) == email.lower(),
            Person.email_confirmed_at.is_not(None),
            Person.disabled_at.is_(None),
            RoleGiven.role == SiteRole.INSTRUCTOR,
        )
        .with_for_update(key_share=True, of=Person)
    )
    person_id = db.session.scalar(found)
    if person_id is None:
        raise NoSuchInstructor
    return person_id
