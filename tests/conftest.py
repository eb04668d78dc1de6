"""What every test may ask for: an application on a database of its own, a browserless client, the clock.

Both databases in one run. A test marked `both_databases` runs twice, on SQLite and on a real PostgreSQL that
the tests start; the others run on the one that `--database` names (SQLite unless said otherwise). Mark what
leans on the database: locks, transactions, constraints, services that two people use at once. One test, one
class or, with `pytestmark = pytest.mark.both_databases`, a whole file:

    @pytest.mark.both_databases
    def test_two_seal_at_once(app: Flask) -> None: ...

Proofs repeat something until a fault would show. They run a tenth of it here and all of it under `--prove`
(or with PROOFS=full): they multiply their counts by the fixture `share`, and are marked, for `make prove`.

    @pytest.mark.proof
    def test_none_is_lost(app: Flask, share: float) -> None:
        rounds = round(1000 * share)

Hypothesis tries the same examples at every run, ten times as many under `--prove`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from portal.app import create_app
from portal.kernel.uploads import receiving
from portal.settings import Settings
from tests.databases import (
    Databases,
    PostgresDatabases,
    Remembered,
    SqliteFiles,
    engines_closed,
    prepare_for_postgresql,
    running_postgresql,
)
from tests.haste import compiled_once

BOTH = ("sqlite", "postgresql")
TENTH = 0.1
EXAMPLES = 1000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=BOTH, default="sqlite", help="where tests run that do not run on both")
    parser.addoption("--prove", action="store_true", help="run the proofs in full")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL")
    config.addinivalue_line(
        "markers", "proof: repeats something until a fault would show; `make prove` repeats it more"
    )
    if not hasattr(config, "workerinput"):
        prepare_for_postgresql()
    hypothesis_settings.register_profile(
        "portal",
        max_examples=round(EXAMPLES * share_of(config)),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    hypothesis_settings.load_profile("portal")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: who drives a browser or other processes waits half of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database", BOTH, indirect=True)


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(autouse=True)
def _files_are_opened_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is: no test depends on the clock."""
    monkeypatch.setattr(receiving, "PATIENCE", 300.0)


@pytest.fixture
def share(request: pytest.FixtureRequest) -> float:
    """How much of a proof's full count is run: 1 under `--prove`, else a tenth."""
    return share_of(request.config)


def share_of(config: pytest.Config) -> float:
    return 1.0 if config.getoption("--prove") or os.environ.get("PROOFS") == "full" else TENTH


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this run on a socket of its own."""
    with running_postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return SqliteFiles(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgresql_databases(postgresql: str) -> Databases:
    return PostgresDatabases(postgresql)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Which of the two this test runs on: "sqlite" or "postgresql"."""
    kind: str = getattr(request, "param", None) or request.config.getoption("--database")
    return kind


@pytest.fixture
def databases(request: pytest.FixtureRequest, database: str) -> Iterator[Databases]:
    """Makes databases of that kind; they are gone after the test."""
    made = Remembered(request.getfixturevalue(f"{database}_databases"))
    with engines_closed():
        yield made
    made.drop_all()


@pytest.fixture
def new_database(databases: Databases) -> Callable[[], str]:
    """Makes an empty database with every table, and gives its address."""
    return databases.new


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
def app(settings: Settings) -> Flask:
    """The portal on an empty database. No application context is left open: it would carry the actor along."""
    made = create_app(settings)
    made.config["TESTING"] = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
