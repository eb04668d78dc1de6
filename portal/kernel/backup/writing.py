"""Making a backup while the portal runs: one moment of the database, checked before it gets its name."""

import fcntl
import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import Connection, select

from portal.kernel import ledger, schema, secrecy
from portal.kernel.backup.format import MAGIC, WRAPPING, Head, Manifest, NotABackup, Tally, packed
from portal.kernel.backup.reading import Checked, check, read_head
from portal.kernel.backup.rows import shapes
from portal.kernel.clock import now
from portal.kernel.database import snapshot
from portal.kernel.ledger import Extent
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import SealedWriter
from portal.kernel.secrecy.keyring import sync_folder

AT_ONCE = 500
HALF = ".half"


def write(target: Path) -> Checked:
    """Everything that was committed before this was called is in the file when it returns, and can be read back.

    Raises a Refusal, and leaves no file, when the keys or the ledger are not in order, or where a file is already.
    """
    _refuse(target)
    ledger.catch_up()
    extent = ledger.extent(ledger.ledger_path())
    half = target.with_name(f".{target.name}{HALF}")
    with _new_file(half) as file:
        try:
            _write(file, extent)
            checked = check(half, secrecy.keyring())
            _name(half, target)
        finally:
            half.unlink(missing_ok=True)
    sync_folder(target.parent)
    return checked


def delete_old(folder: Path, days: int) -> list[Path]:
    """Delete the backups of this folder that are older than so many days, and what a killed one left; gives which."""
    oldest = now() - timedelta(days=days)
    old = [path for path in sorted(folder.iterdir()) if _is_backup_before(path, oldest) or _is_abandoned(path)]
    for path in old:
        path.unlink()
    return old


def _refuse(target: Path) -> None:
    keyring = secrecy.keyring()
    if target.exists():
        raise _taken(target)
    if not target.parent.is_dir():
        raise Refusal(f"There is no folder {target.parent}.")
    if not keyring.is_there:
        raise Refusal(f"There is no master key at {keyring.path}: a backup is closed by it.")
    if not secrecy.opens():
        raise Refusal(f"The master key at {keyring.path} is not the one that the texts here were closed by.")
    if not ledger.ledger_path().exists():
        raise Refusal(
            f"There is no erasure ledger at {ledger.ledger_path()}: put it back, or begin a new one with `portal init`."
        )


def _name(half: Path, target: Path) -> None:
    """In one step, that fails where a file has come to be meanwhile."""
    try:
        os.link(half, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:  # some disks know no second name for a file
        _move(half, target)


def _move(half: Path, target: Path) -> None:
    """The same in two steps: the name is taken by an empty file, which is no backup, and then by this one."""
    try:
        target.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise _taken(target) from None
    half.replace(target)


def _taken(target: Path) -> Refusal:
    return Refusal(f"{target} is there already: a backup never takes the place of another file.")


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """Readable by its owner alone, and held: one that nobody holds was left by a command that was killed."""
    with suppress(FileNotFoundError):
        if _is_abandoned(path):
            path.unlink()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _busy(path) from None
    with os.fdopen(descriptor, "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not _is_still(path, descriptor):
            raise _busy(path)
        yield file


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the file is the one of that name: before it was held, another command may have taken it for abandoned."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _busy(path: Path) -> Refusal:
    return Refusal(f"Another command is writing {path.name} at this moment.")


def _write(file: BinaryIO, extent: Extent) -> None:
    key = secrecy.new_key()
    version, key_cipher = secrecy.keyring().close(key, WRAPPING)
    head = Head(now(), version, key_cipher).line()
    file.write(MAGIC + head)
    sealed = SealedWriter(file, key, hashlib.sha256(head).digest())
    with snapshot() as connection, gzip.GzipFile(fileobj=cast("BinaryIO", sealed), mode="wb", mtime=0) as lines:
        for line in _lines(connection, extent):
            lines.write(line)
    sealed.finish()
    file.flush()
    os.fsync(file.fileno())


def _lines(connection: Connection, extent: Extent) -> Iterator[bytes]:
    revision, tables, tally = schema.current(connection), tuple(shapes(connection)), Tally()
    if revision is None:
        raise Refusal("The database has no migration: run `portal init`.")
    yield packed(Manifest(revision, extent, tables).line())
    for number, shape in enumerate(tables):
        rows = connection.execution_options(yield_per=AT_ONCE).execute(select(*shape.clause().c))
        for row in rows:
            line = packed([number, *shape.to_line(row)])
            tally.add(shape.name, line)
            yield line
    yield packed(tally.line())


def _is_abandoned(path: Path) -> bool:
    """Whether this is half a backup whose command is gone."""
    if not path.name.endswith(HALF) or not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return file.read(len(MAGIC)) in (MAGIC, b"")


def _is_backup_before(path: Path, moment: datetime) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as file:
        try:
            return read_head(file)[0].made_at < moment
        except NotABackup:
            return False
