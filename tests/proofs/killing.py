"""Writers that are killed at random moments: `python -m tests.proofs.killing KILLS FIRST SECOND`.

Each writer adds one to two people's numbers in one use case, and says so once it is committed. It is killed
with SIGKILL while it does. Prints, as JSON, what was acknowledged, kept, torn and broken.

The portal is put together once, and each writer is a fork of that: 200 of them take no time.
"""

import json
import os
import random
import select as readiness
import signal
import sys
import time
from dataclasses import asdict, dataclass

from flask import Flask
from sqlalchemy import text

from portal.accounts.models import Person
from portal.app import create_app
from portal.kernel.database import db
from portal.kernel.transaction import transaction

LONGEST_LIFE = 0.05
PATIENCE = 60


@dataclass
class Found:
    """What was seen after all kills."""

    acknowledged: int = 0
    kept: int = 0
    torn: int = 0
    """Times when one of the two was written without the other."""
    lost: int = 0
    """Times when less was kept than acknowledged."""
    broken: int = 0
    """Times when the database did not hold together."""


def write(app: Flask, people: list[str], answers: int) -> None:
    while True:
        with app.app_context():
            with transaction():
                for person_id in people:
                    db.session.get_one(Person, person_id, with_for_update=True).version += 1
            os.write(answers, b".")


def killed(app: Flask, people: list[str]) -> int:
    """How often a writer said that it had written, before it was killed."""
    reading, writing = os.pipe()
    writer = os.fork()
    if writer == 0:
        try:
            write(app, people, writing)
        finally:
            os._exit(1)
    os.close(writing)
    if not readiness.select([reading], [], [], PATIENCE)[0]:
        raise TimeoutError("the writer wrote nothing")
    time.sleep(random.random() * LONGEST_LIFE)  # noqa: S311 (no secret: any moment will do)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    acknowledged = 0
    while said := os.read(reading, 65536):
        acknowledged += len(said)
    os.close(reading)
    return acknowledged


def look(app: Flask, people: list[str], found: Found) -> None:
    with app.app_context():
        versions = [db.session.get_one(Person, person_id).version - 1 for person_id in people]
        found.kept = versions[0]
        found.torn += len(set(versions)) > 1
        found.lost += found.kept < found.acknowledged
        if db.engine.dialect.name == "sqlite":
            found.broken += db.session.scalar(text("PRAGMA integrity_check")) != "ok"
        db.session.remove()
        db.engine.dispose()  # nothing is open while the next writer is forked


def main(kills: int, people: list[str]) -> None:
    app, found = create_app(), Found()
    with app.app_context():
        db.engine.dispose()
    for _ in range(kills):
        found.acknowledged += killed(app, people)
        look(app, people, found)
    print(json.dumps(asdict(found)))  # noqa: T201 (its answer)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
