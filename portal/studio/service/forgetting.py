"""What nobody uses any more goes: what was sent and not taken in, pictures that nothing shows."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from portal.curriculum.models import Picture, RevisionPicture
from portal.kernel.database import db, hold_table
from portal.kernel.signals import TimePassed
from portal.studio.models import DraftPicture, DraftRelease, ModuleImport
from portal.studio.queries.imports import KEPT

_UNUSED = select(Picture.sha256).where(
    ~exists().where(RevisionPicture.sha256 == Picture.sha256), ~exists().where(DraftPicture.sha256 == Picture.sha256)
)
_WAITING = select(DraftRelease.pictures).where(
    DraftRelease.published_at.is_(None), DraftRelease.cancelled_at.is_(None), DraftRelease.sent_back_at.is_(None)
)


def on_time_passed(event: TimePassed) -> None:
    _forget_pictures()
    _forget_imports(event.moment)


def _forget_pictures() -> None:
    """Held first: whoever keeps a picture meanwhile finds it gone, and keeps it anew."""
    if not db.session.scalars(_UNUSED).all():
        return
    hold_table(db.session.connection(), Picture.__tablename__)
    frozen = {sha256 for pictures in db.session.scalars(_WAITING) for sha256 in pictures.values()}
    unused = set(db.session.scalars(_UNUSED)) - frozen
    db.session.execute(delete(Picture).where(Picture.sha256.in_(unused)))


def _forget_imports(moment: datetime) -> None:
    db.session.execute(delete(ModuleImport).where(ModuleImport.sent_at < moment - KEPT))
