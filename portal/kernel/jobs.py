"""The worker: huey on its own SQLite file, one task and one tick, both of which drain the outbox; and a broom."""

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


class Jobs:
    """The queue of one portal. Messages are signed, and carry nothing: the outbox has it all."""

    def __init__(self, app: Flask, path: str, secret: str) -> None:
        self._huey = SqliteHuey(filename=path, serializer=SignedSerializer(secret=secret), results=False)

        def drain() -> None:
            with app.app_context():
                outbox.drain()

        self._drain = self._huey.task(name="drain")(drain)
        self._huey.periodic_task(crontab(minute="*"), name="tick")(drain)

        def tidy() -> None:
            with app.app_context():
                sweep()

        self._huey.periodic_task(crontab(minute="7"), name="sweep")(tidy)

    def kick(self) -> None:
        """Tell the worker that there is something to do."""
        self._drain()

    def work(self) -> None:
        """Run the jobs in this process until it is told to stop."""
        self._huey.create_consumer(
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
