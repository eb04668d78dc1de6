"""How a backup lies in its file: a line in clear that tells which key it needs, then encrypted lines."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.kernel.backup.rows import Shape
from portal.kernel.ledger import Extent
from portal.kernel.refusal import Refusal

MAGIC = b"vice-versa backup 1\n"
LONGEST_HEAD = 4096
WRAPPING = b"backup"


class NotABackup(Refusal):
    def __init__(self) -> None:
        super().__init__("This is no backup of Vice Versa, or one of a newer portal.")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in clear: when it was made, and the key of this file, wrapped by a master key of this version."""

    made_at: datetime
    master_version: int
    key_cipher: bytes

    def line(self) -> bytes:
        told = {"made_at": self.made_at.isoformat(), "master": self.master_version, "key": self.key_cipher.hex()}
        return json.dumps(told).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> "Head":
        try:
            told = json.loads(line)
            return cls(datetime.fromisoformat(told["made_at"]), int(told["master"]), bytes.fromhex(told["key"]))
        except (ValueError, KeyError, TypeError) as error:
            raise NotABackup from error


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first line inside: the migration that the rows are of, how far the erasure ledger had come, the tables."""

    revision: str
    ledger: Extent
    tables: tuple[Shape, ...]

    def line(self) -> list[Any]:
        return [self.revision, [self.ledger.length, self.ledger.sha256], [[t.name, t.columns] for t in self.tables]]

    @classmethod
    def of(cls, line: list[Any]) -> "Manifest":
        revision, ledger, tables = line
        shapes = (Shape(name, tuple((column, kind) for column, kind in columns)) for name, columns in tables)
        return cls(revision, Extent(*ledger), tuple(shapes))


@dataclass(slots=True)
class Tally:
    """How many rows of each table went by, and the digest of their lines. The last line inside is what it comes to."""

    rows: Counter[str] = field(default_factory=Counter)
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, table: str, line: bytes) -> None:
        self.rows[table] += 1
        self._digest.update(line)

    def line(self) -> dict[str, Any]:
        return {"rows": dict(self.rows), "sha256": self._digest.hexdigest()}


def packed(line: object) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
