"""When a mail leaves, on its reader's own clock: outside quiet hours, digests in the morning."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DIGEST_AT = time(8)
WEEKLY_ON = 0
"""Monday."""
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nothing is mailed, in minutes after midnight. The same twice: there are none."""

    from_minute: int
    to_minute: int

    def covers(self, local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        if self.from_minute <= self.to_minute:
            return self.from_minute <= minute < self.to_minute
        return minute >= self.from_minute or minute < self.to_minute


NIGHT = Quiet(21 * 60, 7 * 60)


def soonest(quiet: Quiet, now: datetime, zone: str) -> datetime:
    """Now, or when the quiet hours that it falls into are over."""
    local = now.astimezone(ZoneInfo(zone))
    if not quiet.covers(local):
        return now
    return _next(local, time(*divmod(quiet.to_minute, 60)))


def next_morning(quiet: Quiet, now: datetime, zone: str) -> datetime:
    """The next hour of the daily mail, or the end of the quiet hours that it falls into."""
    return soonest(quiet, _next(now.astimezone(ZoneInfo(zone)), DIGEST_AT), zone)


def next_week(quiet: Quiet, now: datetime, zone: str) -> datetime:
    """The same, on the next Monday."""
    local = now.astimezone(ZoneInfo(zone))
    days = (WEEKLY_ON - local.weekday()) % 7
    if days == 0 and local.time() >= DIGEST_AT:
        days = 7
    return soonest(quiet, _at(local, days, DIGEST_AT), zone)


def is_same_day(one: datetime, other: datetime, zone: str) -> bool:
    return one.astimezone(ZoneInfo(zone)).date() == other.astimezone(ZoneInfo(zone)).date()


def _next(local: datetime, at: time) -> datetime:
    """The first moment after `local` at which its clock shows `at`, in UTC."""
    now = local.astimezone(UTC)
    return next(moment for days in (0, 1, 2) for moment in _both(local, days, at) if moment > now)


def _at(local: datetime, days: int, at: time) -> datetime:
    return _both(local, days, at)[0]


def _both(local: datetime, days: int, at: time) -> tuple[datetime, datetime]:
    """Of an hour that the clock shows twice, both. One that it skips is as much later as it skips."""
    day = local.date() + timedelta(days=days)
    first, second = (datetime.combine(day, at, local.tzinfo).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, max(first, second)
