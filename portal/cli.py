"""The `portal` command: making, filling and running a portal. It speaks English; its errors are sentences."""

from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import SQLAlchemyError

from portal import serving
from portal.accounts.cli import users
from portal.admin.service import health
from portal.app import create_app
from portal.curriculum.cli import lessons, take_in
from portal.demo import fill
from portal.kernel import backup as backups
from portal.kernel import ledger, schema, secrecy, static
from portal.kernel.commands import in_portal
from portal.kernel.i18n import speaking
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.operations.cli import backup, keys, told
from portal.privacy.cli import delete_user
from portal.programs.cli import programs
from portal.programs.service import ensure_open_program
from portal.settings import Settings
from portal.shipped import shipped


class Commands(click.Group):
    """Commands that stop with a sentence, whatever stands in their way."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Refusal as refusal:
            raise click.ClickException(str(refusal.sentence)) from refusal
        except OSError as error:
            place = f": {error.filename}" if error.filename else ""
            raise click.ClickException(f"{error.strerror or error}{place}.") from error
        except SQLAlchemyError as error:
            raise click.ClickException(
                f"The database refused ({type(error).__name__}): look at PORTAL_DATABASE_URL."
            ) from error


@click.group(cls=Commands)
@click.version_option(package_name="vice-versa", prog_name="portal")
@click.pass_context
def portal(context: click.Context) -> None:
    """Vice Versa, a learning portal for reverse mentoring. Settings come from the environment: docs/operating.md."""
    context.obj = ScriptInfo(create_app=ready_portal, set_debug_flag=False)


portal.add_command(backup)
portal.add_command(keys)
portal.add_command(lessons)
portal.add_command(programs)
portal.add_command(users)
users.add_command(delete_user)


@portal.command()
def init() -> None:
    """Make the keys and compressed styles that are missing, create or upgrade the database, take in the lessons.

    Safe to repeat. It makes no people.
    """
    settings = read_settings()
    settings.make_secret_key()
    static.compress(settings.data)
    schema.upgrade(settings.database_url)
    with _put_together(settings).app_context(), speaking("en"):
        _make_master_key(settings)
        ledger.begin(settings.ledger_path())
        with transaction():
            ensure_open_program()
        raise SystemExit(take_in(shipped("lessons")))


@portal.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--without-ledger", is_flag=True, help="Do not insist on the erasure ledger that belongs to this backup.")
def restore(file: Path, without_ledger: bool) -> None:
    """Take in the backup FILE, into an empty place, and erase again what was erased since it was made.

    The master key and the erasure ledger are put back first. Nothing changes unless the whole file is sound.
    """
    settings = read_settings()
    settings.make_secret_key()
    with _put_together(settings).app_context(), speaking("en"):
        keyring = secrecy.keyring()
        found = backups.check(file, keyring)
        erasures = backups.erasures_for(found, settings.ledger_path(), without_ledger=without_ledger)
        backups.load(settings.database_url, file, keyring)
        with transaction():
            backups.finish(erasures)
    if found.lost:
        click.echo(f"{found.lost} keys need another line than {keyring.path} has: what they closed waits for it.")
    click.echo(f"Restored {told(found)}. {len(erasures)} erasures were followed. Start the portal.")


@portal.command()
@in_portal
def demo() -> None:
    """Fill in the demo programme, and tell who can sign in. Safe to repeat; refuses a database with real people.

    Their password is known to everybody: it needs PORTAL_DEMO=true.
    """
    if not current_app.config["SETTINGS"].demo:
        raise click.ClickException("This makes accounts with a password that everybody knows: set PORTAL_DEMO=true.")
    made = fill(current_app)
    click.echo(f"The demo’s people sign in with the password {made.password}")
    for someone in made.people:
        click.echo(f"  {someone.email:<24}{someone.name}: {someone.part}")


@portal.command()
@click.pass_obj
def serve(script: ScriptInfo) -> None:
    """Serve the portal, and run the jobs unless PORTAL_WORKER=false."""
    serving.start_log()
    settings: Settings = script.load_app().config["SETTINGS"]
    if not serving.is_free(settings.host, settings.port):
        raise click.ClickException(f"Something listens on {settings.host}:{settings.port}: choose another PORTAL_PORT.")
    click.echo(f"Vice Versa is at {settings.base_url} (Ctrl+C stops it).")
    if settings.demo:
        click.echo(f"Its mail goes nowhere: read it at {settings.base_url}/mail")
    serving.serve(settings)


@portal.command()
@click.pass_obj
def worker(script: ScriptInfo) -> None:
    """Run the jobs apart from the server: mail, and whatever else waits in the outbox."""
    serving.start_log()
    app = script.load_app()
    click.echo("The jobs are running (Ctrl+C stops them).")
    serving.work(app)


def read_settings() -> Settings:
    """The settings of the environment, or a sentence for each that makes no sense. It never repeats a value."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            f"PORTAL_{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}." for e in error.errors()
        ]
        raise click.ClickException("\n".join(faults)) from error
    except SettingsError as error:
        raise click.ClickException(f'{error}: write it as JSON, such as ["10.0.0.4"].') from error


def ready_portal() -> Flask:
    """The portal on a database that is as new as the code, or a sentence that says what is missing."""
    app = _put_together(read_settings())
    with app.app_context():
        found = health()
    if not found.database:
        raise click.ClickException("The database does not answer: look at PORTAL_DATABASE_URL.")
    if not found.migrations:
        raise click.ClickException("The database is not at the newest migration: run `portal init`.")
    return app


def _put_together(settings: Settings) -> Flask:
    """The portal, or a sentence that says which key it cannot read."""
    try:
        return create_app(settings)
    except RuntimeError as error:
        raise click.ClickException(f"{error}.") from error
    except ValueError as error:
        raise click.ClickException(f"A key file holds something other than hexadecimal digits ({error}).") from error


def _make_master_key(settings: Settings) -> None:
    """A new one opens nothing of what the lost one closed: it would only hide the loss."""
    if secrecy.in_use() and not settings.master_key_path().exists():
        raise click.ClickException(
            f"The database holds texts whose master key is missing at {settings.master_key_path()}: put it back there."
        )
    settings.make_master_key()


def main() -> None:
    portal(prog_name="portal")
