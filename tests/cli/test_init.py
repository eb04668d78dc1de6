"""`portal init`: everything a portal needs, nobody in it, and nothing lost when it is said again."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal import cli
from portal.accounts.models import Person
from portal.admin.service import health
from portal.app import create_app
from portal.curriculum.models import Module
from portal.kernel import secrecy
from portal.kernel.database import db, new_id
from portal.kernel.secrecy import Owner, Place
from portal.kernel.transaction import transaction
from portal.programs.queries import open_program
from portal.settings import Settings
from tests.cli.conftest import run


def keys(data: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in data.glob("*.key")}


def test_it_makes_all_that_serving_needs(data: Path) -> None:
    with create_app(Settings(data=data)).app_context():
        found = health()
        assert (found.database, found.migrations, found.keys) == (True, True, True)
        assert open_program() is not None
        assert db.session.scalar(select(func.count()).select_from(Module))
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
        db.engine.dispose()


def test_only_their_owner_reads_the_keys(data: Path) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in data.glob("*.key")} == {0o600}


def test_it_may_be_repeated(data: Path) -> None:
    before = keys(data)
    result = run(data, "init")
    assert result.exit_code == 0
    assert "amorcer: unchanged" in result.output
    assert keys(data) == before
    assert set(before) == {"secret.key", "master.key"}


def test_a_lost_master_key_is_not_replaced(data: Path) -> None:
    with create_app(Settings(data=data)).app_context():
        with transaction():
            secrecy.close(Owner(new_id()), Place("reflection", "text_cipher", new_id()), "Des mots")
        db.engine.dispose()
    (data / "master.key").unlink()
    result = run(data, "init")
    assert result.exit_code == 1
    assert f"master key is missing at {data / 'master.key'}: put it back there." in result.stderr
    assert not (data / "master.key").exists()


def test_without_any_closed_text_a_missing_master_key_is_made(data: Path) -> None:
    (data / "master.key").unlink()
    assert run(data, "init").exit_code == 0
    assert (data / "master.key").exists()


def test_a_wrong_lesson_is_named_and_the_rest_is_done(
    tmp_path: Path, lessons: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lessons / "amorcer" / "01-ne-presumez-de-rien" / "fr.md").write_text("Rien.\n")
    monkeypatch.setattr(cli, "shipped", lambda _name: lessons)
    result = run(tmp_path / "data", "init")
    assert result.exit_code == 1
    assert "01-ne-presumez-de-rien/fr.md:1: " in result.output
    assert "conversation: published" in result.output
