"""`portal backup`, `portal restore` and `portal keys`: what they say, and that they are one story."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.app import create_app
from portal.kernel import backup as backups
from portal.kernel import clock
from portal.kernel.clock import now
from portal.settings import Settings
from tests.cli.conftest import Command, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def said(command: Command, *words: str) -> str:
    result = command(*words)
    assert result.exit_code == 0, result.output
    return result.output


def add_somebody(command: Command) -> None:
    result = command("users", "add", "maite@example.org", "--name", "Maïté", typed="une phrase assez longue\n")
    assert result.exit_code == 0, result.output


def test_a_drill(command: Command, data: Path, folder: Path, tmp_path: Path) -> None:
    """As the handbook tells it: a copy, an empty place with the key and the ledger, and everybody is there."""
    add_somebody(command)
    assert f"{folder / 'one'} holds 1 people and " in said(command, "backup", str(folder / "one"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("master.key", "erasures.jsonl"):
        (elsewhere / name).write_bytes((data / name).read_bytes())
    result = run(elsewhere, "restore", str(folder / "one"))
    assert result.exit_code == 0, result.output
    assert "Restored 1 people" in result.output
    assert "maite@example.org\tMaïté" in run(elsewhere, "users", "list").output
    assert (elsewhere / "secret.key").read_text() != (data / "secret.key").read_text()


def test_init_makes_the_ledger_and_a_place_after_init_takes_a_backup_in(
    command: Command, data: Path, folder: Path
) -> None:
    assert (data / "erasures.jsonl").read_text().count("\n") == 1
    said(command, "backup", str(folder / "one"))
    assert "Restored 0 people" in said(command, "restore", str(folder / "one"))
    assert "Restored 0 people" in said(command, "restore", str(folder / "one"))


def test_it_deletes_what_is_too_old(command: Command, data: Path, folder: Path) -> None:
    app = create_app(Settings(data=data, base_url="http://localhost"))
    with app.app_context(), clock.at(now() - timedelta(days=3)):
        backups.write(folder / "old")
    said(command, "backup", str(folder / "new"))
    assert {path.name for path in folder.iterdir()} == {"old", "new"}
    result = command("backup", str(folder / "newer"), backup_days="2")
    assert f"{folder / 'old'} was older than it may be, and is deleted." in result.output
    assert {path.name for path in folder.iterdir()} == {"new", "newer"}


def test_a_name_alone_is_in_the_folder_where_one_is(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    said(command, "backup", "one")
    assert [path.name for path in folder.iterdir()] == ["one"]


def test_a_new_master_key(command: Command, data: Path) -> None:
    key = data / "master.key"
    first = key.read_text().strip()
    assert "Line 2 of the master key file locks what is new" in said(command, "keys", "rotate")
    lines = key.read_text().split()
    assert lines[0] == first
    assert "1 older lines are gone" in said(command, "keys", "rotate", "--drop-old")
    assert key.read_text().split() == ["-", lines[1]]
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", [("backup", "one"), ("keys", "rotate"), ("keys", "rotate", "--drop-old")])
def test_without_the_master_key_they_say_so(
    command: Command, data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(folder)
    (data / "master.key").unlink()
    result = command(*words)
    assert result.exit_code == 1
    assert "There is no master key at" in result.stderr
    assert not (data / "master.key").exists()
    assert list(folder.iterdir()) == []


def test_init_makes_no_other_master_key_where_one_was_used(command: Command, data: Path) -> None:
    assert command("demo", demo="true").exit_code == 0
    key = data / "master.key"
    right = key.read_text()
    key.unlink()
    result = command("init")
    assert result.exit_code == 1
    assert "put it back there" in result.stderr
    assert not key.exists()
    key.write_text(right)
    said(command, "init")


def test_a_broken_master_key_is_told(command: Command, data: Path, folder: Path) -> None:
    said(command, "backup", str(folder / "one"))
    (data / "master.key").write_text("hidden\n")
    result = command("restore", str(folder / "one"))
    assert result.exit_code == 1
    assert "a master key is 32 bytes" in result.stderr
    assert "hidden" not in result.stderr


def test_a_file_that_is_not_there(command: Command) -> None:
    result = command("restore", "nowhere")
    assert result.exit_code != 0
    assert "nowhere" in result.stderr
