"""Saying what one offers and seeks, putting levels on one's profile, taking them down again."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete

from portal.accounts.service import hold_person
from portal.assessment.rules import Band
from portal.assessment.signals import SittingErased
from portal.curriculum.rules import Strand
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.ledger import Erasure
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.matching import queries
from portal.matching.models import GiveAndTakeSaid, LevelsChosen, Offer, Seek, ShownLevel
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


class ShownElsewhere(Refusal):
    """The same, of the levels on the profile: nothing that was taken down goes up again by an old form."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The levels on your profile were changed elsewhere in the meantime. What your partner sees now is told "
                "on this page, and what you chose is still here: send it again to put it there."
            )
        )


def say(person_id: str, said: GiveAndTake, version: int) -> None:
    """What is kept already, sent again, changes nothing. Raises SaidElsewhere."""
    hold_person(person_id)
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
    shown = queries.levels_told_of(person_id)
    since = max((row.shown_at for row in shown), default=None)
    return Profile(queries.said_by(person_id).said, {row.strand: row.band for row in shown}, since)


def show_levels(person_id: str, sitting_id: str, levels: Mapping[Strand, Band], version: int) -> None:
    """Put these levels of a finished sitting on the profile, in the place of those that are there.

    What is there already, sent again, changes nothing. Raises ShownElsewhere.
    """
    hold_person(person_id)
    before = queries.levels_shown_by(person_id)
    if {(row.sitting_id, row.strand, row.band) for row in before} == {
        (sitting_id, strand, band) for strand, band in levels.items()
    }:
        return
    if queries.version_of_levels(person_id) != version:
        raise ShownElsewhere
    _take_down(before)
    db.session.add_all(
        ShownLevel(id=new_id(), person_id=person_id, strand=strand, band=band, sitting_id=sitting_id, shown_at=now())
        for strand, band in levels.items()
    )
    _choose(person_id)


def take_levels_down(person_id: str) -> None:
    """In one press. Pressed again, there is nothing left to do."""
    hold_person(person_id)
    before = queries.levels_shown_by(person_id)
    if before:
        _take_down(before)
        _choose(person_id)


def on_sitting_erased(event: SittingErased) -> None:
    """The levels that were published from it go with it."""
    _take_down(row for row in queries.levels_shown_by(event.person_id) if row.sitting_id == event.sitting_id)
    _choose(event.person_id)


def take_down_again(erasure: Erasure) -> None:
    """After a restore: what was taken down since the backup."""
    db.session.execute(delete(ShownLevel).where(ShownLevel.id.in_(erasure.ids)))


def erase_of(person_id: str) -> None:
    """Inside a transaction: nothing stays of what this person offered, sought and showed."""
    for model in (ShownLevel, LevelsChosen, Offer, Seek, GiveAndTakeSaid):
        db.session.execute(delete(model).where(model.person_id == person_id))


def _take_down(rows: Iterable[ShownLevel]) -> None:
    ids = tuple(row.id for row in rows)
    if ids:
        db.session.execute(delete(ShownLevel).where(ShownLevel.id.in_(ids)))
        announce(LevelsTakenDown(ids))


def _choose(person_id: str) -> None:
    """From here on, a form that was made before is out of date."""
    row = db.session.get(LevelsChosen, person_id, populate_existing=True)
    if row is None:
        db.session.add(LevelsChosen(person_id=person_id, chosen_at=now(), version=1))
    else:
        row.chosen_at, row.version = now(), row.version + 1
