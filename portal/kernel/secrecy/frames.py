"""A long stream, encrypted in frames, each in its place and the last one marked: cut off or changed, it is refused."""

import io
import struct
from typing import BinaryIO

from portal.kernel.refusal import Refusal
from portal.kernel.secrecy.sealing import StreamKey

FRAME_BYTES = 64 * 1024
TAG_BYTES = 16
LENGTH = struct.Struct(">I")


class Damaged(Refusal):
    """The stream is not whole, or is not what was written."""

    def __init__(self) -> None:
        super().__init__("The file is cut off or damaged: it is not what was written.")


class SealedWriter(io.RawIOBase):
    """Encrypts what is written to it into `under`; whole once `finish` was called. `key` is for this stream only."""

    def __init__(self, under: BinaryIO, key: bytes, bound: bytes) -> None:
        self._under, self._key, self._bound = under, StreamKey(key), bound
        self._waiting = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        added = bytes(data)  # type: ignore[call-overload]
        self._waiting += added
        while len(self._waiting) > FRAME_BYTES:
            self._put(bytes(self._waiting[:FRAME_BYTES]), is_last=False)
            del self._waiting[:FRAME_BYTES]
        return len(added)

    def finish(self) -> None:
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        frame = self._key.close(self._number, plain, _binding(self._bound, is_last=is_last))
        self._under.write(LENGTH.pack(len(frame)) + frame)
        self._number += 1


class SealedReader(io.RawIOBase):
    """What a SealedWriter wrote. Raises Damaged for anything else, at the latest where it ends."""

    def __init__(self, under: BinaryIO, key: bytes, bound: bytes) -> None:
        self._under, self._key, self._bound = under, StreamKey(key), bound
        self._waiting = b""
        self._number = 0
        self._is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._waiting and not self._is_over:
            self._waiting = self._next()
        count = min(len(view), len(self._waiting))
        view[:count], self._waiting = self._waiting[:count], self._waiting[count:]
        return count

    def _next(self) -> bytes:
        frame = self._frame()
        plain = self._key.open(self._number, frame, _binding(self._bound, is_last=False))
        if plain is None:
            plain = self._key.open(self._number, frame, _binding(self._bound, is_last=True))
            self._is_over = True
            if plain is None or self._under.read(1):
                raise Damaged
        self._number += 1
        return plain

    def _frame(self) -> bytes:
        head = self._under.read(LENGTH.size)
        if len(head) != LENGTH.size:
            raise Damaged
        length = LENGTH.unpack(head)[0]
        if not TAG_BYTES <= length <= FRAME_BYTES + TAG_BYTES:
            raise Damaged
        frame = self._under.read(length)
        if len(frame) != length:
            raise Damaged
        return frame


def _binding(bound: bytes, *, is_last: bool) -> bytes:
    return bound + (b"\x01" if is_last else b"\x00")
