"""Saying when one can usually meet. Both acts say what is so from now on, and may be pressed twice."""

from collections.abc import Iterable

from sqlalchemy import delete

from portal.accounts.service import hold_person
from portal.availability import queries
from portal.availability.models import WeeklySlot
from portal.availability.rules import Slot, merged, without
from portal.kernel.database import db
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal


def add(person_id: str, slots: Iterable[Slot]) -> None:
    hold_person(person_id)
    _keep(person_id, merged([*queries.week_of(person_id).slots, *_sound(slots)]))


def take_away(person_id: str, slot: Slot) -> None:
    hold_person(person_id)
    (sound,) = _sound([slot])
    _keep(person_id, without(queries.week_of(person_id).slots, sound))


def erase_of(person_id: str) -> None:
    """Inside a transaction: nothing stays of when this person could meet."""
    db.session.execute(delete(WeeklySlot).where(WeeklySlot.person_id == person_id))


def _sound(slots: Iterable[Slot]) -> list[Slot]:
    found = list(slots)
    if not all(slot.is_sound for slot in found):
        raise Refusal(_l("A time begins and ends on a quarter of an hour, and ends after it begins."), status=422)
    return found


def _keep(person_id: str, slots: Iterable[Slot]) -> None:
    erase_of(person_id)
    db.session.add_all(WeeklySlot(person_id=person_id, **slot._asdict()) for slot in slots)
