"""A look leaves nothing behind: no row changes, and whoever is signed in gets no cookie."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.kernel.database import Base, db
from tests.access.matrix import MATRIX
from tests.access.world import World, address_of
from tests.builders import sign_in
from tests.databases import engines_closed

PAGES = sorted(endpoint for method, endpoint in MATRIX if method == "GET")


def everything(app: Flask) -> list[list[str]]:
    """Every row of every table."""
    with app.app_context():
        tables = Base.metadata.sorted_tables
        return [sorted(str(tuple(row)) for row in db.session.execute(select(table))) for table in tables]


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_page_writes_nothing(worlds: Callable[[Path], tuple[Flask, World]], tmp_path: Path, endpoint: str) -> None:
    with engines_closed():
        app, world = worlds(tmp_path)
        looks = [
            (sign_in(app, someone), address_of(app, endpoint, world.address_for(kind, endpoint)))
            for kind, someone in world.people.items()
        ]
        before = everything(app)
        answers = [browser.get(address) for browser, address in looks]
        assert [answer.headers.getlist("Set-Cookie") for answer in answers] == [[]] * len(looks)
        assert everything(app) == before
