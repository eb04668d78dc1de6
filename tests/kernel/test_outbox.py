"""What must be sent or done: written with its cause, done at least once, given up in the end."""

import logging
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event

import pytest
from flask import Flask
from sqlalchemy import select

from portal.kernel import clock, outbox
from portal.kernel.database import db
from portal.kernel.outbox import LEASE, LONGEST_WAIT, TRIES, Job, Outgoing, wait_after
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.kernel.children import MARK, running, wait_for

pytestmark = pytest.mark.both_databases

KIND = "test.kind"
START = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


@pytest.fixture
def done() -> list[Job]:
    """The jobs that were done, in their order."""
    jobs: list[Job] = []
    outbox.handles(KIND)(jobs.append)
    return jobs


@pytest.fixture(autouse=True)
def at_the_start() -> Iterator[None]:
    with clock.at(START):
        yield


def put(app: Flask, key: str = "key", **values: object) -> None:
    with app.app_context(), transaction():
        outbox.put(KIND, key, **values)  # type: ignore[arg-type]


def drain(app: Flask, after: timedelta = timedelta()) -> int:
    with app.app_context(), clock.at(START + after):
        return outbox.drain()


def row_of(app: Flask, key: str = "key") -> Outgoing:
    with app.app_context():
        return db.session.scalars(select(Outgoing).where(Outgoing.dedupe_key == key)).one()


def test_it_is_done_once(app: Flask, done: list[Job]) -> None:
    put(app, recipient_id="person", ids={"invitation": "some id"})
    assert drain(app) == 1
    (job,) = done
    assert (job.kind, job.recipient_id, job.ids) == (KIND, "person", {"invitation": "some id"})
    row = row_of(app)
    assert (row.id, row.attempts, row.done_at, row.last_error) == (job.id, 1, START, None)
    assert drain(app, timedelta(days=400)) == 0


def test_it_shares_the_fate_of_its_cause(app: Flask, done: list[Job]) -> None:
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        outbox.put(KIND, "key")
        raise ZeroDivisionError
    assert drain(app) == 0
    assert done == []


def test_the_same_key_asks_once(app: Flask, done: list[Job]) -> None:
    with app.app_context(), transaction():
        outbox.put(KIND, "key", ids={"first": "1"})
        outbox.put(KIND, "key", ids={"second": "2"})
    put(app)
    assert drain(app) == 1
    put(app)
    assert drain(app) == 0
    assert [job.ids for job in done] == [{"first": "1"}]


