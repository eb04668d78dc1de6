"""The command line, used from one process: its settings in the environment, what it says in a result."""

import shutil
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import CliRunner, Result

from portal.cli import portal
from portal.shipped import shipped
from tests.processes import environment


class Command(Protocol):
    """`command("users", "list", base_url="…")` is `PORTAL_BASE_URL=… portal users list`, `typed` what is typed in."""

    def __call__(self, *words: str, typed: str = "", **settings: str) -> Result: ...


def run(data: Path, *words: str, typed: str = "", **settings: str) -> Result:
    return CliRunner().invoke(portal, words, env=environment(data, **settings), input=typed)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that `portal init` makes, made once."""
    data = tmp_path_factory.mktemp("template") / "data"
    result = run(data, "init")
    assert result.exit_code == 0, result.output
    return data


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    """The data folder of a portal of its own, after `portal init`."""
    return shutil.copytree(template, tmp_path / "data")


@pytest.fixture
def command(data: Path) -> Command:
    def _run(*words: str, typed: str = "", **settings: str) -> Result:
        return run(data, *words, typed=typed, **settings)

    return _run


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A copy of the lessons that ship with the portal, to spoil."""
    return shutil.copytree(shipped("lessons"), tmp_path / "lessons")
