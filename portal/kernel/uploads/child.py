"""The process of its own: `python -I -m portal.kernel.uploads.child TASK`, what was sent on its input."""

import contextlib
import resource
import sys
from collections.abc import Callable

from portal.kernel.uploads import archives, pictures
from portal.kernel.uploads.fault import Fault
from portal.kernel.uploads.framing import said, said_no

SECONDS = 10
"""Of the processor's time."""
MEMORY = 512 << 20

LIMITS = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_NOFILE: 3,  # it has them already: no file, no connection
    resource.RLIMIT_AS: MEMORY,
}

PICTURE = "picture"
"""The one file of which the answer to this task is made."""


def picture(content: bytes) -> dict[str, bytes]:
    return {PICTURE: pictures.clean(content)}


def archive(content: bytes) -> dict[str, bytes]:
    """With its pictures clean."""
    return {path: _clean(path, content) for path, content in archives.read(content).items()}


def _clean(path: str, content: bytes) -> bytes:
    if not path.lower().endswith(archives.PICTURES):
        return content
    try:
        return pictures.clean(content)
    except Fault as fault:
        raise Fault(fault.reason, path) from fault


TASKS: dict[str, Callable[[bytes], dict[str, bytes]]] = {"picture": picture, "archive": archive}


def confine() -> None:
    for limit, most in LIMITS.items():
        with contextlib.suppress(ValueError):  # not every system knows each of them
            resource.setrlimit(limit, (most, most))


def answer(task: str, content: bytes) -> bytes:
    try:
        return said(TASKS[task](content))
    except Fault as fault:
        return said_no(fault)


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(answer(sys.argv[1], sys.stdin.buffer.read()))
