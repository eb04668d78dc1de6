"""The one world that the tests of access look at, each on a copy of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from portal.app import create_app
from portal.kernel import schema
from portal.settings import Settings
from tests.access.world import World, build
from tests.databases import Databases, engines_closed


@pytest.fixture(scope="session")
def worlds(
    sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], tuple[Flask, World]]]:
    """Copies of one world: what a row of the matrix does to it, no other row sees."""
    home = tmp_path_factory.mktemp("world")
    settings = _settings(home / "data", sqlite_databases.new(empty=True))
    settings.make_keys()
    schema.upgrade(settings.database_url)
    with engines_closed():
        world = build(create_app(settings), home / "lessons")
    original = Path(make_url(settings.database_url).database or "")

    def copy(folder: Path) -> tuple[Flask, World]:
        shutil.copytree(settings.data, folder / "data")
        database = folder / "portal.sqlite3"
        shutil.copyfile(original, database)
        return create_app(_settings(folder / "data", f"sqlite:///{database}")), world

    yield copy
    sqlite_databases.drop(settings.database_url)


def _settings(data: Path, database_url: str) -> Settings:
    return Settings(
        data=data, base_url="http://localhost", database_url=database_url, demo=True, worker=False, argon2_memory=8
    )
