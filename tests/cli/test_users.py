"""`portal users`: people with a confirmed address, their roles, and closing their account."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.accounts import passwords
from portal.accounts.queries import credentials_at
from portal.accounts.rules import NewPerson
from portal.accounts.service.newcomers import sign_up
from portal.app import create_app
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.cli.conftest import Command
from tests.processes import PORTAL, environment

PASSWORD = "une phrase assez longue"
ANA = "ana@example.org"


@contextmanager
def inside(data: Path) -> Iterator[None]:
    with create_app(Settings(data=data, argon2_memory=8)).app_context():
        yield
        db.engine.dispose()


def add(command: Command, address: str = ANA, *words: str, name: str = "Ibrahim", password: str = PASSWORD) -> None:
    result = command("users", "add", address, "--name", name, *words, typed=f"{password}\n")
    assert result.exit_code == 0, result.output


def listed(command: Command, *words: str) -> list[str]:
    return command("users", "list", *words).output.splitlines()


def test_a_person_made_here_can_sign_in_at_once(data: Path, command: Command) -> None:
    add(command, "Ana@Example.ORG")
    with inside(data):
        found = credentials_at(ANA)
        assert found is not None
        assert found.is_confirmed
        assert passwords.verify(found.password_hash, PASSWORD)


def test_roles_are_given_with_the_account(command: Command) -> None:
    add(command, ANA, "--role", "instructor", "--role", "administrator")
    assert listed(command) == [f"{ANA}\tIbrahim\tadministrator\tinstructor"]


def test_the_password_is_kept_to_the_rules(command: Command) -> None:
    result = command("users", "add", ANA, "--name", "Ibrahim", typed="short\n")
    assert result.exit_code == 1
    assert "12 characters or more" in result.stderr
    assert listed(command) == []


def test_an_address_has_one_account(command: Command) -> None:
    add(command)
    result = command("users", "add", "ANA@example.org", "--name", "Ana", typed=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert result.stderr == "Error: There is an account with this address already. Sign in with it.\n"


@pytest.mark.parametrize("words", [("nowhere", "--name", "Ana"), (ANA, "--name", " "), (ANA, "--name", "a" * 81)])
def test_what_is_no_address_or_no_name(command: Command, words: tuple[str, ...]) -> None:
    result = command("users", "add", *words, typed=f"{PASSWORD}\n")
    assert result.exit_code == 2
    assert listed(command) == []


def test_a_terminal_is_asked_twice_and_shows_nothing(data: Path) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [PORTAL, "users", "add", ANA, "--name", "Ibrahim"],
        env=environment(data),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        shown = read_until(ours, "more: ")
        os.write(ours, f"{PASSWORD}\n".encode())
        shown += read_until(ours, "again: ")
        os.write(ours, f"{PASSWORD}\n".encode())
        shown += read_until(ours, "can sign in.")
    os.close(ours)
    assert process.returncode == 0
    assert PASSWORD not in shown
    with inside(data):
        assert credentials_at(ANA) is not None


def read_until(terminal: int, words: str) -> str:
    shown = ""
    while words not in shown:
        shown += os.read(terminal, 1024).decode()
    return shown


def test_roles_are_given_and_taken(command: Command) -> None:
    add(command)
    assert command("users", "give", ANA, "instructor").exit_code == 0
    assert command("users", "give", ANA, "instructor").exit_code == 0
    assert listed(command) == [f"{ANA}\tIbrahim\tinstructor"]
    assert command("users", "take", ANA, "instructor").exit_code == 0
    assert listed(command) == [f"{ANA}\tIbrahim"]


def test_the_last_administrator_stays(command: Command) -> None:
    add(command, ANA, "--role", "administrator")
    for words in (("take", ANA, "administrator"), ("disable", ANA)):
        result = command("users", *words)
        assert result.exit_code == 1
        assert result.stderr == "Error: This is the last administrator. Give the role to somebody else first.\n"


def test_accounts_are_closed_and_opened_again(data: Path, command: Command) -> None:
    add(command)
    assert command("users", "disable", ANA).exit_code == 0
    assert listed(command) == [f"{ANA}\tIbrahim\t(disabled)"]
    with inside(data):
        found = credentials_at(ANA)
        assert found is not None
        assert found.is_disabled
    assert command("users", "enable", ANA).exit_code == 0
    assert listed(command) == [f"{ANA}\tIbrahim"]


def test_an_address_that_was_never_confirmed(data: Path, command: Command) -> None:
    with inside(data), transaction():
        sign_up(NewPerson("Ibrahim", ANA, "fr"), "hash")
    assert listed(command) == [f"{ANA}\tIbrahim\t(address not confirmed)"]


@pytest.mark.parametrize(
    "words",
    [("give", "x@example.org", "instructor"), ("take", "x@example.org", "instructor"), ("enable", "x@example.org")],
)
def test_nobody_has_this_address(command: Command, words: tuple[str, ...]) -> None:
    result = command("users", *words)
    assert result.exit_code == 1
    assert result.stderr == "Error: Nobody here has the address x@example.org.\n"


def test_people_are_found_by_name_or_address(command: Command) -> None:
    add(command)
    add(command, "maite@example.org", name="Maïté", password="une autre phrase assez longue")
    assert listed(command) == [f"{ANA}\tIbrahim", "maite@example.org\tMaïté"]
    assert listed(command, "ïté") == ["maite@example.org\tMaïté"]
    assert listed(command, "ana@") == [f"{ANA}\tIbrahim"]


def test_an_account_is_deleted_once_it_is_confirmed(data: Path, command: Command) -> None:
    add(command)
    refused = command("users", "delete", ANA, typed="n\n")
    assert refused.exit_code == 1
    assert len(listed(command)) == 1
    deleted = command("users", "delete", ANA, typed="y\n")
    assert deleted.exit_code == 0, deleted.output
    assert listed(command) == []
    assert command("users", "delete", ANA, "--yes").exit_code == 1
    assert '"kind":"account"' in (data / "erasures.jsonl").read_text()


def test_the_last_administrator_is_not_deleted(command: Command) -> None:
    add(command, ANA, "--role", "administrator")
    result = command("users", "delete", ANA, "--yes")
    assert result.exit_code == 1
    assert "last administrator" in result.stderr
    assert len(listed(command)) == 1
