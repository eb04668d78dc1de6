"""`portal demo`: people to try the portal with, and never among real ones."""

from pathlib import Path

from portal.accounts.queries import find_people
from portal.app import create_app
from portal.demo.people import EVERYBODY, PASSWORD
from portal.kernel.database import db
from portal.settings import Settings
from tests.cli.conftest import Command


def people(data: Path) -> set[str]:
    with create_app(Settings(data=data)).app_context():
        found = {person.email or "" for person in find_people("", 100)}
        db.engine.dispose()
    return found


def test_it_tells_who_can_sign_in_and_how(data: Path, command: Command) -> None:
    result = command("demo", demo="true")
    assert result.exit_code == 0, result.output
    assert PASSWORD in result.output
    assert all(f"{one.email} " in result.output and one.name in result.output for one in EVERYBODY)
    assert {one.email for one in EVERYBODY} <= people(data)


def test_it_may_be_repeated(data: Path, command: Command) -> None:
    first = command("demo", demo="true")
    made = people(data)
    second = command("demo", demo="true")
    assert (second.exit_code, second.output) == (0, first.output)
    assert people(data) == made


def test_it_refuses_real_people(data: Path, command: Command) -> None:
    command("users", "add", "ana@example.org", "--name", "Ibrahim", typed="une phrase assez longue\n")
    result = command("demo", demo="true")
    assert result.exit_code == 1
    assert "There are people in this database" in result.stderr
    assert people(data) == {"ana@example.org"}


def test_it_makes_nobody_in_a_portal_that_is_no_demo(data: Path, command: Command) -> None:
    result = command("demo")
    assert result.exit_code == 1
    assert "set PORTAL_DEMO=true" in result.stderr
    assert people(data) == set()
