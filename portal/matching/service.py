"""Saying what one offers and seeks, putting levels on one's profile, taking them down again."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select

from portal.accounts.models import Person
from portal.assessment import service as assessment
from portal.assessment.service import Sat
from portal.curriculum.rules import Strand
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.ledger import Erasure
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.matching import queries
from portal.matching.models import GiveAndTakeSaid, Offer, Seek, ShownLevel
from portal.matching.rules import GiveAndTake, Profile
from portal.matching.signals import LevelsTakenDown


class SaidElsewhere(Refusal):
    """The form was made from an older version than the one that is kept."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "What you offer and seek was changed elsewhere in the meantime. What you chose is still here: "
                "save it again to keep it."
            )
        )


def say(person_id: str, said: GiveAndTake, version: int) -> None:
    """What is kept already, sent again, changes nothing. Raises SaidElsewhere."""
    _hold(person_id)
    kept = queries.said_by(person_id)
    if kept.version and kept.said == said:
        return
    if kept.version != version:
        raise SaidElsewhere
    for model in (Offer, Seek):
        db.session.execute(delete(model).where(model.person_id == person_id))
    for kind, dimensions in ((Offer, said.offers), (Seek, said.seeks)):
        db.session.add_all(
            kind(person_id=person_id, dimension=key, rank=rank) for rank, key in enumerate(dimensions, start=1)
        )
    row = db.session.get(GiveAndTakeSaid, person_id, populate_existing=True)
    if row is None:
        db.session.add(GiveAndTakeSaid(person_id=person_id, saved_at=now(), version=1))
    else:
        row.saved_at, row.version = now(), row.version + 1


def profile_of(person_id: str) -> Profile:
    """What a partner sees: of a self-assessment the bands that are put there, and nothing else."""
    shown = queries.levels_shown_by(person_id)
    levels = assessment.levels_in(person_id, [(row.sitting_id, row.strand) for row in shown])
    since = max((row.shown_at for row in shown), default=None) if levels else None
    return Profile(queries.said_by(person_id).said, levels, since)


def show_levels(person_id: str, sat: Sat, strands: Collection[Strand]) -> None:
    """Put the levels of these strands in a finished sitting on the profile, in the place of those that are there."""
    _hold(person_id)
    before = queries.levels_shown_by(person_id)
    if {(row.sitting_id, row.strand) for row in before} == {(sat.id, strand) for strand in strands}:
        return
    _take_down(before)
    db.session.add_all(
        ShownLevel(id=new_id(), person_id=person_id, strand=strand, sitting_id=sat.id, shown_at=now())
        for strand in strands
    )


def take_levels_down(person_id: str) -> None:
    """In one press. Pressed again, there is nothing left to do."""
    _hold(person_id)
    _take_down(queries.levels_shown_by(person_id))


def take_down_again(erasure: Erasure) -> None:
    """After a restore: what was taken down since the backup."""
    db.session.execute(delete(ShownLevel).where(ShownLevel.id.in_(erasure.ids)))


def erase_of(person_id: str) -> None:
    """Inside a transaction: nothing stays of what this person offered, sought and showed."""
    for model in (ShownLevel, Offer, Seek, GiveAndTakeSaid):
        db.session.execute(delete(model).where(model.person_id == person_id))


def _take_down(rows: Iterable[ShownLevel]) -> None:
    ids = tuple(row.id for row in rows)
    if ids:
        db.session.execute(delete(ShownLevel).where(ShownLevel.id.in_(ids)))
        announce(LevelsTakenDown(ids))


def _hold(person_id: str) -> None:
    """Their row, as whoever deletes their account holds it."""
    db.session.scalar(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
