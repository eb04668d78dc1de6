"""Taking what somebody sent: what is clean comes back, or the sentence that says why not."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import BoundedSemaphore, Timer
from time import monotonic
from typing import IO, cast

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.uploads.fault import Fault, Reason
from portal.kernel.uploads.framing import heard

PATIENCE = 10.0
"""Seconds by the clock, from when it was sent: waiting for a turn is part of them."""
LARGEST_ANSWER = 64 << 20
STOPPED = (-signal.SIGKILL, -signal.SIGXCPU)
COMMAND = (sys.executable, "-I", "-m", "portal.kernel.uploads.child")

_turn = BoundedSemaphore(1)
"""Each serving process has one child at a time, so that many who send at once do not use up the machine."""

_SENTENCES: Mapping[Reason, Sentence] = {
    Reason.BROKEN: _l("This file is damaged. Save it again, then send that."),
    Reason.HEAVY: _l("This file takes too much time or memory to open. Make it smaller."),
    Reason.NO_PICTURE: _l("This is not a PNG, JPEG or WebP picture, whatever its name says. Save it as one of these."),
    Reason.LARGE_PICTURE: _l("This picture is larger than 5 MB. Make it smaller."),
    Reason.MANY_PIXELS: _l("This picture has more than 24 million pixels. Make it smaller."),
    Reason.MOVES: _l("This picture moves. Send a still one."),
    Reason.NO_ARCHIVE: _l("This is not a zip archive, whatever its name says. Make the archive again, as zip."),
    Reason.LARGE_ARCHIVE: _l("This archive is larger than 20 MB. Make its pictures smaller."),
    Reason.MANY_ENTRIES: _l("This archive holds more than 200 files. A module needs fewer."),
    Reason.LARGE_ENTRY: _l("This file is larger than 5 MB. Make it smaller."),
    Reason.LARGE_WHOLE: _l("All together, the files in this archive are larger than 50 MB. Make its pictures smaller."),
    Reason.SQUEEZED: _l(
        "This file grows more than a hundredfold when it is opened. Nothing in a module does. "
        "Make the archive without it."
    ),
    Reason.ENCRYPTED: _l("This file is locked with a password. Make the archive without one."),
    Reason.LINK: _l("This is a link, not a file. Put the file itself in its place."),
    Reason.OUTSIDE: _l("This name leads out of the archive. Make the archive of the module’s folder alone."),
    Reason.NAME: _l("Rename this file: shorter, with plain letters, digits, dots and hyphens, and in fewer folders."),
    Reason.TWICE: _l("This name is there twice (capitals make no difference). Rename one of the two files."),
    Reason.NESTED: _l("This is an archive in the archive. Take out what is in it."),
    Reason.STRANGE: _l("A module holds Markdown, TOML and pictures (PNG, JPEG, WebP), nothing else. Remove this file."),
    Reason.NO_TEXT: _l("This file is not UTF-8 text. Save it again as UTF-8."),
    Reason.OVERLAP: _l(
        "Two files take the same place in this archive, which an ordinary archive never does. Make the archive again."
    ),
}


def receive_picture(content: bytes) -> bytes:
    """Clean, small enough for a lesson, and the same bytes if it was so already."""
    return _received("picture", content)["picture"]


def receive_archive(content: bytes) -> dict[str, bytes]:
    """Its files by their path, the pictures clean. Whether they are a module is for others to say."""
    return _received("archive", content)


def _received(task: str, content: bytes) -> dict[str, bytes]:
    try:
        return heard(_answer_of_child(task, content))
    except Fault as fault:
        sentence = _SENTENCES[fault.reason]
        if fault.entry:
            sentence = _l("%(sentence)s (“%(entry)s”)", entry=fault.entry, sentence=sentence)
        raise Refusal(sentence, field="file", status=422) from fault


def _answer_of_child(task: str, content: bytes) -> bytes:
    end = monotonic() + PATIENCE
    if not _turn.acquire(timeout=PATIENCE):
        raise Fault(Reason.HEAVY)
    try:
        return _asked(task, content, end - monotonic())
    finally:
        _turn.release()


def _asked(task: str, content: bytes, seconds: float) -> bytes:
    """Nothing of our environment goes to a child. It reads all before it answers, so neither waits for the other."""
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen([*COMMAND, task], stdin=pipe, stdout=pipe, stderr=nowhere, env={}) as child:  # noqa: S603 (ours)
        clock = Timer(seconds, child.kill)
        clock.start()
        with suppress(BrokenPipeError), cast("IO[bytes]", child.stdin) as given:
            given.write(content)
        answer = cast("IO[bytes]", child.stdout).read(LARGEST_ANSWER)
        if len(answer) == LARGEST_ANSWER:
            child.kill()
        child.wait()
        clock.cancel()
    if child.returncode in STOPPED:
        raise Fault(Reason.HEAVY)
    return answer
