"""`portal lessons`: what it says, and the status it ends with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from portal.curriculum import queries
from portal.curriculum.cli import lessons
from portal.kernel.database import db
from tests.curriculum.lessons import edit

DOCUMENT = "conversation/01-premiere/en.md"


@pytest.fixture
def run(app: Flask) -> Iterator[object]:
    def act(*words: str | Path) -> Result:
        return CliRunner().invoke(lessons, [str(word) for word in words], obj=ScriptInfo(create_app=lambda: app))

    return act


def test_checking_right_lessons_ends_well(run, root: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("check", root)
    assert result.exit_code == 0
    assert result.stdout == "3 of 3 modules are right.\n"
    assert result.stderr == ""


def test_checking_names_the_file_and_the_line_of_everything(run, root: Path) -> None:  # type: ignore[no-untyped-def]
    edit(root / DOCUMENT, "minutes: 8", "minutes: many")
    edit(root / DOCUMENT, "- [x] Answer.", "- [ ] Answer.")
    result = run("check", root)
    assert result.exit_code == 1
    first, second, third = result.stderr.splitlines()
    assert first == f"{root / DOCUMENT}:3: “minutes” must be a whole number from 1 to 60."
    assert second.startswith(f"{root / DOCUMENT}:21: Mark exactly one option")
    assert third.startswith(f"{root / DOCUMENT}:21: Question 2 of “Check”")
    assert result.stdout == "2 of 3 modules are right.\n"


@pytest.mark.parametrize("folder", ["nowhere", "zoo"])
def test_the_wrong_folder_ends_badly(run, root: Path, folder: str) -> None:  # type: ignore[no-untyped-def]
    for command in ("check", "sync"):
        result = run(command, root / folder)
        assert result.exit_code == 1
        assert str(root / folder) in result.stderr


def test_the_lessons_that_ship_are_checked_without_a_folder(run) -> None:  # type: ignore[no-untyped-def]
    assert run("check").exit_code == 0


def test_the_lessons_that_ship_keep_the_house_style(run) -> None:  # type: ignore[no-untyped-def]
    result = run("check", "--strict")
    assert result.stderr == ""
    assert result.exit_code == 0


def test_the_house_style_is_asked_for_by_name_only(run, root: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("check", root).exit_code == 0
    strict = run("check", "--strict", root)
    assert strict.exit_code == 1
    assert f"{root / DOCUMENT}:" in strict.stderr


def test_a_wrong_glossary_is_told(run, root: Path) -> None:  # type: ignore[no-untyped-def]
    (root / "glossary.toml").write_text("[Pair]\n", encoding="utf-8")
    result = run("check", root)
    assert result.exit_code == 1
    assert f"{root / 'glossary.toml'}:1:" in result.stderr


def test_the_report_names_the_hardest_lessons_in_both_languages(run, root: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("report", root)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("3 modules, ")
    for language in ("fr", "en"):
        mine = [line for line in lines if line.startswith(f"{language}:")]
        assert "words to read in a lesson (median)" in mine[0]
        assert "options each; right and first" in mine[1]
        assert "the hardest:" in mine[2]
        assert all("/" in line for line in mine[3:])
    assert run("report", root / "zoo" / "nowhere").stdout == "0 modules, 0 lessons.\n"


def test_taking_in_says_what_became_of_each_module(app: Flask, run, root: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("sync", root)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "amont: published\nconversation: published\nzoo: published\n"
    assert run("sync", root).stdout == "amont: unchanged\nconversation: unchanged\nzoo: unchanged\n"


def test_taking_in_publishes_what_is_right_and_ends_badly(app: Flask, run, root: Path) -> None:  # type: ignore[no-untyped-def]
    edit(root / DOCUMENT, "## Read", "## Reading")
    result = run("sync", root)
    assert result.exit_code == 1
    assert result.stdout == "amont: published\nzoo: published\n"
    assert "A step begins with one of: Read" in result.stderr
    with app.app_context():
        assert [module.slug for module in queries.catalogue("en")] == ["zoo", "amont"]
        db.session.remove()
