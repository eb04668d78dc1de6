"""`portal users`: making people, giving and taking roles, disabling and enabling accounts."""

import sys

import click
from email_validator import EmailNotValidError, validate_email

from portal.accounts import service
from portal.accounts.models import Person
from portal.accounts.queries import FoundPerson, find_people, person_at
from portal.accounts.rules import LONGEST_NAME, SHORTEST_PASSWORD, SiteRole, normal_address
from portal.kernel.commands import in_portal
from portal.kernel.i18n import LANGUAGES
from portal.kernel.transaction import transaction

AT_ONCE = 500


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError as error:
        raise click.BadParameter(str(error)) from error
    return normal_address(value)


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    name = " ".join(value.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise click.BadParameter(f"A name has 1 to {LONGEST_NAME} characters.")
    return name


ADDRESS = click.argument("address", callback=_address)
ROLE = click.Choice([role.value for role in SiteRole])


@click.group()
def users() -> None:
    """Make people, give and take roles, disable and enable accounts."""


@users.command()
@ADDRESS
@click.option("--name", prompt="Name", callback=_name, help="How others call the person.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--role", "roles", type=ROLE, multiple=True, help="A role to give at once. May be repeated.")
@in_portal
def add(address: str, name: str, language: str, roles: tuple[str, ...]) -> None:
    """Make a person with this ADDRESS, which counts as confirmed.

    Asks for a password without showing it; reads one line when the input is not a terminal.
    """
    password_hash = service.hashed_password(_password(), name=name, email=address)
    with transaction():
        person_id = service.create_confirmed(name, address, password_hash, language)
        for role in roles:
            service.give_role(None, person_id, SiteRole(role))
    click.echo(f"{address} can sign in.")


@users.command()
@ADDRESS
@click.argument("role", type=ROLE)
@in_portal
def give(address: str, role: str) -> None:
    """Give the person with this ADDRESS a ROLE on the site."""
    with transaction():
        service.give_role(None, somebody(address).id, SiteRole(role))
    click.echo(f"{address} has the role {role}.")


@users.command()
@ADDRESS
@click.argument("role", type=ROLE)
@in_portal
def take(address: str, role: str) -> None:
    """Take a ROLE from the person with this ADDRESS."""
    with transaction():
        service.take_role(somebody(address).id, SiteRole(role))
    click.echo(f"{address} does not have the role {role}.")


@users.command()
@ADDRESS
@in_portal
def disable(address: str) -> None:
    """Disable the account with this ADDRESS, and end its sessions."""
    with transaction():
        service.set_disabled(somebody(address).id, True)
    click.echo(f"{address} cannot sign in.")


@users.command()
@ADDRESS
@in_portal
def enable(address: str) -> None:
    """Enable the account with this ADDRESS again."""
    with transaction():
        service.set_disabled(somebody(address).id, False)
    click.echo(f"{address} can sign in.")


@users.command("list")
@click.argument("text", default="")
@in_portal
def list_people(text: str) -> None:
    """Everybody, or those with TEXT in their name or address: address, name, roles, what stands in the way."""
    offset = 0
    while people := find_people(text, AT_ONCE, offset):
        for person in people:
            click.echo("\t".join((person.email or "-", person.name, *sorted(person.roles), *_obstacles(person))))
        offset += AT_ONCE


def _obstacles(person: FoundPerson) -> list[str]:
    found = []
    if person.email_confirmed_at is None:
        found.append("(address not confirmed)")
    if person.disabled_at is not None:
        found.append("(disabled)")
    return found


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    question = f"Password, {SHORTEST_PASSWORD} characters or more"
    return str(click.prompt(question, hide_input=True, confirmation_prompt="The same again"))


def somebody(address: str) -> Person:
    """Whose address this is, or a sentence that it is nobody's."""
    person = person_at(address)
    if person is None:
        raise click.ClickException(f"Nobody here has the address {address}.")
    return person
