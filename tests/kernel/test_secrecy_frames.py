"""A stream in frames: it comes back whole, or not at all."""

import io
import secrets

import pytest

from portal.kernel.secrecy import SealedReader, SealedWriter
from portal.kernel.secrecy.frames import FRAME_BYTES, LENGTH, TAG_BYTES, Damaged

KEY, BOUND = secrets.token_bytes(32), b"the head"
FRAME = LENGTH.size + FRAME_BYTES + TAG_BYTES
PLAIN = secrets.token_bytes(3 * FRAME_BYTES + 7)


def sealed(plain: bytes, step: int = 10_000) -> bytes:
    under = io.BytesIO()
    writer = SealedWriter(under, KEY, BOUND)
    for start in range(0, len(plain), step):
        writer.write(plain[start : start + step])
    writer.finish()
    return under.getvalue()


def opened(content: bytes, key: bytes = KEY, bound: bytes = BOUND) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(content), key, bound)).read()


@pytest.mark.parametrize("length", [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, len(PLAIN)])
@pytest.mark.parametrize("step", [1000, FRAME_BYTES, 10 * FRAME_BYTES])
def test_it_comes_back_whole(length: int, step: int) -> None:
    assert opened(sealed(PLAIN[:length], step)) == PLAIN[:length]


def test_it_is_read_a_little_at_a_time() -> None:
    reader = SealedReader(io.BytesIO(sealed(PLAIN)), KEY, BOUND)
    assert b"".join(iter(lambda: reader.read(1001), b"")) == PLAIN


@pytest.mark.parametrize("end", [0, 1, LENGTH.size, 100, FRAME, FRAME + 2, 2 * FRAME, 3 * FRAME, -1])
def test_cut_off_it_is_refused(end: int) -> None:
    with pytest.raises(Damaged):
        opened(sealed(PLAIN)[:end])


@pytest.mark.parametrize("place", [0, 3, LENGTH.size, FRAME // 2, FRAME - 1, FRAME + 40, 3 * FRAME + 9])
def test_changed_anywhere_it_is_refused(place: int) -> None:
    content = bytearray(sealed(PLAIN))
    content[place] ^= 1
    with pytest.raises(Damaged):
        opened(bytes(content))


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 1, 1, 2, 3), (0, 2, 3), (0, 1, 3), (3,), (0, 1, 2, 3, 3)])
def test_frames_out_of_their_place_are_refused(order: tuple[int, ...]) -> None:
    content = sealed(PLAIN)
    frames = [content[start : start + FRAME] for start in range(0, len(content), FRAME)]
    with pytest.raises(Damaged):
        opened(b"".join(frames[number] for number in order))


def test_another_key_or_another_head_opens_nothing() -> None:
    content = sealed(PLAIN)
    for key, bound in ((secrets.token_bytes(32), BOUND), (KEY, b"another head")):
        with pytest.raises(Damaged):
            opened(content, key, bound)


def test_no_word_is_in_it() -> None:
    assert b"canary" not in sealed(b"canary " * 1000)
