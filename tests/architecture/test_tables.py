"""The house rules for tables: names that say what a column holds, and words that are closed."""

import re
from datetime import date
from typing import Any

from sqlalchemy import Column, LargeBinary, String, Table, Text
from sqlalchemy.orm import configure_mappers

from portal.kernel.database import ID_LENGTH, Base, UTCDateTime
from tests.databases import all_models

all_models()

TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
COLUMNS = [column for table in TABLES for column in table.columns]

# Bottom first; what stands side by side leaves the other alone.
FLOORS = [
    {"kernel"},
    {"accounts"},
    {"availability", "curriculum", "programs"},
    {"pairs"},
    {"journal"},
    {"progress", "assessment"},
    {"safety", "matching", "meetings"},
    {"studio"},
    {"remarks"},
    {"notices"},
]

# Moments with a name of their own.
MOMENTS = {"person.seen_until", "throttle.window_start", "outbox.not_before"}

LESSONS = {"curriculum", "studio"}
"""What is written there is meant for everybody."""

LONGEST_NAME = 300
"""Characters of a name, an address, a slug; whoever writes more writes to somebody."""


def slice_of(table: Table) -> str:
    (mapper,) = [mapper for mapper in Base.registry.mappers if mapper.local_table is table]
    return mapper.class_.__module__.split(".")[1]


def floor_of(table: Table) -> int:
    return next(number for number, slices in enumerate(FLOORS) if slice_of(table) in slices)


def is_id(column: Column[Any]) -> bool:
    return isinstance(column.type, String) and column.type.length == ID_LENGTH


def is_long(column: Column[Any]) -> bool:
    if not isinstance(column.type, String):
        return False
    return isinstance(column.type, Text) or (column.type.length or LONGEST_NAME) >= LONGEST_NAME


def test_a_moment_is_named_at_and_a_day_on() -> None:
    moments = {str(column) for column in COLUMNS if isinstance(column.type, UTCDateTime)} - MOMENTS
    assert moments == {str(column) for column in COLUMNS if column.name.endswith("_at")}
    days = {str(column) for column in COLUMNS if column.type.python_type is date}
    assert days == {str(column) for column in COLUMNS if column.name.endswith("_on")}


def test_bytes_are_named_cipher() -> None:
    closed = {str(column) for column in COLUMNS if isinstance(column.type, LargeBinary)} - {
        "picture.content",
        "module_import.archive",
    }
    assert closed == {str(column) for column in COLUMNS if column.name.endswith("_cipher")}


def test_ids_are_unguessable_texts() -> None:
    named = [column for column in COLUMNS if column.name == "id" or column.name.endswith("_id")]
    assert [str(column) for column in named if not is_id(column)] == []


def test_no_column_holds_an_age() -> None:
    age = re.compile(r"(^|_)(age|birth|born|birthday|dob)(_|$)")
    assert [str(column) for column in COLUMNS if age.search(column.name)] == []


def test_what_people_write_to_each_other_is_closed() -> None:
    """A text without end, or a long one, is somebody's words; lessons are everybody's, or will be."""
    open_words = [str(column) for column in COLUMNS if is_long(column) and slice_of(column.table) not in LESSONS]
    assert open_words == []


def test_every_constraint_has_a_name() -> None:
    made = [one for table in TABLES for one in (*table.constraints, *table.indexes)]
    assert [one for one in made if not one.name] == []


def test_a_foreign_key_points_down_or_stays_in_its_slice() -> None:
    upward = [
        f"{table.name} -> {key.target_fullname}"
        for table in TABLES
        for key in table.foreign_keys
        if floor_of(key.column.table) >= floor_of(table) and slice_of(key.column.table) != slice_of(table)
    ]
    assert upward == []


def test_a_table_is_named_for_one_of_its_rows() -> None:
    assert [table.name for table in TABLES if table.name.endswith("s")] == []


def test_nothing_is_loaded_that_no_query_names() -> None:
    configure_mappers()
    related = [relation for mapper in Base.registry.mappers for relation in mapper.relationships]
    assert [str(relation) for relation in related if relation.lazy != "raise"] == []
