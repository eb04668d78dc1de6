"""A person's week: when they can usually meet, by their own clock. And the times that two weeks have in common.

A clock that jumps needs no rule of its own here: every moment has one local time, and what is asked of each moment is
whether its local time lies in the week. An hour that does not exist is never offered; one that comes twice is, twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAYS = 7
QUARTER = 15
MIDNIGHT = 24 * 60
HALF_HOUR = timedelta(minutes=30)


class Slot(NamedTuple):
    """Weekly, from Monday (0) to Sunday (6), in minutes from midnight. It ends on the day on which it begins."""

    weekday: int
    from_minute: int
    to_minute: int

    @property
    def is_sound(self) -> bool:
        on_quarters = self.from_minute % QUARTER == self.to_minute % QUARTER == 0
        return self.weekday in range(DAYS) and on_quarters and 0 <= self.from_minute < self.to_minute <= MIDNIGHT


@dataclass(frozen=True, slots=True)
class Week:
    slots: tuple[Slot, ...]
    zone: str

    def holds(self, moment: datetime) -> bool:
        """Whether this moment is in one of the slots, where its person is."""
        local = moment.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        today = (slot for slot in self.slots if slot.weekday == local.weekday())
        return any(slot.from_minute <= minute < slot.to_minute for slot in today)


def moment_at(local: datetime, zone: str) -> datetime | None:
    """The moment that a clock in this zone shows so: the first one where it does so twice, None where it never does."""
    try:
        moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:  # at the ends of what a calendar can say
        return None
    return moment if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local else None


def merged(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """In order; those that touch or overlap are one."""
    return tuple(
        slot for _weekday, group in groupby(sorted(slots), key=lambda slot: slot.weekday) for slot in _joined(group)
    )


def _joined(slots: Iterable[Slot]) -> list[Slot]:
    """Those of one day, in order."""
    found: list[Slot] = []
    for slot in slots:
        if found and slot.from_minute <= found[-1].to_minute:
            found[-1] = found[-1]._replace(to_minute=max(found[-1].to_minute, slot.to_minute))
        else:
            found.append(slot)
    return found


def without(slots: Iterable[Slot], gone: Slot) -> tuple[Slot, ...]:
    """What stays of them once this time is no longer free."""
    return merged(part for slot in slots for part in _cut(slot, gone))


def _cut(slot: Slot, gone: Slot) -> Iterator[Slot]:
    if slot.weekday != gone.weekday:
        yield slot
        return
    before = slot._replace(to_minute=min(slot.to_minute, gone.from_minute))
    after = slot._replace(from_minute=max(slot.from_minute, gone.to_minute))
    yield from (part for part in (before, after) if part.from_minute < part.to_minute)


def shared_times(a: Week, b: Week, since: datetime, days: int, minutes: int) -> list[datetime]:
    """Every full or half hour of the days to come at which both are free for so many minutes."""
    first = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    starts = (first + number * HALF_HOUR for number in range(1, days * 48 + 2))
    return [start for start in starts if start >= since and _both_hold(a, b, start, minutes)]


def _both_hold(a: Week, b: Week, start: datetime, minutes: int) -> bool:
    quarters = (start + timedelta(minutes=passed) for passed in range(0, minutes, QUARTER))
    return all(a.holds(moment) and b.holds(moment) for moment in quarters)


def spread(times: Sequence[datetime], most: int) -> list[datetime]:
    """A few of them, in order: first one of each day, then a second of each, as long as there is room."""
    by_day = [list(group) for _day, group in groupby(times, key=lambda moment: moment.date())]
    in_turn = (day[turn] for turn in range(max(map(len, by_day), default=0)) for day in by_day if turn < len(day))
    return sorted(moment for moment, _number in zip(in_turn, range(most), strict=False))
