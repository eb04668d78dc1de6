"""Lessons in folders, taken in by a portal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from portal.curriculum.service import Outcome, read_tree, sync
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests.curriculum.lessons import PIXEL, edit, write_module

TakeIn = Callable[[], dict[str, Outcome]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three modules of three strands, in an order that is not their names'. `conversation` has a picture."""
    folder = tmp_path / "lessons"
    write_module(folder, "zoo", ("01-ouverture", "02-ecouter"), strand="together", position=1)
    write_module(folder, "conversation", strand="culture", position=2, requires=("zoo",))
    write_module(folder, "amont", strand="strategy", position=3, requires=("zoo", "any:culture"))
    lesson = folder / "conversation" / "01-premiere"
    (lesson / "media").mkdir()
    (lesson / "media" / "megaphone.png").write_bytes(PIXEL)
    edit(lesson / "en.md", "is a megaphone.", "is a ![megaphone](media/megaphone.png).")
    return folder


@pytest.fixture
def take_in(app: Flask, root: Path) -> TakeIn:
    """Publish what is right in the folder; what became of each module."""

    def act() -> dict[str, Outcome]:
        tree = read_tree(root)
        with app.app_context():
            publication = sync(tree)
            with transaction():
                return publication.publish()

    return act


@pytest.fixture
def statements(app: Flask) -> list[str]:
    """What is asked of the database from now on."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement.lstrip())

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    return asked
