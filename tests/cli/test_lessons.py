"""`portal lessons`: what is wrong is said with file and line, in English, and ends with status 1."""

from pathlib import Path

from tests.cli.conftest import Command, run


def test_what_ships_is_right(tmp_path: Path) -> None:
    result = run(tmp_path / "none", "lessons", "check")
    assert result.exit_code == 0
    assert "modules are right." in result.output
    assert not (tmp_path / "none").exists()


def test_what_is_wrong_is_named(tmp_path: Path, lessons: Path) -> None:
    (lessons / "amorcer" / "module.toml").write_text("strand = 1\n")
    result = run(tmp_path / "none", "lessons", "check", str(lessons))
    assert result.exit_code == 1
    assert f"{lessons}/amorcer/module.toml:1: " in result.stderr


def test_taking_in_the_same_again_changes_nothing(command: Command) -> None:
    result = command("lessons", "sync")
    assert result.exit_code == 0
    assert "amorcer: unchanged" in result.output


def test_a_missing_folder_takes_nothing_away(command: Command, tmp_path: Path) -> None:
    result = command("lessons", "sync", str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "There is no such folder." in result.stderr
    assert "archived" not in result.output
    assert "amorcer: unchanged" in command("lessons", "sync").output
