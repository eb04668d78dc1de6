"""A new master key, while the portal runs: a line more in the file, then every data key wrapped anew."""

import logging
import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from portal.kernel.database import db, hold_table
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy.keyring import DROPPED, Keyring, read_lines, write_lines
from portal.kernel.secrecy.sealing import KEY_BYTES, KeysUnavailable
from portal.kernel.secrecy.texts import DataKey, Owner, keyring, unwrapped, wrapped
from portal.kernel.transaction import transaction

log = logging.getLogger(__name__)

AT_ONCE = 50

_OLDER = (
    select(DataKey)
    .where(DataKey.master_version != bindparam("newest"), DataKey.id > bindparam("after"))
    .order_by(DataKey.id)
    .limit(AT_ONCE)
    .with_for_update()
)
_HOW_MANY_OLDER = select(func.count()).select_from(DataKey).where(DataKey.master_version != bindparam("newest"))


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """How many data keys are under the newest master key now, and how many did not open."""

    done: int
    stuck: int


def add_key() -> int:
    """Append a new master key; gives its version. Raises a Refusal when there is none to begin with."""
    keys = _keys()
    write_lines(keys.path, [*read_lines(keys.path), secrets.token_hex(KEY_BYTES)])
    return keys.version


def rewrap() -> Rewrapped:
    """Wrap every data key with the newest master key, in small transactions. What does not open stays as it was.

    Raises a Refusal when there is no master key.
    """
    newest, after, done, stuck = _keys().version, "", 0, 0
    while True:
        with transaction():
            rows = db.session.scalars(_OLDER, {"newest": newest, "after": after}).all()
            succeeded = sum(_rewrap(row) for row in rows)
            after = rows[-1].id if rows else ""
        done += succeeded
        stuck += len(rows) - succeeded
        if not rows:
            return Rewrapped(done, stuck)


def drop_old() -> int:
    """Take every key but the newest out of the file; gives how many went. Raises a Refusal when one is still used.

    Nobody makes a data key meanwhile: one that is being made is waited for, and counted.
    """
    keys = keyring()
    with transaction():
        hold_table(db.session.connection(), DataKey.__tablename__)
        lines, newest = read_lines(keys.path), keys.version
        if db.session.scalar(_HOW_MANY_OLDER, {"newest": newest}):
            raise Refusal("Some texts still need an older master key: nothing was dropped.")
        kept = [line if number == newest else DROPPED for number, line in enumerate(lines, start=1)]
        if kept != lines:
            write_lines(keys.path, kept)
    return sum(before != after for before, after in zip(lines, kept, strict=True))


def _keys() -> Keyring:
    keys = keyring()
    if not keys.is_there:
        raise Refusal(f"There is no master key at {keys.path}: put it back first.")
    return keys


def _rewrap(row: DataKey) -> bool:
    owner = Owner(row.person_id, row.pair_id)
    try:
        key = unwrapped(row.wrapped_cipher, row.master_version, owner)
    except KeysUnavailable:
        log.error("the data key %s does not open", row.id)  # noqa: TRY400 (the trace tells no more)
        return False
    row.master_version, row.wrapped_cipher = wrapped(key, owner)
    return True
