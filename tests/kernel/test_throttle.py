"""How often something may be tried: counted for all processes, and never for good."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.kernel import clock, throttle
from portal.kernel.database import db
from portal.kernel.throttle import Limit, Tries
from portal.kernel.transaction import transaction
from portal.settings import Settings

pytestmark = pytest.mark.both_databases

START = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
MINUTES = 15
LIMIT = Limit("test", 5, timedelta(minutes=MINUTES))
KEY = "maite@example.org"


@pytest.fixture(autouse=True)
def at_the_start() -> Iterator[None]:
    with clock.at(START):
        yield


def tries(app: Flask, number: int, *, key: str = KEY, limit: Limit = LIMIT, minutes: float = 0) -> list[bool]:
    with app.app_context(), clock.at(START + timedelta(minutes=minutes)):
        return [limit.admits(key) for _ in range(number)]


def test_so_many_tries_are_admitted_and_no_more(app: Flask) -> None:
    assert tries(app, 8) == [True] * 5 + [False] * 3


def test_a_window_ends_by_itself(app: Flask) -> None:
    assert tries(app, 6)[-1] is False
    assert tries(app, 1, minutes=MINUTES - 0.01) == [False]
    assert tries(app, 6, minutes=MINUTES) == [True] * 5 + [False]


def test_whoever_never_stops_trying_locks_nobody_out_for_good(app: Flask) -> None:
    """Refused tries do not lengthen a window: each one opens on time."""
    admitted = [any(tries(app, 10, minutes=minute)) for minute in range(4 * MINUTES)]
    assert [minute for minute, was in enumerate(admitted) if was] == [0, 15, 30, 45]


def test_a_try_that_was_none_is_given_back(app: Flask) -> None:
    for _ in range(9):
        assert tries(app, 1) == [True]
        with app.app_context():
            LIMIT.give_back(KEY)
    with app.app_context():
        LIMIT.give_back(KEY)
        LIMIT.give_back("nobody@example.org")
    assert tries(app, 6) == [True] * 5 + [False]


def test_it_holds_over_two_portals_on_one_database(app: Flask, settings: Settings) -> None:
    other = create_app(settings)
    assert tries(app, 3) == [True] * 3
    assert tries(other, 3) == [True, True, False]
    assert tries(app, 1) == [False]


def test_many_at_once_are_all_counted(app: Flask) -> None:
    ready = Barrier(8)

    def run(_: int) -> list[bool]:
        ready.wait()
        return tries(app, 2)

    with ThreadPoolExecutor(8) as pool:
        assert sum(sum(run) for run in pool.map(run, range(8))) == LIMIT.tries
    with app.app_context():
        assert db.session.scalars(select(Tries.count)).all() == [16]


def test_keys_and_scopes_are_apart(app: Flask) -> None:
    other = Limit("other", 1, timedelta(minutes=1))
    assert tries(app, 6)[-1] is False
    assert tries(app, 1, key="ibrahim@example.org") == [True]
    assert tries(app, 2, limit=other) == [True, False]


def test_success_starts_again_from_nothing(app: Flask) -> None:
    tries(app, 6)
    with app.app_context():
        LIMIT.forget(KEY)
    assert tries(app, 6) == [True] * 5 + [False]


def test_a_count_survives_what_fails_after_it(app: Flask) -> None:
    with app.app_context(), pytest.raises(ZeroDivisionError):
        LIMIT.admits(KEY)
        with transaction():
            raise ZeroDivisionError
    assert tries(app, 5) == [True] * 4 + [False]


def test_what_is_counted_is_kept_as_a_keyed_hash(app: Flask, settings: Settings) -> None:
    tries(app, 1)
    other = create_app(settings)
    other.config["SECRET_KEY"] = "another"
    tries(other, 1)
    with app.app_context():
        hashes = db.session.scalars(select(Tries.key_hmac)).all()
    assert len(set(hashes)) == 2
    assert all(len(hashed) == 64 and "maite" not in hashed for hashed in hashes)


def test_windows_that_ended_long_ago_are_forgotten(app: Flask) -> None:
    tries(app, 1, key="old")
    tries(app, 1, key="new", minutes=60 * 24)
    with app.app_context(), clock.at(START + timedelta(days=1, minutes=1)):
        throttle.sweep()
        assert len(db.session.scalars(select(Tries)).all()) == 1
