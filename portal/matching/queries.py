"""Named statements about what people offer, seek and show."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, bindparam, literal, select, union_all

from portal.assessment.rules import Band
from portal.curriculum.rules import Strand
from portal.kernel.database import db
from portal.kernel.reading import Reading
from portal.matching.models import GiveAndTakeSaid, LevelsChosen, Offer, Seek, ShownLevel
from portal.matching.rules import GiveAndTake, Kept

_OFFERS, _SEEKS = "offer", "seek"
_SAID = Reading(
    union_all(
        select(literal(_OFFERS).label("what"), Offer.dimension, Offer.rank).where(
            Offer.person_id == bindparam("person")
        ),
        select(literal(_SEEKS).label("what"), Seek.dimension, Seek.rank).where(Seek.person_id == bindparam("person")),
        select(literal("").label("what"), literal("").label("dimension"), GiveAndTakeSaid.version).where(
            GiveAndTakeSaid.person_id == bindparam("person")
        ),
    ).order_by("rank")
)
_SHOWN = select(ShownLevel).where(ShownLevel.person_id == bindparam("person"))
_TOLD = (
    select(ShownLevel.strand, ShownLevel.band, ShownLevel.shown_at)
    .where(ShownLevel.person_id == bindparam("person"), ShownLevel.band.is_not(None))
    .order_by(ShownLevel.strand)
)
_CHOSEN = select(LevelsChosen.version).where(LevelsChosen.person_id == bindparam("person"))


def said_by(person_id: str) -> Kept:
    """In one statement."""
    rows = _SAID.all(person=person_id)
    offers, seeks = (tuple(row.dimension for row in rows if row.what == what) for what in (_OFFERS, _SEEKS))
    return Kept(GiveAndTake(offers, seeks), next((row.rank for row in rows if not row.what), 0))


def levels_shown_by(person_id: str) -> Sequence[ShownLevel]:
    return db.session.scalars(_SHOWN, {"person": person_id}).all()


def levels_told_of(person_id: str) -> Sequence[Row[Strand, Band | None, datetime]]:
    """What there is to read of them, strand by strand."""
    return db.session.execute(_TOLD, {"person": person_id}).all()


def version_of_levels(person_id: str) -> int:
    """How often this person chose which levels to show; 0 as long as they chose nothing."""
    return db.session.scalar(_CHOSEN, {"person": person_id}) or 0
