"""A week, and what two of them have in common: in three time zones, over both changes of the clocks."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.availability.rules import MIDNIGHT, Slot, Week, merged, moment_at, shared_times, spread, without

MONTREAL, ST_JOHNS, PARIS = "America/Toronto", "America/St_Johns", "Europe/Paris"
SPRING, AUTUMN = datetime(2027, 3, 14, tzinfo=UTC), datetime(2027, 11, 7, tzinfo=UTC)
"""The Sundays on which the clocks of Montréal change, at 07:00 and at 06:00 in UTC."""
SUNDAY, DAY_LONG = 6, Slot(6, 0, MIDNIGHT)

slots = st.builds(
    lambda weekday, begins, length: Slot(weekday, begins * 15, min(begins + length, 96) * 15),
    st.integers(0, 6),
    st.integers(0, 95),
    st.integers(1, 40),
)


def quarters(some: tuple[Slot, ...] | list[Slot]) -> set[tuple[int, int]]:
    return {(slot.weekday, minute) for slot in some for minute in range(slot.from_minute, slot.to_minute, 15)}


def local(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


@given(st.lists(slots, max_size=8))
def test_a_week_holds_the_same_time_once(some: list[Slot]) -> None:
    week = merged(some)
    assert quarters(week) == quarters(some)
    assert list(week) == sorted(week)
    for earlier, later in itertools.pairwise(week):
        assert earlier.weekday < later.weekday or earlier.to_minute < later.from_minute


@given(st.lists(slots, max_size=8), slots)
def test_what_is_taken_away_is_gone_and_nothing_else(some: list[Slot], gone: Slot) -> None:
    assert quarters(without(some, gone)) == quarters(some) - quarters([gone])


@pytest.mark.parametrize("slot", [Slot(7, 0, 60), Slot(0, 60, 60), Slot(0, 60, 1455), Slot(0, 5, 60), Slot(0, 0, 0)])
def test_what_is_no_time_of_a_week(slot: Slot) -> None:
    assert not slot.is_sound
    assert Slot(0, 0, MIDNIGHT).is_sound


def test_two_weeks_in_two_zones_meet_where_both_are_free() -> None:
    """Noon to five in Montréal, and from six in the evening in Paris: six hours apart in winter."""
    mine = Week((Slot(0, 12 * 60, 17 * 60),), MONTREAL)
    theirs = Week((Slot(0, 18 * 60 + 30, 20 * 60),), PARIS)
    times = shared_times(mine, theirs, datetime(2027, 1, 3, tzinfo=UTC), 7, 60)
    assert times == [datetime(2027, 1, 4, 17, 30, tzinfo=UTC), datetime(2027, 1, 4, 18, 0, tzinfo=UTC)]


def test_while_only_one_of_the_clocks_has_changed_they_are_an_hour_less_apart() -> None:
    """From March 14 to 28 it is five hours from Montréal to Paris."""
    mine, theirs = (
        Week((Slot(0, 12 * 60, 13 * 60),), MONTREAL),
        Week((Slot(0, 17 * 60, 19 * 60),), PARIS),
    )
    found = shared_times(mine, theirs, datetime(2027, 3, 7, tzinfo=UTC), 28, 60)
    assert [f"{moment:%m-%d %H:%M}" for moment in found] == [
        *("03-08 17:00", "03-15 16:00", "03-22 16:00"),
        "03-29 16:00",
    ]
    assert {local(moment, MONTREAL) for moment in found} == {"12:00"}


def test_an_hour_that_does_not_exist_is_not_offered() -> None:
    night = Week((Slot(SUNDAY, 60, 240),), MONTREAL)
    times = shared_times(night, night, SPRING, 1, 30)
    assert [local(moment, MONTREAL) for moment in times] == ["01:00", "01:30", "03:00", "03:30"]
    assert shared_times(Week((Slot(SUNDAY, 120, 180),), MONTREAL), night, SPRING, 1, 30) == []


def test_a_meeting_over_the_change_lasts_as_long_as_it_says() -> None:
    night = Week((Slot(SUNDAY, 60, 240),), MONTREAL)
    assert SPRING + timedelta(hours=6, minutes=30) in shared_times(night, night, SPRING, 1, 60)


def test_an_hour_that_comes_twice_is_there_twice() -> None:
    night = Week((Slot(SUNDAY, 60, 120),), MONTREAL)
    times = shared_times(night, night, AUTUMN, 1, 30)
    assert [local(moment, MONTREAL) for moment in times] == ["01:00", "01:30", "01:00", "01:30"]
    assert len(set(times)) == 4


def test_clocks_that_stand_on_the_half_hour_meet_too() -> None:
    mine, theirs = Week((Slot(2, 600, 660),), ST_JOHNS), Week((Slot(2, 510, 570),), MONTREAL)
    times = shared_times(mine, theirs, datetime(2027, 6, 1, tzinfo=UTC), 7, 60)
    assert [(local(one, ST_JOHNS), local(one, MONTREAL)) for one in times] == [("10:00", "08:30")]


@given(st.sampled_from([MONTREAL, ST_JOHNS, PARIS]), st.sampled_from([SPRING, AUTUMN]), slots)
def test_every_quarter_of_what_is_offered_lies_in_both_weeks(zone: str, around: datetime, slot: Slot) -> None:
    mine, theirs = Week((slot, DAY_LONG), zone), Week((slot,), MONTREAL)
    since = around - timedelta(days=3)
    times = shared_times(mine, theirs, since, 7, 45)
    assert times == sorted(set(times))
    for start in times:
        assert start >= since
        assert all(week.holds(start + timedelta(minutes=m)) for week in (mine, theirs) for m in (0, 15, 30))


def test_nothing_is_offered_before_the_moment_that_is_asked_about() -> None:
    always = Week(tuple(Slot(day, 0, MIDNIGHT) for day in range(7)), PARIS)
    since = datetime(2027, 1, 4, 17, 10, tzinfo=UTC)
    times = shared_times(always, always, since, 1, 60)
    assert (times[0], times[-1]) == (
        datetime(2027, 1, 4, 17, 30, tzinfo=UTC),
        datetime(2027, 1, 5, 17, 30, tzinfo=UTC),
    )


def test_a_few_are_spread_over_the_days() -> None:
    monday = datetime(2027, 1, 4, 17, tzinfo=UTC)
    times = [monday + timedelta(days=day, minutes=30 * half) for day in (0, 1, 7) for half in (0, 1, 2)]
    assert spread(times, 4) == [times[0], times[1], times[3], times[6]]
    assert spread(times[:2], 5) == times[:2]
    assert spread([], 5) == []


def test_a_time_that_a_clock_shows() -> None:
    def shown(text: str, zone: str) -> str:
        return f"{moment_at(datetime.fromisoformat(text), zone):%H:%M}"

    assert shown("2027-07-01T12:00", MONTREAL) == "16:00"
    assert shown("2027-11-07T01:30", MONTREAL) == "05:30", "the first of the two"
    for never, zone in (("2027-03-14T02:30", MONTREAL), ("0001-01-01", PARIS), ("9999-12-31T23:00", MONTREAL)):
        assert moment_at(datetime.fromisoformat(never), zone) is None
