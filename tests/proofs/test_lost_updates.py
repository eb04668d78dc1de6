"""Many threads of many processes count at once, and no number is lost; on the usual set-up most are."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.settings import Settings
from tests import builders
from tests.databases import Databases
from tests.kernel.children import environment

pytestmark = [pytest.mark.proof, pytest.mark.both_databases, pytest.mark.timeout(1800)]

PROCESSES = 4
THREADS = 8
ROUNDS = 1000

naive = SQLAlchemy()


class Counter(naive.Model):  # type: ignore[name-defined, misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


def test_no_update_is_lost(app: Flask, settings: Settings, share: float) -> None:
    someone, rounds = builders.person(app), round(ROUNDS * share)
    command = [sys.executable, "-m", "tests.proofs.incrementing", someone.id, str(THREADS), str(rounds)]
    with ExitStack() as stack:
        start = partial(subprocess.Popen, command, env=environment(settings), stdout=subprocess.PIPE, text=True)
        children = [stack.enter_context(start()) for _ in range(PROCESSES)]
        told = [int(child.communicate()[0]) for child in children]
    assert told == [THREADS * rounds] * PROCESSES
    with app.app_context():
        assert db.session.scalar(select(Person.version).where(Person.id == someone.id)) == 1 + sum(told)


def test_the_usual_set_up_does_lose_them(databases: Databases, share: float) -> None:
    """The control: the same counting, with Flask-SQLAlchemy as its documentation begins."""
    app, rounds = Flask("naive"), round(400 * share)
    app.config["SQLALCHEMY_DATABASE_URI"] = databases.new(empty=True)
    naive.init_app(app)
    with app.app_context():
        naive.create_all()
        naive.session.add(Counter(id=1, value=0))
        naive.session.commit()
    together = Barrier(THREADS)

    def count(_thread: int) -> int:
        committed = 0
        for _ in range(rounds):
            together.wait()
            with app.app_context():
                counter = naive.session.get_one(Counter, 1)
                counter.value += 1
                committed += _committed()
        return committed

    with ThreadPoolExecutor(THREADS) as pool:
        told = sum(pool.map(count, range(THREADS)))
    with app.app_context():
        kept = naive.session.get_one(Counter, 1).value
    assert told > 0
    assert kept < told


def _committed() -> int:
    try:
        naive.session.commit()
    except OperationalError:  # locked: at least it says so
        naive.session.rollback()
        return 0
    return 1
