"""How days and times read in each language."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.kernel.i18n import format_day, format_moment, format_time, format_weekday, speaking

EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("language", "day", "weekday", "time"),
    [
        ("fr", "23 novembre", "lundi 23 novembre", "17\u00a0h\u00a030"),
        ("en", "November 23", "Monday, November 23", "5:30 p.m."),
    ],
)
def test_a_moment_reads_as_in_quebec(language: str, day: str, weekday: str, time: str) -> None:
    with speaking(language):
        assert format_day(EVENING) == day
        assert format_weekday(EVENING) == weekday
        assert format_time(EVENING) == time
        assert format_moment(EVENING) == f"{day}, {format_time(EVENING)}"


@pytest.mark.parametrize(("number", "day"), [(1, "1er mars"), (11, "11 mars"), (21, "21 mars"), (31, "31 mars")])
def test_the_first_of_a_month_is_ordinal_in_french(number: int, day: str) -> None:
    moment = datetime(2027, 3, number, 17, 0, tzinfo=UTC)
    with speaking("fr"):
        assert format_day(moment) == day
        assert format_weekday(moment).endswith(f" {day}")
