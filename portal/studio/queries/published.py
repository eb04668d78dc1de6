"""What is published, as any instructor reads it in the studio."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from portal.accounts.rules import SiteRole
from portal.curriculum.models import Module, Revision
from portal.curriculum.queries import ModuleCard, module_card
from portal.curriculum.rules import Source
from portal.kernel.database import db
from portal.kernel.identity import Actor


@dataclass(frozen=True, slots=True)
class Published:
    """A module as everybody reads it, and the revision that it is."""

    card: ModuleCard
    revision_id: str
    is_from_files: bool


_CURRENT = (
    select(Revision.id, Module.source)
    .join(Module, Module.id == Revision.module_id)
    .where(Module.slug == bindparam("module"), Revision.superseded_at.is_(None))
)


def published_module(actor: Actor, *, module: str, language: str) -> Published | None:
    """For instructors; None for everybody else, and for what is not published."""
    card = module_card(actor, module=module, language=language) if SiteRole.INSTRUCTOR in actor.roles else None
    if card is None:
        return None
    revision_id, source = db.session.execute(_CURRENT, {"module": module}).one()
    return Published(card, revision_id, source is Source.FILES)
