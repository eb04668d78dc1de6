"""Taking a backup in: into an empty place, all of it or nothing, and nothing that was erased since."""

from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, exists, insert, inspect, select, table

from portal.kernel import ledger, schema
from portal.kernel.backup.reading import Checked, Opened, opened
from portal.kernel.database import db, hold_table
from portal.kernel.ledger import Erasure
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Keyring

AT_ONCE = 500
PEOPLE = "person"


def erasures_for(backup: Checked, path: Path, *, without_ledger: bool) -> list[Erasure]:
    """What was erased, so that it is erased again. Raises a Refusal when the ledger is not the backup's own.

    `without_ledger` does not insist: a ledger that is there is followed all the same.
    """
    if without_ledger:
        return ledger.read(path) if path.exists() else []
    erasures = ledger.read(path)
    if not ledger.continues(path, backup.manifest.ledger):
        raise Refusal(
            f"The erasure ledger at {path} is not the one that this backup knew, or is an older copy of it. "
            "Bring the newest one."
        )
    return erasures


def load(database_url: str, path: Path, keyring: Keyring) -> None:
    """Empty the database, fill it, and migrate it upward, in one transaction.

    Until `finish` it counts as not migrated, so that nothing serves it. Raises a Refusal where there are people, unless
    a restore was cut off there, which begins again; and for a newer portal's backup.
    """
    with opened(path, keyring) as backup:
        if not schema.knows(backup.manifest.revision):
            raise Refusal("This backup was made by a newer portal: install that one first.")
        with schema.rebuilding(database_url, backup.manifest.revision, _refuse_people) as connection:
            _fill(connection, backup)


def finish(erasures: list[Erasure]) -> None:
    """Inside a transaction: erase again what was erased. From then on the portal can be served."""
    ledger.replay(erasures)
    schema.finish(db.session.connection())


def _fill(connection: Connection, backup: Opened) -> None:
    for shape, rows in groupby(backup.rows(), key=lambda found: found[0]):
        statement, waiting = insert(shape.clause()), []
        for _, row in rows:
            waiting.append(shape.from_line(row))
            if len(waiting) == AT_ONCE:
                connection.execute(statement, waiting)
                waiting = []
        if waiting:
            connection.execute(statement, waiting)


def _refuse_people(connection: Connection) -> None:
    if schema.current(connection) == schema.RESTORING or not inspect(connection).has_table(PEOPLE):
        return
    hold_table(connection, PEOPLE)
    if connection.scalar(select(exists().select_from(table(PEOPLE)))):
        raise Refusal("There are people in this database: a backup goes into an empty one. Nothing was changed.")
