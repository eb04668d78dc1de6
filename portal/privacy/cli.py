"""`portal users delete`: for whoever runs the portal, at a person's own request."""

import click

from portal.accounts.cli import ADDRESS, somebody
from portal.kernel.commands import in_portal
from portal.kernel.transaction import transaction
from portal.privacy.service import delete_account


@click.command("delete")
@ADDRESS
@click.option("--yes", is_flag=True, help="Do not ask again.")
@in_portal
def delete_user(address: str, yes: bool) -> None:
    """Delete the account with this ADDRESS for good, as its owner would: their words and their keys go with it."""
    person = somebody(address)
    if not yes:
        click.confirm(f"Everything that {address} wrote is erased, for good. Go on?", abort=True)
    with transaction():
        delete_account(person.id)
    click.echo(f"The account of {address} is deleted.")
