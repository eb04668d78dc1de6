"""`portal serve` and `portal worker` as real processes: they answer, do the jobs, and stop as they should."""

import os
import re
import signal
from asyncio import sleep
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from portal.kernel.database import sqlite_module
from tests.processes import Process, Visitor, alive, environment, free_port, running, serving, until

NEWCOMER = {
    "name": "Maïté",
    "email": "maite@example.org",
    "password": "une phrase assez longue",
    "language": "fr",
    "fourteen": "y",
    "terms": "y",
}
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/account/confirm/\S+)")


def sign_up(visitor: Visitor) -> None:
    """Something that a mail follows."""
    assert visitor.send("/signup", NEWCOMER) == 200


def letters(data: Path) -> list[Path]:
    return list((data / "mail").glob("*.eml"))


def outbox(data: Path) -> list[tuple[int, str | None]]:
    """How often each row was tried, and when it was done."""
    with closing(sqlite_module().connect(data / "portal.sqlite3")) as connection:
        rows: list[tuple[int, str | None]] = connection.execute("SELECT attempts, done_at FROM outbox").fetchall()
    return rows


def doing_jobs(process: Process) -> set[int]:
    """The child that runs the jobs: it leads a session of its own, where Ctrl+C does not reach it."""
    return {pid for pid in process.children() if _leads_a_session(pid)}


def _leads_a_session(pid: int) -> bool:
    try:
        return os.getsid(pid) == pid
    except ProcessLookupError:  # it ended since it was listed
        return False


def test_it_answers_and_sends_its_mail(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log") as (process, visitor):
        assert visitor.ask("/healthz") == (200, "ok\n")
        assert visitor.status("/readyz") == 200
        sign_up(visitor)
        kept = until(lambda: letters(data))[0].read_bytes()
        assert message_from_bytes(kept, EmailMessage, policy=policy.default)["To"] == NEWCOMER["email"]
        assert "Vice Versa is at http://127.0.0.1:" in process.output


def test_it_logs_no_request_and_no_mail(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log") as (process, visitor):
        assert visitor.status("/help?q=hidden") == 200
        assert visitor.status("/hidden?hidden") == 404
        sign_up(visitor)
        until(lambda: letters(data))
        assert process.ends_with(signal.SIGTERM) == 0
        assert process.output.count("\n") == 1, process.output


def test_the_demo_shows_its_mail_on_the_console(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log", demo="true") as (process, visitor):
        sign_up(visitor)
        link = until(lambda: LINK.search(process.output))
        assert visitor.status(link.group(1)) == 200
        assert NEWCOMER["email"] in process.output


@pytest.mark.parametrize(
    ("end", "number"),
    [
        (Process.ends_with, signal.SIGTERM),
        (Process.ends_with, signal.SIGINT),
        (Process.ends_with_terminal, signal.SIGINT),
        (Process.ends_with_terminal, signal.SIGHUP),
    ],
)
def test_it_stops_with_all_its_processes(
    data: Path, tmp_path: Path, end: Callable[[Process, signal.Signals], int], number: signal.Signals
) -> None:
    with serving(data, tmp_path / "log", processes="2") as (process, _visitor):
        started = until(lambda: len(process.children()) == 3 and process.children())
        assert len(until(lambda: doing_jobs(process))) == 1
        assert end(process, number) == 0
        assert not [pid for pid in started if alive(pid)]
        assert process.output.count("\n") == 1, process.output


def test_a_killed_server_leaves_nobody_behind(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log", processes="2") as (process, visitor):
        sign_up(visitor)
        until(lambda: letters(data))
        started = process.children()
        assert process.ends_with(signal.SIGKILL) == -signal.SIGKILL
        assert until(lambda: not [pid for pid in started if alive(pid)])


def test_jobs_that_die_are_started_again(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log") as (process, visitor):
        (first,) = until(lambda: doing_jobs(process))
        os.kill(first, signal.SIGKILL)
        (second,) = until(lambda: doing_jobs(process) - {first})
        sign_up(visitor)
        assert until(lambda: letters(data))
        assert doing_jobs(process) == {second}
        assert "the jobs ended with -9, and are started again" in process.output


def test_a_serving_process_that_dies_is_started_again(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log") as (process, visitor):
        assert until(lambda: doing_jobs(process))
        (first,) = process.children() - doing_jobs(process)
        os.kill(first, signal.SIGKILL)
        assert until(lambda: process.children() - doing_jobs(process) - {first})
        assert until(lambda: visitor.status("/healthz") == 200)


def test_jobs_can_run_apart(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log", worker="false") as (process, visitor):
        assert doing_jobs(process) == set()
        sign_up(visitor)
        assert [tries for tries, _done in outbox(data)] == [0]
        with running("worker", environment(data), tmp_path / "worker") as worker:
            assert until(lambda: letters(data))
            assert worker.ends_with(signal.SIGTERM) == 0
            assert worker.output == "The jobs are running (Ctrl+C stops them).\n"
        assert process.ends_with(signal.SIGTERM) == 0


def test_a_job_in_hand_is_finished_before_the_end(data: Path, tmp_path: Path) -> None:
    """A server told to stop while a mail is on its way: the mail arrives, and is written down as done."""
    arrives, may_go_on = Event(), Event()

    class Slow:
        async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
            arrives.set()
            while not may_go_on.is_set():
                await sleep(0.05)
            return "250 OK"

    port = free_port()
    post = Controller(Slow(), hostname="127.0.0.1", port=port, ready_timeout=60)
    post.start()
    try:
        with serving(data, tmp_path / "log", smtp_url=f"smtp://127.0.0.1:{port}") as (process, visitor):
            sign_up(visitor)
            assert arrives.wait(60)
            process.tell(signal.SIGTERM)
            assert until(lambda: visitor.status("/healthz") == 0)
            may_go_on.set()
            assert process.wait() == 0
    finally:
        post.stop()
    ((tries, done),) = outbox(data)
    assert tries == 1
    assert done is not None
