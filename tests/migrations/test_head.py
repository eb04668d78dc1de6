"""The migrations lead, one after the other, to exactly the tables of the models."""

import ast
import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.kernel import schema
from portal.kernel.database import Base
from portal.shipped import shipped
from tests.databases import Databases
from tests.migrations.describing import connected, schema_of, table_names

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")

VERSIONS = sorted((shipped("migrations") / "versions").glob("*.py"))
NAME = re.compile(r"(\d{4})_[a-z_]+\.py")


@pytest.mark.both_databases
def test_the_newest_migration_is_the_models(databases: Databases) -> None:
    migrated, made = databases.new(empty=True), databases.new()
    schema.upgrade(migrated)
    assert schema_of(migrated) == schema_of(made)
    with connected(migrated) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.both_databases
def test_migrating_again_changes_nothing(databases: Databases) -> None:
    address = databases.new(empty=True)
    schema.upgrade(address)
    before = schema_of(address)
    schema.upgrade(address)
    assert schema_of(address) == before


@pytest.mark.both_databases
def test_a_database_says_where_it_is(databases: Databases) -> None:
    address = databases.new(empty=True)
    with connected(address) as connection:
        assert schema.current(connection) is None
    schema.upgrade(address, "0001")
    with connected(address) as connection:
        assert schema.current(connection) == "0001"
    schema.upgrade(address)
    with connected(address) as connection:
        assert schema.current(connection) == schema.newest()


def test_there_is_one_way_from_nothing_to_the_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    scripts = ScriptDirectory.from_config(config)
    way = [script.revision for script in scripts.walk_revisions()][::-1]
    assert scripts.get_heads() == [schema.newest()] == way[-1:]
    assert way == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_has_its_number_in_its_name(path: Path) -> None:
    named = NAME.fullmatch(path.name)
    assert named
    assert f'\nrevision = "{named[1]}"\n' in path.read_text()


@pytest.mark.parametrize("path", [*VERSIONS, shipped("migrations") / "env.py"], ids=lambda path: path.stem)
def test_a_migration_imports_nothing_from_the_portal(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    assert {name.partition(".")[0] for name in imported} <= {"alembic", "sqlalchemy"}


@pytest.mark.both_databases
def test_down_to_nothing_leaves_nothing(databases: Databases) -> None:
    address = databases.new(empty=True)
    schema.upgrade(address)
    schema.downgrade(address, "base")
    assert table_names(address) == {"alembic_version"}
