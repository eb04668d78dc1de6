"""Named statements about when people can meet."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.availability.models import WeeklySlot
from portal.availability.rules import Slot, Week
from portal.kernel.reading import Reading

_WEEKS = Reading(
    select(Person.id, Person.time_zone, WeeklySlot.weekday, WeeklySlot.from_minute, WeeklySlot.to_minute)
    .outerjoin(WeeklySlot, WeeklySlot.person_id == Person.id)
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(WeeklySlot.weekday, WeeklySlot.from_minute)
)


def weeks_of(person_ids: Sequence[str]) -> Mapping[str, Week]:
    """The week of each of these people, in one statement."""
    rows = _WEEKS.all(people=list(person_ids))
    zones = {row.id: row.time_zone for row in rows}
    slots = {
        person_id: tuple(Slot(*row[2:]) for row in rows if row.id == person_id and row.weekday is not None)
        for person_id in zones
    }
    return {person_id: Week(slots[person_id], zone) for person_id, zone in zones.items()}


def week_of(person_id: str) -> Week:
    return weeks_of([person_id])[person_id]
