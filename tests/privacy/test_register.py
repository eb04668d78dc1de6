"""The register of personal data says all there is, and only that."""

import pytest

from portal.kernel.database import Base
from portal.privacy.rules.register import PERSONAL, REGISTER
from portal.privacy.rules.sentences import after_deletion, retention_of
from portal.privacy.rules.vocabulary import Erasure, Export, Table
from tests.databases import all_models

all_models()

TABLES = Base.metadata.tables
DECLARED = [f"{table.name}.{column.name}" for table in REGISTER for column in table.columns]


def test_every_column_of_every_table_is_declared_once() -> None:
    there = [f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns]
    assert sorted(DECLARED) == sorted(there)


def test_what_tells_of_nobody_points_to_nobody() -> None:
    pointing = [
        table.name
        for table in REGISTER
        if not table.is_personal
        for key in TABLES[table.name].foreign_keys
        if key.column.table.name in ("person", "pair", "pair_person")
    ]
    assert pointing == []


@pytest.mark.parametrize("table", PERSONAL, ids=lambda table: table.name)
def test_what_is_personal_says_whose_it_is(table: Table) -> None:
    named = (*table.whose, *([table.pairs] if table.pairs else []))
    assert named or not list(table.of(Export.ROW, Export.WORDS, Erasure.EMPTIED, Erasure.STAYS))
    assert set(named) <= set(TABLES[table.name].c.keys())
    assert retention_of(table)
    assert str(after_deletion(table))


def test_no_secret_and_no_closed_text_leaves_as_it_lies() -> None:
    leaving = [
        f"{table.name}.{column.name}"
        for table in REGISTER
        for column in table.of(Export.ROW)
        if column.name.endswith(("_cipher", "_sha256", "_hash", "_secret", "_hmac", "salt"))
    ]
    assert leaving == []


def test_every_word_that_is_kept_is_erased() -> None:
    """A closed text whose key is gone would be a page that does not open."""
    staying = [
        f"{table.name}.{column.name}"
        for table in REGISTER
        for column in table.columns
        if column.name.endswith("_cipher") and column.erasure not in (Erasure.GONE, Erasure.EMPTIED, Erasure.LATER)
    ]
    assert staying == []
