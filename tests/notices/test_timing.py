"""When a mail leaves: on its reader's own clock, outside quiet hours, over both changes of the clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from portal.notices.rules import NIGHT, Quiet, next_morning, next_week, soonest

ZONES = ("America/Toronto", "Europe/Paris", "Australia/Lord_Howe")
NEVER = Quiet(0, 0)


def at(zone: str, *parts: int, fold: int = 0) -> datetime:
    """In UTC: of two zones Python compares no hour that one of them shows twice."""
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ((2026, 11, 24, 12, 0), (2026, 11, 24, 12, 0)),
        ((2026, 11, 24, 21, 0), (2026, 11, 25, 7, 0)),
        ((2026, 11, 25, 6, 59), (2026, 11, 25, 7, 0)),
        ((2026, 11, 25, 7, 0), (2026, 11, 25, 7, 0)),
        ((2026, 10, 31, 23, 0), (2026, 11, 1, 7, 0)),
        ((2026, 3, 7, 23, 0), (2026, 3, 8, 7, 0)),
    ],
)
def test_quiet_hours_end_in_the_morning(now: tuple[int, ...], leaves: tuple[int, ...]) -> None:
    zone = "America/Toronto"
    assert soonest(NIGHT, at(zone, *now), zone) == at(zone, *leaves)


def test_quiet_hours_in_the_day_and_none() -> None:
    zone = "Europe/Paris"
    assert soonest(Quiet(9 * 60, 17 * 60), at(zone, 2026, 11, 24, 9, 0), zone) == at(zone, 2026, 11, 24, 17, 0)
    assert soonest(NEVER, at(zone, 2026, 11, 24, 3, 0), zone) == at(zone, 2026, 11, 24, 3, 0)


def test_an_hour_that_the_clock_skips_or_shows_twice() -> None:
    zone = "America/Toronto"
    skipped, twice = Quiet(0, 150), Quiet(0, 90)
    assert soonest(skipped, at(zone, 2026, 3, 8, 0, 30), zone) == at(zone, 2026, 3, 8, 3, 30)
    assert soonest(twice, at(zone, 2026, 11, 1, 0, 30), zone) == at(zone, 2026, 11, 1, 1, 30)
    assert soonest(twice, at(zone, 2026, 11, 1, 1, 10, fold=1), zone) == at(zone, 2026, 11, 1, 1, 30, fold=1)


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_of_a_year_has_one_morning(zone: str) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    mornings = []
    while moment < datetime(2027, 1, 1, tzinfo=UTC):
        moment = next_morning(NIGHT, moment, zone)
        mornings.append(moment.astimezone(ZoneInfo(zone)))
    assert {(one.hour, one.minute) for one in mornings} == {(8, 0)}
    days = [one.date() for one in mornings]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@pytest.mark.parametrize("zone", ZONES)
def test_a_week_begins_on_monday(zone: str) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for _week in range(52):
        later = next_week(NIGHT, moment, zone)
        local = later.astimezone(ZoneInfo(zone))
        assert (local.weekday(), local.hour, moment < later <= moment + timedelta(days=7, hours=1)) == (0, 8, True)
        moment = later


def test_a_digest_waits_for_quiet_hours_too() -> None:
    zone = "America/Toronto"
    late = Quiet(23 * 60, 10 * 60)
    assert next_morning(late, at(zone, 2026, 11, 24, 22, 0), zone) == at(zone, 2026, 11, 25, 10, 0)
    assert next_week(late, at(zone, 2026, 11, 24, 22, 0), zone) == at(zone, 2026, 11, 30, 10, 0)