def test_two_that_ask_at_once_ask_once(app: Flask, done: list[Job]) -> None:
    ready = Barrier(4)

    def ask(number: int) -> None:
        with app.app_context():
            ready.wait()
            with transaction():
                outbox.put(KIND, "key")
                outbox.put(KIND, f"key of {number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))
    with clock.at(START + timedelta(days=36500)), app.app_context():
        assert outbox.drain() == 5


def test_what_is_due_later_waits(app: Flask, done: list[Job]) -> None:
    put(app, due=START + timedelta(hours=3))
    assert drain(app, timedelta(hours=3, seconds=-1)) == 0
    assert drain(app, timedelta(hours=3)) == 1


def test_the_oldest_comes_first(app: Flask, done: list[Job]) -> None:
    for key, minutes in (("second", 2), ("third", 3), ("first", 1)):
        put(app, key, due=START + timedelta(minutes=minutes), ids={"key": key})
    assert drain(app, timedelta(hours=1)) == 3
    assert [job.ids["key"] for job in done] == ["first", "second", "third"]


def test_waits_grow_and_have_an_end() -> None:
    minutes = [wait_after(attempts) / timedelta(minutes=1) for attempts in range(1, TRIES + 1)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert wait_after(20) == LONGEST_WAIT


def test_what_fails_is_tried_again_after_growing_waits_and_given_up(app: Flask) -> None:
    tries: list[int] = []

    def fail(job: Job) -> None:
        tries.append(job.attempts)
        raise ConnectionError("what somebody wrote")

    outbox.handles(KIND)(fail)
    put(app)
    passed = timedelta()
    for attempt in range(1, TRIES + 1):
        assert drain(app, passed) == 1
        row = row_of(app)
        assert (row.attempts, row.last_error, row.done_at) == (attempt, "ConnectionError", None)
        assert row.not_before == START + passed + wait_after(attempt)
        assert drain(app, passed + wait_after(attempt) - timedelta(seconds=1)) == 0
        passed += wait_after(attempt)
    assert drain(app, passed) == drain(app, timedelta(days=400)) == 0
    assert tries == list(range(1, TRIES + 1))
    with app.app_context():
        assert (outbox.failed(), outbox.waiting()) == (1, 0)


def test_a_failure_is_logged_without_its_words(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_job: Job) -> None:
        raise ConnectionError("what somebody wrote")

    outbox.handles(KIND)(fail)
    put(app)
    with caplog.at_level(logging.DEBUG, "portal"):
        drain(app)
    assert "ConnectionError" in caplog.text
    assert "what somebody wrote" not in caplog.text


def test_one_that_fails_keeps_no_other_from_being_done(app: Flask) -> None:
    done: list[str] = []

    def fail_first(job: Job) -> None:
        if job.ids["key"] == "first":
            raise ConnectionError
        done.append(job.ids["key"])

    outbox.handles(KIND)(fail_first)
    for key in ("first", "second"):
        put(app, key, ids={"key": key})
    assert drain(app) == 2
    assert done == ["second"]


def test_what_nobody_handles_waits_for_who_will(app: Flask, database: str) -> None:
    kind = f"test.new on {database}"
    with app.app_context(), transaction():
        outbox.put(kind, "key")
    assert drain(app) == 1
    assert row_of(app).last_error == "KeyError"
    outbox.handles(kind)(lambda _job: None)
    assert drain(app, wait_after(1)) == 1
    assert row_of(app).last_error is None


def test_it_is_done_outside_any_transaction(app: Flask) -> None:
    """A handler may take as long as it wants, and may open a transaction of its own."""

    def open_one(job: Job) -> None:
        with transaction():
            outbox.put("test.follow-up", f"after {job.id}", due=START + timedelta(days=1))

    outbox.handles(KIND)(open_one)
    put(app)
    assert drain(app) == 1
    assert row_of(app).done_at is not None


def test_two_workers_at_once_do_each_job_once(app: Flask) -> None:
    done: list[str] = []
    outbox.handles(KIND)(lambda job: done.append(job.id))
    with app.app_context(), transaction():
        for number in range(40):
            outbox.put(KIND, f"key {number}")
    ready = Barrier(4)

    def work(_: int) -> int:
        with app.app_context(), clock.at(START):
            ready.wait()
            return outbox.drain()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 40
    assert len(done) == len(set(done)) == 40


def test_a_job_in_hand_is_nobody_elses(app: Flask) -> None:
    begun, end = Event(), Event()

    def take_long(_job: Job) -> None:
        begun.set()
        assert end.wait(30)

    outbox.handles(KIND)(take_long)
    put(app)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(drain, app)
        assert begun.wait(30)
        try:
            assert drain(app) == drain(app, LEASE - timedelta(seconds=1)) == 0
        finally:
            end.set()
        assert first.result() == 1
    assert row_of(app).done_at is not None


def test_a_worker_killed_in_the_middle_leaves_its_job_to_the_next(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    begun, moment = tmp_path / "begun", datetime.now(UTC)
    with app.app_context(), clock.at(moment), transaction():
        outbox.put(MARK, "key", ids={"path": str(begun)})
    with running(settings, "hang") as child:
        job_id = wait_for(begun)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    done: list[Job] = []
    outbox.handles(MARK)(done.append)
    with app.app_context():
        with clock.at(moment + LEASE - timedelta(seconds=1)):
            assert outbox.drain() == 0
        with clock.at(moment + LEASE + timedelta(minutes=2)):
            assert outbox.drain() == 1
    assert [(job.id, job.attempts) for job in done] == [(job_id, 2)]


def test_the_worker_is_told_after_the_commit(app: Flask) -> None:
    told: list[bool] = []
    app.extensions["outbox_kick"] = lambda: told.append(bool(row_of(app)))
    put(app)
    assert told == [True]
    put(app)
    assert told == [True]


def test_a_worker_that_cannot_be_told_undoes_nothing(
    app: Flask, done: list[Job], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OSError("disk full")

    app.extensions["outbox_kick"] = fail
    put(app)
    assert "OSError" in caplog.text
    assert drain(app) == 1


def test_what_is_late_is_counted(app: Flask) -> None:
    put(app)
    with app.app_context():
        with clock.at(START + timedelta(minutes=9)):
            assert outbox.waiting() == 0
        with clock.at(START + timedelta(minutes=10)):
            assert outbox.waiting() == 1
        assert outbox.failed() == 0
