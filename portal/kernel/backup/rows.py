"""Rows as lines of JSON that mean the same on both databases."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    TableClause,
    Text,
    column,
    inspect,
    table,
)
from sqlalchemy.types import TypeEngine

from portal.kernel.database import UTCDateTime

REVISION_TABLE = "alembic_version"

Value = Any


def _same(value: Value) -> Value:
    return value


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


@dataclass(frozen=True, slots=True)
class Kind:
    """How a column's values are read and written on a database, and how they stand in a line."""

    type: TypeEngine[Any]
    to_line: Callable[[Value], Value] = _same
    from_line: Callable[[Value], Value] = _same


KINDS = {
    "yes or no": Kind(Boolean()),
    "number": Kind(BigInteger()),
    "fraction": Kind(Float()),
    "json": Kind(JSON(none_as_null=True)),
    "moment": Kind(UTCDateTime(), datetime.isoformat, datetime.fromisoformat),
    "day": Kind(Date(), date.isoformat, date.fromisoformat),
    "bytes": Kind(LargeBinary(), _base64, base64.b64decode),
    "text": Kind(Text()),
}

# The first that fits: what a database tells of a column's type.
_FOUND: Sequence[tuple[type[TypeEngine[Any]], str]] = (
    (Boolean, "yes or no"),
    (Integer, "number"),
    (Float, "fraction"),
    (JSON, "json"),
    (DateTime, "moment"),
    (Date, "day"),
    (LargeBinary, "bytes"),
    (String, "text"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its name, and its columns by name with their kinds."""

    name: str
    columns: tuple[tuple[str, str], ...]

    def clause(self) -> TableClause:
        return table(self.name, *(column(name, KINDS[kind].type) for name, kind in self.columns))

    def to_line(self, row: Sequence[Value]) -> list[Value]:
        return [
            None if value is None else KINDS[kind].to_line(value)
            for value, (_, kind) in zip(row, self.columns, strict=True)
        ]

    def from_line(self, values: Sequence[Value]) -> dict[str, Value]:
        return {
            name: None if value is None else KINDS[kind].from_line(value)
            for value, (name, kind) in zip(values, self.columns, strict=True)
        }


def shapes(connection: Connection) -> list[Shape]:
    """Every table there is, each after the ones that it points to."""
    inspector = inspect(connection)
    names = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name and name != REVISION_TABLE]
    return [
        Shape(name, tuple((found["name"], _kind(name, found["type"])) for found in inspector.get_columns(name)))
        for name in names
    ]


def _kind(name: str, found: TypeEngine[Any]) -> str:
    for known, kind in _FOUND:
        if isinstance(found, known):
            return kind
    raise RuntimeError(f"{name} has a column of a type that no backup knows: {found!r}")
