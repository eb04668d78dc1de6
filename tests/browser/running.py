"""The portal as anybody would run it, the demo's people in it, and what can be seen of it from outside."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from portal.kernel.database import sqlite_module
from portal.operations.rules import LINK
from portal.settings import Settings
from tests.processes import PORTAL, Process, Visitor, alive, environment, free_port, until
from tests.sharing import one_at_a_time

WAITING_LETTERS = (
    "SELECT count(*) FROM outbox WHERE done_at IS NULL AND not_before <= strftime('%Y-%m-%d %H:%M:%f', 'now')"
)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"

Rows = dict[str, list[tuple[object, ...]]]


@dataclass
class RunningPortal:
    address: str
    settings: Settings
    process: Process
    earlier: list[Process] = field(default_factory=list)
    """The servers that were stopped."""

    def link_mailed_to(self, email: str) -> str:
        """The address in the newest letter to somebody, once it is there."""
        return until(lambda: self._newest_link(email))

    def rows(self) -> Rows:
        """Every row of every table, once nothing waits to be sent."""
        path = self.settings.data / "portal.sqlite3"
        with closing(sqlite_module().connect(path, isolation_level=None)) as reader:
            until(lambda: reader.execute(WAITING_LETTERS).fetchone() == (0,))
            tables = [name for (name,) in reader.execute(TABLES)]
            return {name: reader.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608 (names of our own)

    def holds(self, words: str) -> bool:
        """Whether these words lie anywhere on the disk: database, jobs, mail, log.

        Another process looks: closing the database's file in this one would let go of the locks of its connections.
        """
        asked = ["grep", "-r", "-q", "-a", "-F", "-e", words]
        found = subprocess.run([*asked, self.settings.data.parent], check=False).returncode
        assert found in (0, 1), "nobody could look"
        return found == 0

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody answers within the block. After it, another server does: same place, data and keys."""
        self.process.end()
        try:
            yield
        finally:
            self.earlier.append(self.process)
            self.process = _served(self.settings, len(self.earlier))

    def complaints(self) -> list[str]:
        """What the servers logged as wrong."""
        lines = [line for process in (*self.earlier, self.process) for line in process.output.splitlines()]
        return [line for line in lines if " ERROR " in line or line.startswith("Traceback")]

    def _newest_link(self, email: str) -> str:
        for path in sorted(self.settings.mail_folder.glob("*.eml"), reverse=True):
            letter = message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default)
            body = letter.get_body(("plain",))
            if letter["To"] == email and body is not None and (found := LINK.search(body.get_content())):
                return found.group()
        return ""


def furnished(folder: Path) -> Path:
    """The data of a portal that is migrated, with its lessons and the demo's people: made by who comes first."""
    data = folder / "furnished"
    with one_at_a_time(folder / "furnished.lock"):
        if not data.exists():
            unfinished = Settings(data=folder / "unfinished", base_url="http://127.0.0.1:80", demo=True)
            for command in ("init", "demo"):
                subprocess.run([PORTAL, command], env=_environment(unfinished), check=True, capture_output=True)
            unfinished.data.rename(data)
    return data


@contextmanager
def running_portal(data: Path, folder: Path) -> Iterator[RunningPortal]:
    """A portal on a copy of this data, served with its worker until the end of the block."""
    address = f"http://127.0.0.1:{free_port()}"
    settings = Settings(data=folder / "data", base_url=address, demo=True)
    shutil.copytree(data, settings.data)
    portal = RunningPortal(address, settings, _served(settings))
    try:
        yield portal
    finally:
        portal.process.end()


def _served(settings: Settings, number: int = 0) -> Process:
    """A server, once it answers. Each has a log of its own."""
    process = Process("serve", _environment(settings), settings.data.parent / f"log-{number}", PORTAL)
    until(lambda: Visitor(settings.base_url).status("/readyz") == 200 or not alive(process.pid))
    return process


def _environment(settings: Settings) -> dict[str, str]:
    return environment(settings.data, int(settings.base_url.rpartition(":")[2]), demo="true")
