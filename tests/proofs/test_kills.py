"""Killed at any moment, a writer leaves whole use cases and all that it said it had written; a worker, its jobs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.kernel import outbox
from portal.kernel.database import db
from portal.kernel.outbox import Outgoing
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests import builders
from tests.kernel.children import environment
from tests.proofs.draining import KIND

pytestmark = [pytest.mark.proof, pytest.mark.both_databases, pytest.mark.timeout(1800)]

KILLS = 200
JOBS_PER_KILL = 5


def test_nothing_acknowledged_is_lost_and_nothing_half_is_kept(app: Flask, settings: Settings, share: float) -> None:
    people, kills = [builders.person(app).id for _ in range(2)], round(KILLS * share)
    command = [sys.executable, "-m", "tests.proofs.killing", str(kills), *people]
    done = subprocess.run(command, env=environment(settings), stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    assert (found["torn"], found["lost"], found["broken"]) == (0, 0, 0)
    assert found["acknowledged"] >= kills
    assert found["acknowledged"] <= found["kept"] <= found["acknowledged"] + kills


def test_every_job_is_done_however_many_workers_are_killed(
    app: Flask, settings: Settings, tmp_path: Path, share: float
) -> None:
    kills = round(KILLS * share)
    with app.app_context(), transaction():
        for number in range(kills * JOBS_PER_KILL):
            outbox.put(KIND, f"key {number}")
    command = [sys.executable, "-m", "tests.proofs.draining", str(kills), str(tmp_path / "done")]
    subprocess.run(command, env=environment(settings), check=True)
    done = (tmp_path / "done").read_text().split()
    with app.app_context():
        asked = set(db.session.scalars(select(Outgoing.id)))
        assert db.session.scalar(select(func.count()).where(Outgoing.done_at.is_(None))) == 0
    assert set(done) == asked
    assert len(done) - len(asked) <= kills
