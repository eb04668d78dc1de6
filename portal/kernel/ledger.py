"""The erasure ledger: what must not come back from a backup, as lines in a file beside the master key.

A line holds a moment, a kind and ids: no word, no name. It is asked for in the transaction that erases, as
a row of the outbox, and appended once that is committed; a crash in between is made good by the worker,
and by the next backup, which is not made before. A line may be there twice.
"""

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import Table, update

from portal.kernel import outbox, secrecy
from portal.kernel.clock import now
from portal.kernel.database import Base, db, new_id
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy.keyring import sync_folder
from portal.kernel.transaction import afterwards

log = logging.getLogger(__name__)

JOB = "ledger.append"
ACCOUNT = "account"
BEGINNING = "ledger"
"""The kind of the first line, whose id tells this ledger from any other."""
CIPHER = "_cipher"


@dataclass(frozen=True, slots=True)
class Erasure:
    """`kind` is `account`, with people's ids; or, with ids of rows, the column that was emptied, less `_cipher`.

    Or what `replays` was told of.
    """

    at: datetime
    kind: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a ledger had come: so many bytes, and their SHA-256."""

    length: int
    sha256: str


Again = Callable[[Erasure], None]

_again: dict[str, list[Again]] = {}
_replaying: ContextVar[bool] = ContextVar("replaying", default=False)


def replays(kind: str) -> Callable[[Again], Again]:
    """Register what else erases again, after a restore, what a line of this kind names. It runs in a transaction.

    It must bear that there is nothing left to erase.
    """

    def register(act: Again) -> Again:
        acts = _again.setdefault(kind, [])
        if act not in acts:
            acts.append(act)
        return act

    return register


def init_app(app: Flask, path: Path) -> None:
    app.extensions["ledger"] = path


def ledger_path() -> Path:
    path: Path = current_app.extensions["ledger"]
    return path


def record(kind: str, ids: Iterable[str]) -> None:
    """Inside the transaction that erases: this must not come back. Kinds: see Erasure."""
    named = " ".join(ids)
    if not named or _replaying.get():
        return
    afterwards(_append_now)
    outbox.put(JOB, f"ledger:{new_id()}", ids={"kind": kind, "ids": named, "at": now().isoformat()})


def catch_up() -> None:
    """Append whatever is not yet in the ledger. Raises a Refusal when that fails."""
    if not outbox.do_now(JOB):
        raise Refusal(f"The erasure ledger at {ledger_path()} cannot be written: see the log.")


def _append_now() -> None:
    """What was committed stands, appended or not: what fails here the worker tries again."""
    try:
        outbox.do_now(JOB)
    except Exception as error:  # noqa: BLE001 (whatever it is)
        log.warning("the ledger waits for the worker: %s", type(error).__name__)


@outbox.handles(JOB, however_late=True)
def _append_job(job: outbox.Job) -> None:
    append(ledger_path(), Erasure(datetime.fromisoformat(job.ids["at"]), job.ids["kind"], _split(job.ids["ids"])))


def begin(path: Path) -> None:
    """Make the ledger, with its first line, where there is none."""
    with _opened(path):
        pass


def append(path: Path, erasure: Erasure) -> None:
    """One line more, on the disk when this returns."""
    with _opened(path) as file:
        _write(file, erasure)


def read(path: Path) -> list[Erasure]:
    """Every erasure once, in their order. Raises a Refusal that names the line that is none, or the missing file."""
    if not path.exists():
        raise Refusal(f"There is no erasure ledger at {path}: put it back, or say --without-ledger.")
    lines = path.read_text().split("\n")
    if lines.pop():
        raise Refusal(f"{path}: the last line is cut off. Complete it, or delete it.")
    found = dict.fromkeys(_erasure(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1))
    return [erasure for erasure in found if erasure.kind != BEGINNING]


def extent(path: Path) -> Extent:
    return _extent_of(path.read_bytes())


def continues(path: Path, earlier: Extent) -> bool:
    """Whether the ledger is that one, grown since or not."""
    return path.exists() and _extent_of(path.read_bytes()[: earlier.length]) == earlier


def replay(erasures: Iterable[Erasure]) -> None:
    """Inside a transaction: erase again. Raises a Refusal for a kind that nothing here knows."""
    token = _replaying.set(True)
    try:
        for erasure in erasures:
            _erase(erasure)
    finally:
        _replaying.reset(token)


def _erase(erasure: Erasure) -> None:
    for act in _again.get(erasure.kind, ()):
        act(erasure)
    if erasure.kind == ACCOUNT:
        for person_id in erasure.ids:
            secrecy.destroy_keys(person_id)
    else:
        _empty(erasure)


def _empty(erasure: Erasure) -> None:
    """Ids are unique in the whole portal: the row is looked for in every table with such a column."""
    name = f"{erasure.kind}{CIPHER}"
    tables = [table for table in Base.metadata.tables.values() if name in table.c and "id" in table.c]
    if not tables and erasure.kind not in _again:
        raise Refusal(f"The erasure ledger names a kind that is not known here: {erasure.kind}.")
    for table in tables:
        db.session.execute(update(table).where(table.c.id.in_(erasure.ids)).values(_emptied(table, name, erasure)))


def _emptied(table: Table, name: str, erasure: Erasure) -> dict[str, object]:
    values: dict[str, object] = {name: None if table.c[name].nullable else b""}
    if erasure.kind == "text" and "withdrawn_at" in table.c:
        values["withdrawn_at"] = erasure.at
    return values


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file, held, ready for a line at its end; begun when it is new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = os.fstat(file).st_size
        if size == 0:
            _write(file, Erasure(now(), BEGINNING, (new_id(),)))
            sync_folder(path.parent)
        elif os.pread(file, 1, size - 1) != b"\n":
            _cut_tail(file, size)
        yield file
    finally:
        os.close(file)


def _cut_tail(file: int, size: int) -> None:
    """A line that a power cut left half was never told as written: it comes again."""
    content = os.pread(file, size, 0)
    os.ftruncate(file, content.rfind(b"\n") + 1)


def _write(file: int, erasure: Erasure) -> None:
    line = {"at": erasure.at.isoformat(), "kind": erasure.kind, "ids": list(erasure.ids)}
    data = json.dumps(line, separators=(",", ":")).encode() + b"\n"
    if os.write(file, data) != len(data):
        raise OSError("the disk is full")
    os.fsync(file)


def _erasure(line: str, where: str) -> Erasure:
    try:
        found = json.loads(line)
        return Erasure(datetime.fromisoformat(found["at"]), str(found["kind"]), tuple(map(str, found["ids"])))
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{where}: this is no line of an erasure ledger. Mend it from a copy, or delete it.") from error


def _extent_of(content: bytes) -> Extent:
    return Extent(len(content), hashlib.sha256(content).hexdigest())


def _split(ids: str) -> tuple[str, ...]:
    return tuple(ids.split(" "))
