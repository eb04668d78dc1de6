"""The worker: huey on its own SQLite file, one task and one tick, both of which drain the outbox; and a broom."""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from flask import Flask
from huey import SqliteHuey, crontab
from huey.serializer import SignedSerializer

from portal.kernel import form_keys, outbox, signals, throttle
from portal.kernel.clock import now
from portal.kernel.signals import TimePassed
from portal.kernel.transaction import transaction

LONGEST_NAP = 1.0
LONGEST_GOODBYE = 10.0
"""Seconds that the job in hand has to end after SIGTERM. One that is cut off is done again later."""


class Queue(NamedTuple):
    huey: SqliteHuey
    drain: Callable[[], object]


class Jobs:
    """The queue of one portal. Messages are signed, and carry nothing: the outbox has it all.

    Its file is made when somebody has something for it: not every command has.
    """

    def __init__(self, app: Flask, path: str, secret: str) -> None:
        self._app, self._path, self._secret = app, path, secret

    @cached_property
    def _queue(self) -> Queue:
        huey = SqliteHuey(filename=self._path, serializer=SignedSerializer(secret=self._secret), results=False)
        huey.periodic_task(crontab(minute="*"), name="tick")(self._drained)
        huey.periodic_task(crontab(minute="7"), name="sweep")(self._swept)
        return Queue(huey, huey.task(name="drain")(self._drained))

    def _drained(self) -> None:
        with self._app.app_context():
            outbox.drain()

    def _swept(self) -> None:
        with self._app.app_context():
            sweep()

    def kick(self) -> None:
        """Tell the worker that there is something to do."""
        self._queue.drain()

    def work(self) -> None:
        """Run the jobs in this process until it is told to stop."""
        self._queue.huey.create_consumer(
            workers=1,
            initial_delay=0.05,
            max_delay=LONGEST_NAP,
            check_worker_health=True,
            graceful_signal="TERM",
            shutdown_timeout=LONGEST_GOODBYE,
        ).run()


def sweep() -> None:
    """Erase what has been over for as long as the privacy page says."""
    throttle.sweep()
    with transaction():
        outbox.sweep()
        form_keys.sweep()
        signals.announce(TimePassed(now()))


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    settings.data.mkdir(parents=True, exist_ok=True)
    jobs = Jobs(app, str(settings.jobs_path), settings.secret_key())
    app.extensions["jobs"] = jobs
    outbox.init_app(app, kick=jobs.kick)
