"""The worker for real: huey's consumer on its own file, in a process of its own."""

import signal
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from huey import SqliteHuey
from huey.serializer import SignedSerializer

from portal.kernel import clock, outbox
from portal.kernel.clock import now
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.kernel.children import MARK, running, wait_for

LONGEST_STOP = 15


def ask(app: Flask, path: Path) -> None:
    with app.app_context(), transaction():
        outbox.put(MARK, path.name, ids={"path": str(path)})


@pytest.mark.both_databases
def test_a_worker_does_what_comes_in_and_stops_when_told(app: Flask, settings: Settings, tmp_path: Path) -> None:
    ask(app, tmp_path / "before")
    with running(settings, "work") as child:
        wait_for(tmp_path / "before")
        ask(app, tmp_path / "meanwhile")
        wait_for(tmp_path / "meanwhile")
        child.send_signal(signal.SIGTERM)
        assert child.wait(LONGEST_STOP) == 0
    with app.app_context(), clock.at(now() + timedelta(hours=1)):
        assert outbox.waiting() == outbox.failed() == 0


def test_two_workers_share_the_work(app: Flask, settings: Settings, tmp_path: Path) -> None:
    with running(settings, "work"), running(settings, "work"):
        names = [tmp_path / str(number) for number in range(10)]
        for name in names:
            ask(app, name)
        assert len({wait_for(name) for name in names}) == 10


def test_a_message_is_signed(app: Flask, settings: Settings) -> None:
    app.extensions["jobs"].kick()
    queue = str(settings.jobs_path)
    stranger = SqliteHuey(filename=queue, serializer=SignedSerializer(secret="another"))
    with pytest.raises(ValueError, match=r"[Ss]ignature"):
        stranger.dequeue()


def test_a_message_says_nothing_but_that_there_is_something(app: Flask, settings: Settings) -> None:
    with app.app_context(), transaction():
        outbox.put("test.kind", "a key of its own", recipient_id="some-one", ids={"some": "canary"})
    written = b"".join(path.read_bytes() for path in settings.data.glob("jobs.sqlite3*"))
    assert b"drain" in written
    assert b"canary" not in written
    assert b"some-one" not in written
