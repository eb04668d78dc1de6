"""Modules that nobody can write any more: none of their authors is an instructor who can sign in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, select

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.curriculum.models import Module, Revision
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.studio.models import ModuleAuthor, ModuleDraft
from portal.studio.rules import Titles, titles_published


@dataclass(frozen=True, slots=True)
class ModuleKept:
    """A module of the studio, for who runs the site: no word of its draft."""

    id: str
    slug: str
    titles: Titles
    """As it is published; none before that."""
    saved_at: datetime
    has_author: bool

    def title(self, language: str) -> str:
        return self.titles.title(language)


_HAS_AUTHOR = exists().where(
    ModuleAuthor.module_id == ModuleDraft.module_id,
    ModuleAuthor.person_id == Person.id,
    Person.disabled_at.is_(None),
    RoleGiven.person_id == Person.id,
    RoleGiven.role == SiteRole.INSTRUCTOR,
)
_KEPT = (
    select(Module.id, Module.slug, Revision.texts, ModuleDraft.saved_at, _HAS_AUTHOR.label("has_author"))
    .join(ModuleDraft, ModuleDraft.module_id == Module.id)
    .outerjoin(Revision, (Revision.module_id == Module.id) & Revision.superseded_at.is_(None))
    .order_by(Module.slug)
)
_ORPHANS = _KEPT.where(~_HAS_AUTHOR)
_ONE = _KEPT.where(Module.slug == bindparam("module"))
_BY_ID = select(_HAS_AUTHOR).select_from(ModuleDraft).where(ModuleDraft.module_id == bindparam("module"))


def orphans() -> list[ModuleKept]:
    return [_kept(row) for row in db.session.execute(_ORPHANS)]


def kept_module(_actor: Actor, *, module: str) -> ModuleKept | None:
    row = db.session.execute(_ONE, {"module": module}).one_or_none()
    return _kept(row) if row is not None else None


def has_author(module_id: str) -> bool:
    """Whether anybody can write it."""
    return bool(db.session.scalar(_BY_ID, {"module": module_id}))


def _kept(row: Row[*tuple[Any, ...]]) -> ModuleKept:
    return ModuleKept(row.id, row.slug, titles_published(row.slug, row.texts), row.saved_at, row.has_author)
