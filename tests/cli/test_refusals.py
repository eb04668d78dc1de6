"""Whatever stands in the way of a command is told in a sentence, never in a trace, and repeats no secret."""

import socket
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import Command, run

NEEDS_A_PORTAL = [
    ("serve",),
    ("worker",),
    ("demo",),
    ("users", "list"),
    ("lessons", "sync"),
    ("backup", "x"),
    ("keys", "rotate"),
]


def sentence(result: Result) -> str:
    """What a command that could not do its work says."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stderr.startswith("Error: ")
    return result.stderr


@pytest.mark.parametrize("words", NEEDS_A_PORTAL)
def test_before_init_every_command_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "run `portal init`" in sentence(run(tmp_path / "data", *words))


@pytest.mark.parametrize("words", NEEDS_A_PORTAL)
def test_an_old_database_is_not_used(data: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    empty = f"sqlite:///{tmp_path}/empty.sqlite3"
    said = sentence(run(data, *words, database_url=empty))
    assert said == "Error: The database is not at the newest migration: run `portal init`.\n"


def test_a_database_out_of_reach(command: Command) -> None:
    nowhere = "postgresql+psycopg://portal:hidden@127.0.0.1:1/portal"
    assert "The database does not answer" in sentence(command("users", "list", database_url=nowhere))
    said = sentence(command("init", database_url=nowhere))
    assert "PORTAL_DATABASE_URL" in said
    assert "hidden" not in said


def test_an_address_that_is_none(command: Command) -> None:
    assert "PORTAL_DATABASE_URL" in sentence(command("init", database_url="hidden"))


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"base_url": "ftp://user:hidden@example.org"}, "PORTAL_BASE_URL: the base URL is a scheme and a host"),
        ({"processes": "hidden"}, "PORTAL_PROCESSES: Input should be a valid integer"),
        ({"trusted_proxies": "-1"}, "PORTAL_TRUSTED_PROXIES: "),
        ({"trusted_hosts": "hidden"}, 'field "trusted_hosts"'),
        ({"smtp_url": "smtp+tls://us:hidden@mail.example.org:587"}, "PORTAL_SMTP_URL: the mail server is smtp://host"),
        ({"smtp_url": "smtps://us:hidden@"}, "PORTAL_SMTP_URL: the mail server is"),
        ({"smtp_url": "smtps://us:hidden@mail.example.org:0"}, "PORTAL_SMTP_URL: a port is"),
        ({"smtp_url": "smtps://us:hidden@mail.example.org:port"}, "PORTAL_SMTP_URL: Port could not be cast"),
        ({"smtp_url": "smtp://us:hidden@mail.example.org"}, "PORTAL_SMTP_URL: a password travels by smtp+starttls://"),
        ({"mail_from": "hidden"}, "PORTAL_MAIL_FROM: the sender of mail is one address"),
        ({"mail_from": "a@example.org, hidden@example.org"}, "PORTAL_MAIL_FROM: the sender of mail is one address"),
        ({"mail_from": "hidden\nBcc: b@example.org"}, "PORTAL_MAIL_FROM: "),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(command: Command, settings: dict[str, str], named: str) -> None:
    said = sentence(command("init", **settings))
    assert named in said
    assert "hidden" not in said


def test_all_wrong_settings_are_named_at_once(command: Command) -> None:
    said = sentence(command("init", base_url="nowhere", threads="0"))
    assert "PORTAL_BASE_URL" in said
    assert "PORTAL_THREADS" in said


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in sentence(run(tmp_path / "file" / "data", "init"))


@pytest.mark.parametrize("words", [("users", "list"), ("init",)])
@pytest.mark.parametrize(
    ("key", "told"), [("secret.key", "A key file holds something other"), ("master.key", "a master key is 32 bytes")]
)
def test_a_broken_key(data: Path, command: Command, words: tuple[str, ...], key: str, told: str) -> None:
    (data / key).write_text("hidden\n")
    said = sentence(command(*words))
    assert told in said
    assert "hidden" not in said


def test_a_taken_port(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"Something listens on 127.0.0.1:{port}" in sentence(command("serve", port=port))
