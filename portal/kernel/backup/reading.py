"""A backup, read back: nothing of it is believed before all of it was seen."""

import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from portal.kernel.backup.format import LONGEST_HEAD, MAGIC, WRAPPING, Head, Manifest, NotABackup, Tally
from portal.kernel.backup.rows import Shape
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Keyring, KeysUnavailable, Owner, SealedReader
from portal.kernel.secrecy.frames import Damaged

KEYS = "data_key"


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that is whole: what it says of itself, and how many rows of each table it has."""

    head: Head
    manifest: Manifest
    rows: Counter[str]
    lost: int
    """How many authors' keys the master keys at hand do not open, since one was dropped or is another."""


class Opened:
    """A backup in the course of being read. `rows` can be gone through once."""

    def __init__(self, head: Head, lines: Iterator[bytes]) -> None:
        self.head = head
        self._lines = lines
        self.manifest = Manifest.of(json.loads(next(lines, b"")))
        self.tally = Tally()

    def rows(self) -> Iterator[tuple[Shape, list[Any]]]:
        """Each row with its table, in an order that can be inserted. Raises Damaged when they do not add up."""
        for line in self._lines:
            found = json.loads(line)
            if isinstance(found, dict):
                if found != self.tally.line() or next(self._lines, None) is not None:
                    raise Damaged
                return
            shape = self.manifest.tables[found[0]]
            self.tally.add(shape.name, line)
            yield shape, found[1:]
        raise Damaged


def check(path: Path, keyring: Keyring) -> Checked:
    """Read a backup to its end. Raises a Refusal when it is not whole, or a master key is missing."""
    with opened(path, keyring) as backup:
        lost = sum(_is_lost(shape.from_line(row), keyring) for shape, row in backup.rows() if shape.name == KEYS)
        return Checked(backup.head, backup.manifest, backup.tally.rows, lost)


def _is_lost(row: dict[str, Any], keyring: Keyring) -> bool:
    """Whether this author's key does not open. Raises a Refusal when a line of the file is missing without a word."""
    version = row["master_version"]
    if not keyring.is_dropped(version):
        _refuse_without(keyring, version)
    try:
        keyring.open(version, row["wrapped_cipher"], Owner(row["person_id"], row["pair_id"]).bound())
    except KeysUnavailable:
        return True
    return False


@contextmanager
def opened(path: Path, keyring: Keyring) -> Iterator[Opened]:
    """Raises a Refusal for a file that is no backup, is damaged, or that these master keys do not open."""
    with path.open("rb") as file:
        head, line = read_head(file)
        sealed = SealedReader(file, _file_key(head, keyring), hashlib.sha256(line).digest())
        with gzip.GzipFile(fileobj=io.BufferedReader(sealed)) as lines:
            yield Opened(head, iter(lines))


def read_head(file: BinaryIO) -> tuple[Head, bytes]:
    """The head, and the line that it stands in. Raises NotABackup."""
    if file.read(len(MAGIC)) != MAGIC:
        raise NotABackup
    line = file.readline(LONGEST_HEAD)
    return Head.of(line), line


def _file_key(head: Head, keyring: Keyring) -> bytes:
    if not keyring.is_there:
        raise Refusal(f"There is no master key at {keyring.path}: put the one that closed this backup there first.")
    _refuse_without(keyring, head.master_version)
    try:
        return keyring.open(head.master_version, head.key_cipher, WRAPPING)
    except KeysUnavailable as error:
        raise Refusal(f"The master key at {keyring.path} is not the one that closed this backup.") from error


def _refuse_without(keyring: Keyring, version: int) -> None:
    if not keyring.has(version):
        raise Refusal(f"This backup needs line {version} of the master key file, and {keyring.path} does not have it.")
