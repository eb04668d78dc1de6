"""Reading for pages that are opened often: each statement is written as SQL once, and sent as it is.

Building and compiling a `select()` costs several times what the database needs to answer it, and so does beginning
and ending a transaction around it: where none is open, each statement is answered by itself.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Dialect, Select
from sqlalchemy.sql.selectable import CompoundSelect

from portal.kernel.database import Readers, db

Columns = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Convert = Callable[[Any], Any]
Lengths = tuple[int, ...]
"""Of the lists that are bound, in order: a statement is written anew for each number of things asked about."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in the words of one database."""

    text: str
    order: Sequence[str] | None
    """The names of the parameters in order; None where the database takes them by name."""
    lists: Mapping[str, Sequence[str]]
    """The names of a list's members."""
    fixed: Mapping[str, Any]
    """What the statement itself compares with."""
    binds: Mapping[str, Convert]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        bound = {**self.fixed, **values}
        for name, members in self.lists.items():
            bound.update(zip(members, bound.pop(name), strict=True))
        for name, convert in self.binds.items():
            bound[name] = convert(bound[name])
        return bound if self.order is None else tuple(bound[name] for name in self.order)


class Reading:
    """A `select()` of columns. Its rows are named tuples: columns by their names, in their Python types."""

    def __init__(self, statement: Columns) -> None:
        self._statement = statement
        self._written: dict[tuple[str, Lengths], _Written] = {}
        self._row: Any = namedtuple("Row", statement.selected_columns.keys(), rename=True)  # type: ignore[misc]
        self._conversions: dict[str, list[tuple[int, Convert]]] = {}

    def all(self, **values: Any) -> list[Any]:
        """Every row, with these values bound. Lists are bound to parameters that are `expanding`."""
        dialect = db.engine.dialect
        key = dialect.name, tuple(len(value) for value in values.values() if isinstance(value, list))
        written = self._written.get(key) or self._write(key, dialect, values)
        found = _fetched(written.text, written.parameters(values))
        return [self._made(row, self._conversions[dialect.name]) for row in found]

    def one_or_none(self, **values: Any) -> Any | None:
        rows = self.all(**values)
        if len(rows) > 1:
            raise RuntimeError("several rows where one was expected")
        return rows[0] if rows else None

    def _made(self, row: Sequence[Any], conversions: Sequence[tuple[int, Convert]]) -> Any:
        values = list(row)
        for place, convert in conversions:
            if values[place] is not None:
                values[place] = convert(values[place])
        return self._row._make(values)

    def _write(self, key: tuple[str, Lengths], dialect: Dialect, values: Mapping[str, Any]) -> _Written:
        compiled = self._statement.compile(dialect=dialect)
        state = compiled.construct_expanded_state(values)
        named = compiled.construct_params(values)
        written = _Written(
            text=state.statement,
            order=tuple(state.positiontup) if state.positiontup is not None else None,
            lists=state.parameter_expansion,
            fixed={name: value for name, value in named.items() if name not in values},
            binds={name: convert for name, convert in state.processors.items() if callable(convert)},
        )
        self._conversions[dialect.name] = _conversions(self._statement, dialect)
        self._written[key] = written
        return written


def _fetched(text: str, parameters: Any) -> Sequence[Sequence[Any]]:
    """Straight from the driver where no transaction is open, unless somebody listens to what is sent.

    Errors are SQLAlchemy's in any case.
    """
    engine = db.engine
    if not _is_in_transaction() and not engine.dispatch.before_cursor_execute:
        readers: Readers = current_app.extensions["readers"]
        with suppress(engine.dialect.loaded_dbapi.Error):  # asked once more, by who knows how to tell it
            return readers.fetch(text, parameters)
    return db.session.connection().exec_driver_sql(text, parameters).all()


def _is_in_transaction() -> bool:
    """Whether what was done and is not committed yet must be seen; it is sent first."""
    if not db.session.registry.has():
        return False
    session = db.session()
    if session.info.get("writing"):
        session.flush()
    return session.in_transaction()


def _conversions(statement: Columns, dialect: Dialect) -> list[tuple[int, Convert]]:
    """How the columns that the driver does not give in their Python type get it, by their place."""
    types = (column.type.dialect_impl(dialect) for column in statement.selected_columns)
    converters = ((place, one.result_processor(dialect, None)) for place, one in enumerate(types))
    return [(place, convert) for place, convert in converters if convert is not None]
