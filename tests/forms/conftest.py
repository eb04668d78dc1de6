"""A furnished world on either database, the forms that stand in it, and a stage that can be set again and again."""

import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from flask import Flask

from portal.app import create_app
from portal.kernel.database import db
from portal.settings import Settings
from tests.access.world import build
from tests.databases import Databases, engines_closed
from tests.forms.finding import Form, all_forms
from tests.forms.scenes import furnish
from tests.sharing import one_at_a_time


@dataclass(frozen=True)
class Scene:
    """What was found once, and is only copied."""

    database_url: str
    data: Path
    forms: list[Form]


@dataclass
class Stage:
    """A portal on a copy of the scene."""

    scene: Scene
    settings: Settings
    databases: Databases
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(self.settings)

    @property
    def forms(self) -> list[Form]:
        return self.scene.forms

    def again(self) -> None:
        """As it was at first."""
        with self.app.app_context():
            db.engine.dispose()
        self.databases.copy(self.scene.database_url, self.settings.database_url)

    def restart(self) -> None:
        """The portal is stopped, and starts again."""
        with self.app.app_context():
            db.engine.dispose()
        self.app = create_app(self.settings)


@pytest.fixture(scope="session")
def scene_on(request: pytest.FixtureRequest, shared_folder: Path) -> Callable[[str], Scene]:
    """The process that comes first furnishes the scene of a database; the others wait for it, and take it over."""

    @cache
    def scene(kind: str) -> Scene:
        kept = shared_folder / f"scene on {kind}"
        with one_at_a_time(shared_folder / f"{kept.name}.lock"):
            if not kept.exists():
                home = shared_folder / f"{kept.name}.portal"
                kept.write_bytes(pickle.dumps(_furnished(request.getfixturevalue(f"{kind}_databases"), home)))
        return cast("Scene", pickle.loads(kept.read_bytes()))  # noqa: S301 (of this very run)

    return scene


def _furnished(databases: Databases, home: Path) -> Scene:
    settings = _settings(home / "data", databases.new())
    settings.make_keys()
    with engines_closed():
        app = create_app(settings)
        people, starts = furnish(app, build(app, home / "lessons"))
        forms = all_forms(app, people, starts)
    return Scene(settings.database_url, settings.data, forms)


@pytest.fixture
def stage(scene_on: Callable[[str], Scene], database: str, databases: Databases, tmp_path: Path) -> Stage:
    scene = scene_on(database)
    shutil.copytree(scene.data, tmp_path / "data")
    address = databases.copy(scene.database_url, to=databases.new())
    return Stage(scene, _settings(tmp_path / "data", address), databases)


def _settings(data: Path, database_url: str) -> Settings:
    return Settings(
        data=data, base_url="http://localhost", database_url=database_url, demo=True, worker=False, argon2_memory=8
    )
