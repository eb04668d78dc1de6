"""What was sent is opened in a process of its own, which can do next to nothing and costs the portal nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest

from portal.kernel.refusal import Refusal
from portal.kernel.uploads import receiving
from portal.kernel.uploads.archives import write
from portal.kernel.uploads.fault import Fault, Reason
from portal.kernel.uploads.pictures import clean
from portal.kernel.uploads.receiving import receive_archive, receive_picture
from tests.kernel.uploads.making import KINDS, archive, moving, picture, placed

FILES = {"module.toml": b"position = 1\n", "01-a/media/x.png": picture("PNG")}


def cause_of(receive: Callable[[bytes], object], content: bytes) -> tuple[Reason, str]:
    with pytest.raises(Refusal) as refused:
        receive(content)
    assert refused.value.field == "file"
    assert isinstance(refused.value.__cause__, Fault)
    return refused.value.__cause__.reason, refused.value.__cause__.entry


def test_a_picture_comes_back_clean() -> None:
    assert receive_picture(picture("WEBP")) == picture("WEBP")


@pytest.mark.parametrize("sent", [*map(placed, KINDS), moving("MPO"), picture("PNG", mode="RGBA")])
def test_a_child_needs_no_file_that_it_has_not_opened(sent: bytes) -> None:
    assert receive_picture(sent) == clean(sent)


def test_an_archive_comes_back_as_files() -> None:
    assert receive_archive(write(FILES)) == FILES
    assert receive_archive(archive(("a.md", b"x" * 50), squeezed=True)) == {"a.md": b"x" * 50}


def test_the_pictures_of_an_archive_are_clean() -> None:
    sent = FILES | {"01-a/media/x.png": placed("PNG")}
    assert b"eXIf" not in receive_archive(write(sent))["01-a/media/x.png"]


def test_every_reason_has_its_sentence() -> None:
    assert set(receiving._SENTENCES) == set(Reason)  # noqa: SLF001


def test_a_refusal_names_the_entry() -> None:
    assert cause_of(receive_picture, moving("PNG")) == (Reason.MOVES, "")
    sent = FILES | {"01-a/media/x.png": moving("PNG")}
    assert cause_of(receive_archive, write(sent)) == (Reason.MOVES, "01-a/media/x.png")
    assert cause_of(receive_archive, archive(("../x.md", b""))) == (Reason.OUTSIDE, "../x.md")


def confined(does: str) -> subprocess.CompletedProcess[bytes]:
    program = f"import socket, os\nfrom portal.kernel.uploads.child import confine\nconfine()\n{does}"
    return subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False)


@pytest.mark.parametrize(
    "does",
    [
        "open('/etc/hostname')",
        "open('evil', 'w')",
        "socket.socket()",
        "b'x' * (600 << 20)",
    ],
)
def test_a_child_can_do_next_to_nothing(does: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert confined("print('all is well')").returncode == 0
    assert confined(does).returncode == 1
    assert not list(tmp_path.iterdir())


def pretend(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    monkeypatch.setattr(receiving, "COMMAND", (sys.executable, "-I", "-c", does))


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, "while True: pass")
    monkeypatch.setattr(receiving, "PATIENCE", 0.3)
    assert cause_of(receive_picture, b"x" * (1 << 20)) == (Reason.HEAVY, "")


def test_waiting_for_a_turn_is_part_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, given = iter([100.0, 107.0]), []

    class Noted(Timer):
        def __init__(self, interval: float, function: Callable[[], None]) -> None:
            given.append(interval)
            super().__init__(interval, function)

    pretend(monkeypatch, "print('{\"files\": []}')")
    monkeypatch.setattr(receiving, "monotonic", lambda: next(clock))
    monkeypatch.setattr(receiving, "Timer", Noted)
    assert receive_archive(b"x") == {}
    assert given == [receiving.PATIENCE - 7]


def test_a_child_that_computes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, "import portal.kernel.uploads.child as c\nc.LIMITS[0] = 1\nc.confine()\nwhile True: pass")
    assert cause_of(receive_picture, b"x") == (Reason.HEAVY, "")


def test_a_child_that_says_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, "while True: print('x' * 1000)")
    monkeypatch.setattr(receiving, "LARGEST_ANSWER", 10_000)
    assert cause_of(receive_picture, b"x") == (Reason.HEAVY, "")


@pytest.mark.parametrize(
    "says",
    ["", "no", "{}", "[]", '{"reason": "other"}', '{"files": 1}', '{"files": [["a"]]}', '{"files": [["a", "b"]]}'],
)
def test_a_child_that_broke_off_says_that_the_file_is_damaged(monkeypatch: pytest.MonkeyPatch, says: str) -> None:
    pretend(monkeypatch, f"print({says!r})")
    assert cause_of(receive_archive, b"x") == (Reason.BROKEN, "")


def test_a_child_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET", "lilas")
    says = '{"files": [["picture", 5]]}'
    pretend(monkeypatch, f"import os\nprint({says!r})\nprint(os.environ.get('PORTAL_SECRET', 'never'))")
    assert receive_picture(b"x") == b"never"
