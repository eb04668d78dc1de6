"""Everything that the register says is somebody's, gathered when they ask for it, and kept nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.kernel.clock import now
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.kernel.throttle import Limit
from portal.privacy import queries
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.taken import AccountTaken, PersonTaken
from portal.privacy.rules.vocabulary import Table
from portal.privacy.service.pairs import take_pairs
from portal.privacy.service.remarks import take_remarks
from portal.privacy.service.reports import take_reports
from portal.privacy.service.sittings import take_sittings
from portal.privacy.service.studio import take_lessons_written, take_sheets_written

PER_PERSON = Limit("export.person", 30, timedelta(hours=1))


def admit(person_id: str) -> None:
    """Raises a Refusal for somebody who takes their data along many times in an hour."""
    if not PER_PERSON.admits(person_id):
        raise Refusal(
            _l("There were many tries in a short time. Wait an hour, then try again."), field="current", status=429
        )


def take_account(actor: Actor) -> AccountTaken:
    found = {table: queries.rows_of(table, actor.id) for table in PERSONAL if table.taken}
    people = {row[name] for table, rows in found.items() for row in rows for name in _people_in(table, row)}
    others = {person_id: PersonTaken(name, me=False) for person_id, name in queries.names_of(people).items()}
    names = _Names(
        {**others, actor.id: PersonTaken(actor.name, me=True)},
        {"lesson": queries.lesson_names(), "module": queries.module_names()},
    )
    rows = {table.name: tuple(names.tell(table, row) for row in rows) for table, rows in found.items()}
    return AccountTaken(
        at=now(),
        pairs=take_pairs(actor),
        reports=take_reports(actor),
        sittings=take_sittings(actor),
        remarks=take_remarks(actor),
        lessons_written=take_lessons_written(actor.id),
        sheets_written=take_sheets_written(actor.id),
        rows=rows,
    )


def _people_in(table: Table, row: Mapping[str, Any]) -> Iterator[str]:
    targets = queries.targets_of(table)
    return (name for name, value in row.items() if targets.get(name) == "person" and value is not None)


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids stand for, so that a row says something elsewhere too."""

    people: Mapping[str, PersonTaken]
    things: Mapping[str, Mapping[str, str]]
    """By the table that they are rows of."""

    def tell(self, table: Table, row: Mapping[str, Any]) -> Mapping[str, Any]:
        targets = queries.targets_of(table)
        return {name: self._value(targets.get(name), value) for name, value in row.items()}

    def _value(self, target: str | None, value: Any) -> Any:
        if value is None:
            return None
        if target == "person":
            return self.people[value]
        return self.things[target][value] if target and target in self.things else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
