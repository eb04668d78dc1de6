"""Under load, a backup holds everything acknowledged before it began, and a new master key loses nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.kernel import ledger, schema
from portal.settings import Settings
from tests.databases import Databases
from tests.processes import PORTAL, environment
from tests.proofs.at_work import AtWork

pytestmark = [
    pytest.mark.proof,
    pytest.mark.both_databases,
    pytest.mark.timeout(1800),
    pytest.mark.filterwarnings("ignore:.*expression-based index"),
]

TIMES = 20
CANARIES = (b"written while something was done", b"a little longer than the one before", "Maïté".encode())


def settings_at(folder: Path, address: str) -> Settings:
    return Settings(data=folder, base_url="http://localhost", database_url=address, argon2_memory=8, worker=False)


def portal(settings: Settings, *words: str) -> str:
    """What the command says, once it has succeeded in a process of its own."""
    env = environment(settings.data, database_url=settings.database_url)
    done = subprocess.run([PORTAL, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def settings(tmp_path: Path, databases: Databases) -> Settings:
    """A portal at the newest migration: a backup is of one."""
    made = settings_at(tmp_path / "data", databases.new(empty=True))
    made.make_keys()
    ledger.begin(made.ledger_path())
    schema.upgrade(made.database_url)
    return made


def test_every_backup_holds_what_was_acknowledged_before_it_began(
    app: Flask, settings: Settings, databases: Databases, tmp_path: Path, share: float
) -> None:
    people, taken = AtWork(app), list[tuple[Path, tuple[dict[str, str], int]]]()

    def take() -> None:
        before = people.acknowledged()
        path = tmp_path / f"{len(taken)}.backup"
        portal(settings, "backup", str(path))
        taken.append((path, before))

    with people:
        for _ in range(round(TIMES * share)):
            take()
    take()  # at rest: to the very last row, where more is written while the command starts
    assert len(taken[-1][1][0]) > len(taken[-2][1][0]) > 0
    for path, before in taken:
        content = path.read_bytes()
        assert not [canary for canary in CANARIES if canary in content]
        elsewhere = settings_at(tmp_path / f"{path.name}.place", databases.new(empty=True))
        elsewhere.data.mkdir()
        for kept in (settings.master_key_path(), settings.ledger_path()):
            shutil.copy(kept, elsewhere.data)
        portal(elsewhere, "restore", str(path))
        assert people.is_found(create_app(elsewhere), *before)


def test_a_new_master_key_under_load_loses_nothing(app: Flask, settings: Settings, share: float) -> None:
    times = round(TIMES * share)
    with AtWork(app) as people:
        for _ in range(times):
            portal(settings, "keys", "rotate")
            portal(settings, "keys", "rotate", "--drop-old")
    lines = settings.master_key_path().read_text().split()
    assert lines[:-1] == ["-"] * times
    for one in (app, create_app(settings)):
        assert people.is_found(one, *people.acknowledged())
        assert people.newcomers_are_read(one) > times
