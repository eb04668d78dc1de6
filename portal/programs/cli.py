"""`portal programs`: who coordinates which."""

import click

from portal.accounts.cli import ADDRESS, somebody
from portal.kernel.commands import in_portal
from portal.kernel.transaction import transaction
from portal.programs import queries, service
from portal.programs.models import Program

PROGRAM = click.argument("program")


@click.group()
def programs() -> None:
    """Say who coordinates a programme, and handles the reports there."""


@programs.command("list")
@in_portal
def list_programs() -> None:
    """Every programme: its short name, its names, the addresses of those who coordinate it."""
    for program in queries.programs():
        click.echo("\t".join((program.slug, program.name_fr, program.name_en, *queries.coordinators(program.id))))


@programs.command()
@ADDRESS
@PROGRAM
@in_portal
def appoint(address: str, program: str) -> None:
    """Make the person with this ADDRESS a coordinator of the PROGRAM with this short name.

    They handle the reports there, except in the open programme, where administrators do.
    """
    with transaction():
        service.appoint(_known(program).id, somebody(address).id)
    click.echo(f"{address} coordinates {program}.")


@programs.command()
@ADDRESS
@PROGRAM
@in_portal
def dismiss(address: str, program: str) -> None:
    """The person with this ADDRESS coordinates the PROGRAM with this short name no more, nor reads its reports."""
    with transaction():
        service.dismiss(_known(program).id, somebody(address).id)
    click.echo(f"{address} does not coordinate {program}.")


def _known(slug: str) -> Program:
    found = queries.program(slug)
    if found is None:
        raise click.ClickException(f"There is no programme {slug}: `portal programs list` tells which there are.")
    return found
