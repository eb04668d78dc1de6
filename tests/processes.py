"""The portal as real processes: started as a person starts it, asked over HTTP, stopped by a signal."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from tests.builders import TOKEN

T = TypeVar("T")

PORTAL = Path(sys.executable).with_name("portal")

LONG = 60.0
"""Seconds. Many times what anything here takes, on a machine that does much else."""


def environment(data: Path, port: int = 5000, **settings: str) -> dict[str, str]:
    """The environment of a portal of its own; `worker="false"` becomes PORTAL_WORKER, and so on."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    usual = {
        "data": str(data),
        "port": str(port),
        "base_url": f"http://127.0.0.1:{port}",
        "processes": "1",
        "argon2_memory": "8",
    }
    return inherited | {f"PORTAL_{name.upper()}": value for name, value in (usual | settings).items()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(answer: Callable[[], T]) -> T:
    """The first answer that is true of anything, asked again and again."""
    end = time.monotonic() + LONG
    while not (found := answer()):
        if time.monotonic() > end:
            raise AssertionError(f"{answer} stayed {found!r}")
        time.sleep(0.05)
    return found


class Process:
    """A running `portal` command, and what it has printed."""

    def __init__(self, command: str, env: dict[str, str], output: Path, program: Path) -> None:
        self._output = output
        with output.open("wb") as file:
            self._process = subprocess.Popen(
                [program, command],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                cwd=output.parent,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def output(self) -> str:
        return self._output.read_text()

    def children(self) -> set[int]:
        """The processes that this one started and that still run, multiprocessing's own tracker left out."""
        return {pid for pid in children_of(self.pid) if "resource_tracker" not in _command_of(pid)}

    def tell(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def ends_with(self, number: signal.Signals) -> int:
        """The exit code after this signal."""
        self.tell(number)
        return self._process.wait(LONG)

    def ends_with_terminal(self, number: signal.Signals) -> int:
        """The exit code after what a terminal does on Ctrl+C, or when it closes: the whole group gets the signal."""
        os.killpg(self.pid, number)
        return self._process.wait(LONG)

    def wait(self) -> int:
        return self._process.wait(LONG)

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(LONG)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


@contextmanager
def running(command: str, env: dict[str, str], output: Path, program: Path = PORTAL) -> Iterator[Process]:
    process = Process(command, env, output, program)
    try:
        yield process
    finally:
        process.end()


@contextmanager
def serving(data: Path, output: Path, **settings: str) -> Iterator[tuple[Process, "Visitor"]]:
    """`portal serve` on a free port, once it answers, and somebody who visits it."""
    port = free_port()
    with running("serve", environment(data, port, **settings), output) as process:
        visitor = Visitor(f"http://127.0.0.1:{port}")
        until(lambda: visitor.status("/healthz") == 200 or not alive(process.pid))
        yield process, visitor


class Visitor:
    """A browser without a screen: cookies, forms, nothing else."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text of a page; with fields, of what sending them answers."""
        body = None if fields is None else urlencode(fields).encode()
        try:
            with self._opener.open(f"{self._base}{path}", body, timeout=LONG) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def status(self, path: str) -> int:
        """The status of a page; 0 while nobody answers."""
        try:
            return self.ask(path)[0]
        except (URLError, ConnectionError):
            return 0

    def send(self, path: str, fields: dict[str, str]) -> int:
        """Fill in the form of a page, send it, and give the status."""
        token = TOKEN.search(self.ask(path)[1])
        assert token is not None, f"no form on {path}"
        return self.ask(path, {"csrf_token": token.group(1), **fields})[0]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    return _stat(pid) is not None


def children_of(parent: int) -> set[int]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return {pid for pid in pids if _stat(pid) == parent}


def _stat(pid: int) -> int | None:
    """The parent of a process that runs."""
    try:
        found = re.search(r"\) (\w) (\d+) ", Path(f"/proc/{pid}/stat").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(found.group(2)) if found and found.group(1) not in "ZX" else None


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
