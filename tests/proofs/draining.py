"""Workers that are killed at random moments: `python -m tests.proofs.draining KILLS FILE`.

Each drains the outbox for one of the portal's five-minute leases, and leaves the id of every job it does in
the file. The last one is left to finish.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask

from portal.app import create_app
from portal.kernel import clock, outbox
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.outbox import LEASE

KIND = "test.drain"
LONGEST_LIFE = 0.08
WORK = 0.004
"""Seconds that a job takes: most workers are killed in one."""


def leave_id(path: Path) -> outbox.Handler:
    def handle(job: outbox.Job) -> None:
        time.sleep(WORK)
        with path.open("a") as file:
            file.write(f"{job.id}\n")

    return handle


def drain(app: Flask, later: timedelta) -> None:
    with app.app_context(), clock.at(now() + later):
        outbox.drain()


def main(kills: int, path: Path) -> None:
    app = create_app()
    outbox.handles(KIND)(leave_id(path))
    with app.app_context():
        db.engine.dispose()
    for number in range(kills):
        worker = os.fork()
        if worker == 0:
            drain(app, number * 2 * LEASE)
            os._exit(0)
        time.sleep(random.random() * LONGEST_LIFE)  # noqa: S311 (no secret: any moment will do)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    drain(app, kills * 2 * LEASE)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
