"""The time, in one place."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from portal.kernel import clock

MOMENT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


def test_it_is_aware_and_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta()


def test_it_can_be_set_and_goes_on_after() -> None:
    with clock.at(MOMENT):
        assert clock.now() == MOMENT
        with clock.at(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT
    assert clock.now() > MOMENT


def test_an_error_sets_it_back() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(MOMENT):
        raise ZeroDivisionError
    assert clock.now() != MOMENT


def test_setting_it_changes_nothing_for_other_threads() -> None:
    seen: list[datetime] = []
    with clock.at(MOMENT):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] > MOMENT
