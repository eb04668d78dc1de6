"""`portal backup` and `portal keys`: a copy of everything, and a new master key, while the portal runs."""

from pathlib import Path

import click
from flask import current_app

from portal.kernel import backup as backups
from portal.kernel import secrecy
from portal.kernel.backup import Checked
from portal.kernel.commands import in_portal

FILE = click.Path(path_type=Path, dir_okay=False)
NOT_ALL = 1


@click.command()
@click.argument("file", type=FILE)
@in_portal
def backup(file: Path) -> None:
    """Write everything the database holds to FILE, encrypted under the master key, while the portal runs.

    FILE has its name only once it was read back and found whole. Backups in the same folder that are older than
    PORTAL_BACKUP_DAYS are deleted.
    """
    made = backups.write(file)
    click.echo(f"{file} holds {told(made)}.")
    for old in backups.delete_old(file.parent, current_app.config["SETTINGS"].backup_days):
        click.echo(f"{old} was older than it may be, and is deleted.")


@click.group()
def keys() -> None:
    """The master key: a new one, while the portal runs."""


@keys.command()
@click.option("--drop-old", is_flag=True, help="Make no new key: take out of the file the ones that nothing needs now.")
@in_portal
def rotate(drop_old: bool) -> None:
    """Add a new master key, and lock every author's key with it. The portal may run, and notices by itself.

    The keys before it stay in the file until `--drop-old`.
    """
    newest = secrecy.keyring().version if drop_old else secrecy.add_key()
    found = secrecy.rewrap()
    click.echo(f"Line {newest} of the master key file locks what is new; {found.done} keys were locked anew.")
    if found.stuck:
        click.echo(f"{found.stuck} keys do not open, and stay as they were: the log names them.", err=True)
        raise SystemExit(NOT_ALL)
    if drop_old:
        click.echo(f"{secrecy.drop_old()} older lines are gone. Backups made before need a copy of the file as it was.")


def told(checked: Checked) -> str:
    """How much a backup holds."""
    people, rows = checked.rows["person"], checked.rows.total()
    return f"{people} people and {rows} rows in all, as of {checked.head.made_at:%Y-%m-%d %H:%M} UTC"
