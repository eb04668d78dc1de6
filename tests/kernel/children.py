"""Processes of their own, for what only another process can show: `python -m tests.kernel.children NAME …`.

Each is a portal on the settings of its environment.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.app import create_app
from portal.kernel import outbox
from portal.settings import Settings

MARK = "test.mark"
PATIENCE = 20.0


def environment(settings: Settings) -> dict[str, str]:
    """What makes another process the same portal."""
    return os.environ | {
        "PORTAL_DATA": str(settings.data),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_BASE_URL": settings.base_url,
        "PORTAL_ARGON2_MEMORY": str(settings.argon2_memory),
    }


@contextmanager
def running(settings: Settings, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child; whatever happens, it is gone at the end."""
    child = subprocess.Popen([sys.executable, "-m", "tests.kernel.children", *arguments], env=environment(settings))
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def wait_for(path: Path) -> str:
    """The text of a file, as soon as it is there."""
    end = time.monotonic() + PATIENCE
    while not path.exists():
        if time.monotonic() > end:
            raise TimeoutError(f"{path.name} never came")
        time.sleep(0.02)
    return path.read_text()


def mark(job: outbox.Job) -> None:
    """What the job leaves behind appears whole: a file is written under another name first."""
    done = Path(job.ids["path"])
    half = done.with_suffix(".half")
    half.write_text(job.id)
    half.rename(done)


def mark_and_hang(job: outbox.Job) -> None:
    mark(job)
    time.sleep(600)


def work() -> None:
    """Run the jobs, as `portal worker` does."""
    outbox.handles(MARK)(mark)
    create_app().extensions["jobs"].work()


def hang() -> None:
    """Begin what is due and never end it."""
    outbox.handles(MARK)(mark_and_hang)
    with create_app().app_context():
        outbox.drain()


CHILDREN = {"work": work, "hang": hang}

if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    CHILDREN[sys.argv[1]]()
