"""The portal as anybody would run it: its own processes, its own folder, a port of its own."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.client import HTTPConnection
from pathlib import Path
from typing import TypeVar

import pytest

from portal.settings import Settings

COMMAND = Path(sys.executable).with_name("portal")
HOST = "127.0.0.1"
PATIENCE = 90.0
"""Seconds that a busy machine gets before a server, a letter or an end is given up."""

LINK = re.compile(r"https?://\S+")
WAITING_LETTERS = "SELECT count(*) FROM outbox WHERE done_at IS NULL"

T = TypeVar("T")
Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class RunningPortal:
    address: str
    settings: Settings

    def link_mailed_to(self, email: str) -> str:
        """The address in the newest letter to somebody, once it is there."""
        return until(lambda: self._newest_link(email), f"a letter to {email}")

    def letters(self) -> list[EmailMessage]:
        """All mail that was kept, oldest first."""
        files = sorted(self.settings.mail_folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def rows(self) -> Rows:
        """Every row of every table, once nothing waits to be sent."""
        with closing(self._reading()) as reader:
            until(lambda: reader.execute(WAITING_LETTERS).fetchone() == (0,), "the outbox to be empty")
            tables = reader.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            return {name: reader.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}  # noqa: S608

    def holds(self, words: str) -> bool:
        """Whether these words lie anywhere in the folder: database, journals, mail, log."""
        files = (file for file in self.settings.data.rglob("*") if file.is_file())
        return any(words.encode() in file.read_bytes() for file in files)

    def complaints(self) -> list[str]:
        """What the server logged as wrong."""
        lines = (self.settings.data / "log").read_text().splitlines()
        return [line for line in lines if " ERROR " in line or line.startswith("Traceback")]

    def _newest_link(self, email: str) -> str | None:
        for letter in reversed(self.letters()):
            body = letter.get_body(("plain",))
            if letter["To"] == email and body is not None and (found := LINK.search(body.get_content())):
                return found.group()
        return None

    def _reading(self) -> sqlite3.Connection:
        path = self.settings.data / "portal.sqlite3"
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)


def until(found: Callable[[], T | None], what: str) -> T:
    """What `found` gives once it gives something; looked for again and again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE:.0f} s in vain for {what}", pytrace=False)


@contextmanager
def running_portal(data: Path) -> Iterator[RunningPortal]:
    """Migrated, with its lessons and the demo's people, served with its worker until the end of the block."""
    port = _free_port()
    portal = RunningPortal(f"http://{HOST}:{port}", Settings(data=data, base_url=f"http://{HOST}:{port}", demo=True))
    environment = _environment(portal, port)
    for command in ("init", "demo"):
        subprocess.run([COMMAND, command], env=environment, check=True, capture_output=True)
    with (data / "log").open("w") as log:
        server = subprocess.Popen([COMMAND, "serve"], env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            until(lambda: _answers(server, port), "the server")
            yield portal
        finally:
            _stop(server)


def _environment(portal: RunningPortal, port: int) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return inherited | {
        "PORTAL_DATA": str(portal.settings.data),
        "PORTAL_BASE_URL": portal.address,
        "PORTAL_PORT": str(port),
        "PORTAL_DEMO": "true",
        "PORTAL_PROCESSES": "1",
        "PORTAL_ARGON2_MEMORY": "8",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    if server.poll() is not None:
        pytest.fail(f"the server ended by itself with status {server.returncode}", pytrace=False)
    with closing(HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def chromium() -> str | None:
    """The browser of this machine, or None for Playwright's own."""
    return shutil.which("chromium")
