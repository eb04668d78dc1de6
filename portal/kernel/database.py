"""The database: one declarative base, one vocabulary of columns, one engine for SQLite and PostgreSQL.

No other module knows which of the two it speaks to. Reading is the default: a connection can write
only inside `transaction()` or `apart()`, which ask for it with the `WRITING` options.
"""

import enum
import importlib.util
import secrets
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from types import ModuleType
from typing import Annotated, Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    Enum,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    event,
    inspect,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, MappedColumn, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

ID_LENGTH = 22

# WAL is unsafe before this version of the SQLite library: a reset could lose committed pages.
WAL_IS_SAFE_FROM = (3, 51, 3)

# Seconds that a writer waits for the one before it.
LONGEST_WAIT = 10.0

# Understood by the "begin" listener (SQLite) and by the dialect (PostgreSQL).
WRITING = {"portal_writes": True, "postgresql_readonly": False}

READ_ONLY = {
    "sqlite": "PRAGMA query_only=1",
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
}

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. A naive one is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        return _kept_by_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _kept_by_sqlite(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as a plain class attribute)
        datetime: UTCDateTime,
        str: String(200),
        bytes: LargeBinary,
        dict[str, Any]: JSON,
        dict[str, str]: JSON,
        list[Any]: JSON,
    }


def new_id() -> str:
    """128 random bits as 22 URL-safe characters: unguessable, and still no secret."""
    return secrets.token_urlsafe(16)


def is_id(text: str) -> bool:
    return len(text) == ID_LENGTH and text.isascii() and text.replace("-", "a").replace("_", "a").isalnum()


Id = Annotated[str, mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)]
Words = Annotated[str, mapped_column(Text)]
Cipher = Annotated[bytes, mapped_column(LargeBinary)]
Version = Annotated[int, mapped_column(default=1)]


def ref(target: str, *, primary_key: bool = False, index: bool = False) -> MappedColumn[Any]:
    """A foreign key: `ref("person.id")`. Foreign keys point to the same floor or downward."""
    return mapped_column(String(ID_LENGTH), ForeignKey(target), primary_key=primary_key, index=index)


def enum_column(kind: type[enum.StrEnum], *, primary_key: bool = False) -> MappedColumn[Any]:
    """An enum kept as its string value, refused when it is not one of them."""
    stored = Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=20,
        name=kind.__name__.lower(),
        values_callable=lambda e: [member.value for member in e],
    )
    return mapped_column(stored, primary_key=primary_key)


db = SQLAlchemy(metadata=Base.metadata)


def sqlite_module() -> ModuleType:
    """The newest SQLite library at hand: the bundled wheel where there is one, else the interpreter's."""
    if importlib.util.find_spec("pysqlite3"):
        return importlib.import_module("pysqlite3.dbapi2")
    return sqlite3


def engine_options(database_url: str) -> dict[str, Any]:
    """What `create_engine` needs for this address. No error tells the values of a statement: they may be words."""
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(database_url).get_backend_name() == "sqlite":
        return options | {"module": sqlite_module()}
    return options | {"pool_pre_ping": True, "execution_options": {"postgresql_readonly": True}}


def init_app(app: Flask, database_url: str) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(database_url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        app.extensions["readers"] = Readers(db.engine)


def prepare(engine: Engine) -> None:
    """Give a SQLite engine its safety settings; PostgreSQL has its own."""
    if engine.dialect.name == "sqlite":
        turn = Lock()
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, turn))
        event.listen(engine, "checkin", _end_turn)


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
    safe_wal = sqlite_module().sqlite_version_info >= WAL_IS_SAFE_FROM
    for pragma in (
        f"journal_mode={'wal' if safe_wal else 'delete'}",
        f"synchronous={'full' if safe_wal else 'extra'}",
        f"busy_timeout={int(LONGEST_WAIT * 1000)}",
        "foreign_keys=on",
        "secure_delete=on",
        "trusted_schema=off",
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection, turn: Lock) -> None:
    """Readers cannot write; writers wait for their turn instead of failing when they meet.

    Between processes SQLite makes them try again and again, which is not fair to the one that tries least
    often. The threads of one process wait in a line of their own, so that only its first one tries.
    """
    writes = bool(connection.get_execution_options().get("portal_writes"))
    if connection.info.get("writes") != writes:
        connection.exec_driver_sql(f"PRAGMA query_only={int(not writes)}")
        connection.info["writes"] = writes
    if writes and "turn" not in connection.info and turn.acquire(timeout=LONGEST_WAIT):
        connection.info["turn"] = turn
    if writes:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]


class Readers:
    """Connections that stay open and only read, as many as are asked at once.

    They begin nothing and end nothing: each statement sees what is committed when it is sent. They belong to no
    thread: a server ends the threads that have nothing to do, and what they held would end in the middle of that.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[Any] = deque()
        event.listen(engine, "engine_disposed", self._close_idle)

    def fetch(self, text: str, parameters: Any) -> Sequence[Sequence[Any]]:
        """Every row. Raises the driver's own errors; a connection that did is not asked again."""
        try:
            driver = self._idle.pop()
        except IndexError:
            driver = self._open()
        try:
            rows: Sequence[Sequence[Any]] = driver.execute(text, parameters).fetchall()
        except BaseException:
            driver.close()
            raise
        self._idle.append(driver)
        return rows

    def _open(self) -> Any:
        """The driver's connection, of no pool."""
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        driver: Any = connection.connection.dbapi_connection
        driver.execute(READ_ONLY[self._engine.dialect.name])
        return driver

    def _close_idle(self, _engine: Engine) -> None:
        while self._idle:
            self._idle.pop().close()


def _end_turn(_connection: object, record: ConnectionPoolEntry) -> None:
    """Whatever became of the transaction, its connection comes back to the pool."""
    turn = record.info.pop("turn", None)
    if turn is not None:
        turn.release()


def insert_if_new(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row, unless one with the same key is there; whether it is new.

    Somebody else's insert of the same key is waited for, not tripped over.
    """
    statement = _insert_unless_there(session, model).values(values).execution_options(preserve_rowcount=True)
    return session.connection().execute(statement).rowcount == 1


def insert_new(session: Session, rows: Iterable[Base]) -> None:
    """Insert rows of one kind, but for those whose key is there; what another inserts meanwhile is waited for.

    In the order of their keys, so that two who insert the same never wait for each other.
    """
    by_key = {tuple(inspect(row).mapper.primary_key_from_instance(row)): row for row in rows}
    for model in {type(row) for row in by_key.values()}:
        names = inspect(model).column_attrs.keys()
        values = [{name: getattr(row, name) for name in names} for _key, row in sorted(by_key.items())]
        session.connection().execute(_insert_unless_there(session, model), values)


def _insert_unless_there(session: Session, model: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(cast("Table", model.__table__)).on_conflict_do_nothing()


def hold_table(connection: Connection, name: str) -> None:
    """Until this transaction ends nobody else writes to this table. SQLite has one writer at a time in any case."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment only, whatever is written meanwhile."""
    options: dict[str, Any] = {}
    if db.engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**options) as connection:
        yield connection
