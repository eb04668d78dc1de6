"""Where modules stand, several at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from portal.curriculum.models import Module, Revision
from portal.kernel.database import db
from portal.studio.models import DraftRelease, ModuleDraft
from portal.studio.queries.releases import state_of_release
from portal.studio.rules.standing import Standing

_made_from = aliased(DraftRelease)
_waiting = aliased(DraftRelease)
_STANDINGS = (
    select(
        ModuleDraft.module_id,
        ModuleDraft.saved_at,
        Module.archived_at,
        Revision.number,
        Revision.published_at,
        _made_from.asked_at,
        _waiting,
    )
    .join(Module, Module.id == ModuleDraft.module_id)
    .outerjoin(Revision, (Revision.module_id == Module.id) & Revision.superseded_at.is_(None))
    .outerjoin(_made_from, _made_from.revision_id == Revision.id)
    .outerjoin(
        _waiting,
        (_waiting.module_id == Module.id)
        & _waiting.published_at.is_(None)
        & _waiting.failed_at.is_(None)
        & _waiting.cancelled_at.is_(None)
        & _waiting.sent_back_at.is_(None),
    )
    .where(ModuleDraft.module_id.in_(bindparam("modules", expanding=True)))
)


def standings(module_ids: Sequence[str]) -> Mapping[str, Standing]:
    """By the id of the module."""
    rows = db.session.execute(_STANDINGS, {"modules": list(module_ids)}) if module_ids else ()
    return {row.module_id: _standing(row) for row in rows}


def _standing(row: Row[*tuple[Any, ...]]) -> Standing:
    release: DraftRelease | None = row[-1]
    taken_at: datetime | None = row.asked_at or row.published_at
    return Standing(
        number=row.number,
        is_out=row.number is not None and row.archived_at is not None,
        has_changes=taken_at is not None and row.saved_at > taken_at,
        waits=state_of_release(release) if release is not None else None,
        due_at=release.due_at if release is not None else None,
    )
