"""Bringing a database to the newest migration, and telling whether it is there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event, text

from portal.kernel.database import WRITING, engine_options, prepare
from portal.kernel.refusal import Refusal
from portal.shipped import shipped

RESTORING = "restoring"
"""The revision of a database that is being restored: no portal takes it for its own."""

_SAY = text("UPDATE alembic_version SET version_num = :revision")


def upgrade(database_url: str, revision: str = "head") -> None:
    """Migrate upward, all in one transaction: a migration that fails leaves the schema as it was.

    Raises a Refusal where a restore was cut off.
    """
    with _migrating(database_url) as config:
        if current(config.attributes["connection"]) == RESTORING:
            raise Refusal("A restore was cut off here: run the same `portal restore` again.")
        command.upgrade(config, revision)


def downgrade(database_url: str, revision: str) -> None:
    """Migrate downward, all in one transaction."""
    with _migrating(database_url) as config:
        command.downgrade(config, revision)


def newest() -> str | None:
    """The revision that this portal needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision that this database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether this portal has that migration."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


@contextmanager
def rebuilding(database_url: str, revision: str, refuse: Callable[[Connection], None]) -> Iterator[Connection]:
    """An emptied database at this revision, to be filled, all in one transaction; then it is at the newest.

    `refuse` looks at it as it was, and raises when it must stay so. It does not count as migrated before `finish`:
    until then no portal serves it.
    """
    with _migrating(database_url) as config:
        connection: Connection = config.attributes["connection"]
        refuse(connection)
        if current(connection) == RESTORING:
            finish(connection)
        command.downgrade(config, "base")
        command.upgrade(config, revision)
        yield connection
        command.upgrade(config, "head")
        connection.execute(_SAY, {"revision": RESTORING})


def finish(connection: Connection) -> None:
    """The database that was rebuilt is ready."""
    connection.execute(_SAY, {"revision": newest()})


@contextmanager
def _migrating(database_url: str) -> Iterator[Config]:
    options = engine_options(database_url) | {"poolclass": NullPool}
    options.pop("pool_pre_ping", None)
    engine = create_engine(database_url, **options)
    prepare(engine)
    if engine.dialect.name == "sqlite":
        # Recreating a table would otherwise trip over, or cascade into, the rows that point to it.
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=off"))
    try:
        with engine.connect().execution_options(**WRITING) as connection, connection.begin():
            config = _config()
            config.attributes["connection"] = connection
            yield config
            _refuse_dangling(connection)
    finally:
        engine.dispose()


def _refuse_dangling(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration left rows that point to nothing")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    return config
