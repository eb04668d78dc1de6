"""The master keys, in a file outside the database and its backups."""

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.kernel.secrecy.sealing import KEY_BYTES, Key, KeysUnavailable

log = logging.getLogger(__name__)

DROPPED = "-"
"""What stands in the place of a key that was dropped."""

Stamp = tuple[int, int, int]


class Keyring:
    """Line n of the file is version n; the last one closes what is new.

    A running portal notices a new line by itself. What it has read it keeps: a file that goes missing
    or is spoiled while it runs closes nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = _stamp(path)
        self._lines = read_lines(path)
        self._keys = _keys_in(self._lines)
        self._version = max(self._keys, default=0)

    @property
    def version(self) -> int:
        """The newest version; 0 when there is no key at all."""
        self._look_again()
        return self._version

    @property
    def is_there(self) -> bool:
        """Whether the file is there now, and holds a key."""
        return self.version > 0 and self.path.exists()

    def close(self, plain: bytes, bound: bytes) -> tuple[int, bytes]:
        """What is closed by the newest key, after that key's version."""
        version = self.version
        return version, self._key(version).close(plain, bound)

    def open(self, version: int, closed: bytes, bound: bytes) -> bytes:
        return self._key(version).open(closed, bound)

    def has(self, version: int) -> bool:
        if version not in self._keys:
            self._look_again()
        return version in self._keys

    def is_dropped(self, version: int) -> bool:
        """Whether whoever keeps the file says that this key is gone."""
        return not self.has(version) and self._lines[version - 1 : version] == [DROPPED]

    def _key(self, version: int) -> Key:
        if not self.has(version):
            log.error("there is no master key of version %d", version)
            raise KeysUnavailable
        return self._keys[version]

    def _look_again(self) -> None:
        stamp = _stamp(self.path)
        if stamp is None or stamp == self._stamp:
            return
        try:
            lines = self.path.read_text().split()
            self._stamp = stamp  # what could not be read is looked at again; what is spoiled, once it changes
            keys = _keys_in(lines)
        except (OSError, ValueError, RuntimeError) as error:
            log.error("the master keys could not be read again: %s", type(error).__name__)  # noqa: TRY400
            return
        if any(len({known, line, DROPPED}) == 3 for known, line in zip(self._lines, lines, strict=False)):  # noqa: PLR2004
            log.error("the file of the master keys holds other keys than before: restart if that is meant")
            return
        self._lines, self._version = lines, max(keys, default=0)
        self._keys = {**self._keys, **keys}


def read_lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Put another file in its place, whole at every moment, with the same owner and the same rights."""
    path = path.resolve()
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    rights = path.stat()
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights.st_mode & 0o777)
    with os.fdopen(descriptor, "w") as file:
        if (rights.st_uid, rights.st_gid) != (os.getuid(), os.getgid()):
            os.fchown(descriptor, rights.st_uid, rights.st_gid)
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(descriptor)
    half.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A name that was made or moved in this folder outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keys_in(lines: Sequence[str]) -> Mapping[int, Key]:
    return {number: _key(line, number) for number, line in enumerate(lines, start=1) if line != DROPPED}


def _key(line: str, number: int) -> Key:
    try:
        raw = bytes.fromhex(line)
    except ValueError:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise RuntimeError(f"the master key file, line {number}: a master key is {KEY_BYTES} bytes in hexadecimal")
    return Key(raw)


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
