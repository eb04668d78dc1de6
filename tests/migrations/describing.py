"""What a database looks like, as plain values; and a row for each of its tables."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Column, Connection, MetaData, NullPool, Table, create_engine, func, inspect, make_url, select
from sqlalchemy.engine import Inspector

from portal.kernel.database import sqlite_module

VERSION_TABLE = "alembic_version"
LITERAL = re.compile(r"'([^']+)'|\b(\d+)\b")
# Each index with the statement that makes it: reflection leaves out what it is made of when that is an expression.
INDEXES = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
}
MADE = {datetime: datetime(2026, 11, 23, 17, 30, tzinfo=UTC), date: date(2026, 11, 23), bytes: b"cipher", bool: True}

Schema = dict[str, dict[str, Any]]


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    """A plain connection, whose work is committed at the end. On SQLite nothing checks foreign keys here.

    It uses the portal's library: two of them in one process undo each other's locks.
    """
    library = {"module": sqlite_module()} if make_url(address).get_backend_name() == "sqlite" else {}
    engine = create_engine(address, poolclass=NullPool, **library)
    with engine.begin() as connection:
        yield connection


def schema_of(address: str) -> Schema:
    """Tables with their columns, constraints and indexes, each with its name, in no particular order."""
    with connected(address) as connection:
        inspector = inspect(connection)
        indexes = connection.exec_driver_sql(INDEXES[connection.dialect.name]).all()
        return {
            name: _table(inspector, name) | {"indexes": {row[1]: row[2] for row in indexes if row[0] == name}}
            for name in inspector.get_table_names()
            if name != VERSION_TABLE
        }


def table_names(address: str) -> set[str]:
    with connected(address) as connection:
        return set(inspect(connection).get_table_names())


def rows_in(address: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by column."""
    with connected(address) as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in _tables(connection)
        }


def fill(address: str) -> None:
    """A row in every table that has none, with a value in every column."""
    numbers = count()
    with connected(address) as connection:
        for table in _tables(connection):
            if not connection.scalar(select(func.count()).select_from(table)):
                connection.execute(table.insert().values(_row(connection, table, numbers)))


def _table(inspector: Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)
        },
        "primary key": _known(inspector.get_pk_constraint(name)),
        "foreign keys": _by_name(inspector.get_foreign_keys(name)),
        "unique": _by_name(inspector.get_unique_constraints(name)),
        "checks": _by_name(inspector.get_check_constraints(name)),
    }


def _by_name(found: list[Any]) -> dict[str | None, dict[str, str]]:
    return {one["name"]: _known(one) for one in found}


def _known(found: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in found.items()}


def _tables(connection: Connection) -> list[Table]:
    """Each after those it points to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def _row(connection: Connection, table: Table, numbers: Iterator[int]) -> dict[str, Any]:
    checks = {check["name"]: check["sqltext"] for check in inspect(connection).get_check_constraints(table.name)}
    return {column.name: _value(connection, column, list(checks.values()), numbers) for column in table.columns}


def _value(connection: Connection, column: Column[Any], checks: list[str], numbers: Iterator[int]) -> Any:
    for key in column.foreign_keys:
        return connection.scalar(select(key.column).limit(1))
    kind = column.type.python_type
    for check in checks:
        if re.match(rf"\W*{column.name}\b", check) and (allowed := LITERAL.search(check.partition(column.name)[2])):
            return kind(allowed.group(1) or allowed.group(2))
    if kind is str:
        return f"x{next(numbers)}"[: column.type.length]  # type: ignore[attr-defined]
    return MADE.get(kind, {} if kind is dict else next(numbers))
