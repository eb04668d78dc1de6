"""Every migration, up and down, over real rows; and what one that fails leaves behind: nothing."""

import shutil
from pathlib import Path

import pytest

from portal.kernel import schema
from portal.shipped import shipped
from tests.databases import Databases
from tests.migrations.describing import connected, fill, rows_in, schema_of, table_names

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.filterwarnings("ignore:.*expression-based index"),
]

STEPS = [path.name[:4] for path in sorted((shipped("migrations") / "versions").glob("*.py"))]

WORKS = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9998", "{newest}"


def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO half VALUES (1)")
    op.execute("UPDATE person SET name = 'Autre'")
"""

FAILS = """
from alembic import op

revision, down_revision = "9999", "9998"


def upgrade():
    op.drop_table("half")
    op.execute("DELETE FROM throttle")
    {failure}
"""


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, to be spoiled."""
    folder = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), folder)
    monkeypatch.setattr(schema, "shipped", lambda _name: folder)
    return folder


def test_every_step_goes_up_and_down_over_rows(databases: Databases) -> None:
    address = databases.new(empty=True)
    shapes, rows = {"base": schema_of(address)}, {"base": rows_in(address)}
    for step in STEPS:
        schema.upgrade(address, step)
        fill(address)
        shapes[step], rows[step] = schema_of(address), rows_in(address)
    assert all(rows[STEPS[-1]].values())

    for step, below in zip(reversed(STEPS), ["base", *STEPS][-2::-1], strict=True):
        schema.downgrade(address, below)
        assert schema_of(address) == shapes[below]
        schema.upgrade(address, step)
        assert schema_of(address) == shapes[step]
        schema.downgrade(address, below)
        assert rows_in(address) == rows[below]

    schema.upgrade(address)
    assert schema_of(address) == shapes[STEPS[-1]]
    fill(address)
    assert all(rows_in(address).values())


@pytest.mark.parametrize("step", STEPS)
def test_one_that_fails_on_the_way_leaves_nothing(databases: Databases, migrations: Path, step: str) -> None:
    (path,) = (migrations / "versions").glob(f"{step}_*.py")
    path.write_text(path.read_text().replace("\n\n\ndef downgrade", "\n    raise ZeroDivisionError\n\n\ndef downgrade"))
    address = databases.new(empty=True)
    with pytest.raises(ZeroDivisionError):
        schema.upgrade(address)
    assert table_names(address) == set()


@pytest.mark.parametrize("failure", ["raise ZeroDivisionError", 'op.execute("SELECT nothing FROM nowhere")'])
def test_one_that_fails_leaves_schema_and_rows_as_they_were(
    databases: Databases, migrations: Path, failure: str
) -> None:
    address = databases.new(empty=True)
    schema.upgrade(address)
    fill(address)
    before = schema_of(address), rows_in(address)
    newest = schema.newest()
    (migrations / "versions" / "9998_works.py").write_text(WORKS.format(newest=newest))
    (migrations / "versions" / "9999_fails.py").write_text(FAILS.format(failure=failure))
    with pytest.raises(Exception, match=r"nowhere|^$"):
        schema.upgrade(address)
    assert (schema_of(address), rows_in(address)) == before
    with connected(address) as connection:
        assert schema.current(connection) == newest


def test_one_that_leaves_rows_pointing_to_nothing_is_refused(databases: Databases, migrations: Path) -> None:
    address = databases.new(empty=True)
    schema.upgrade(address)
    fill(address)
    before = rows_in(address)
    (migrations / "versions" / "9998_works.py").write_text(WORKS.format(newest=schema.newest()))
    (migrations / "versions" / "9999_fails.py").write_text(FAILS.format(failure='op.execute("DELETE FROM person")'))
    with pytest.raises(Exception, match=r"point to nothing|foreign key"):
        schema.upgrade(address)
    assert rows_in(address) == before
