"""Everything that the register says is somebody's, gathered when they ask for it, and kept nowhere."""

from collections.abc import Iterable, Mapping
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
from portal.privacy.rules.taken import AccountTaken
from portal.privacy.service.pairs import take_pairs

PER_PERSON = Limit("export.person", 30, timedelta(hours=1))


def admit(person_id: str) -> None:
    """Raises a Refusal for somebody who takes their data along many times in an hour."""
    if not PER_PERSON.admits(person_id):
        raise Refusal(
            _l("There were many tries in a short time. Wait an hour, then try again."), field="current", status=429
        )


def take_account(actor: Actor) -> AccountTaken:
    lessons = queries.lesson_names()
    rows = {
        table.name: _told(actor.id, queries.targets_of(table), queries.rows_of(table, actor.id), lessons)
        for table in PERSONAL
        if table.taken
    }
    return AccountTaken(now(), rows, take_pairs(actor))


def _told(
    me: str, targets: Mapping[str, str], rows: Iterable[Mapping[str, Any]], lessons: Mapping[str, str]
) -> tuple[Mapping[str, Any], ...]:
    """Rows that say something elsewhere too: people as oneself and the other, lessons by their names."""
    return tuple({name: _value(me, targets.get(name), value, lessons) for name, value in row.items()} for row in rows)


def _value(me: str, target: str | None, value: Any, lessons: Mapping[str, str]) -> Any:
    if value is None:
        return None
    if target == "person":
        return "me" if value == me else "other"
    if target == "lesson":
        return lessons[value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
