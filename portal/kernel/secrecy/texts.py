"""Encryption at rest of what people write.

Each author has a data key for each pair (and one for what belongs to no pair), wrapped by a master
key that lies in a file outside the database and its backups. A text is bound to its table, column,
row and version: moved anywhere else, it does not open. Destroying an author's key destroys their
words and nobody else's.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import String, UniqueConstraint, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.clock import now
from portal.kernel.database import ID_LENGTH, Base, Cipher, Id, db, insert_if_new
from portal.kernel.reading import Reading
from portal.kernel.secrecy.keyring import Keyring
from portal.kernel.secrecy.sealing import Key, KeysUnavailable, new_key

log = logging.getLogger(__name__)

NO_PAIR = ""
A_FEW = 3


class DataKey(Base):
    """One author's key for one pair, wrapped by the master key. Kernel rows point to no feature's table."""

    __tablename__ = "data_key"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    pair_id: Mapped[str] = mapped_column(String(ID_LENGTH), default=NO_PAIR)
    wrapped_cipher: Mapped[Cipher]
    master_version: Mapped[int]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "pair_id"),)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose key closes a text: its author, in a pair (or in none)."""

    person_id: str
    pair_id: str = NO_PAIR

    def bound(self) -> bytes:
        """What their key is bound to, wrapped."""
        return f"data_key:{self.person_id}:{self.pair_id}".encode()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text lies. It opens there and nowhere else."""

    table: str
    column: str
    row_id: str
    version: int = 1

    def bound(self) -> bytes:
        return f"{self.table}:{self.column}:{self.row_id}:{self.version}".encode()


def init_app(app: Flask, master_key: Path) -> None:
    """The portal starts without its master key: only what is closed by it stays closed."""
    app.extensions["keyring"] = Keyring(master_key)


def keyring() -> Keyring:
    keys: Keyring = current_app.extensions["keyring"]
    return keys


def ready() -> bool:
    """Whether there is a master key."""
    return keyring().is_there


def in_use() -> bool:
    """Whether anything is closed by a master key."""
    return db.session.scalar(select(DataKey.id).limit(1)) is not None


def opens() -> bool:
    """Whether the master keys at hand are the ones that people's keys are wrapped with, but for dropped ones."""
    keys = keyring()
    return all(_is_right(version) or keys.is_dropped(version) for version in db.session.scalars(_VERSIONS))


def close(owner: Owner, place: Place, text: str) -> bytes:
    """The text, encrypted. Inside a transaction: the owner's key is made on first use."""
    return Key(_key_of(owner) or _new_key(owner)).close(text.encode(), place.bound())


def open_one(owner: Owner, place: Place, cipher: bytes) -> str:
    """The text that `close` encrypted at this place."""
    return Opener({owner}).open(owner, place, cipher)


class Opener:
    """Opens many texts of a few owners: one statement for all their keys."""

    def __init__(self, owners: Iterable[Owner]) -> None:
        self._keys = _keys_of(set(owners))

    def open(self, owner: Owner, place: Place, cipher: bytes) -> str:
        key = self._keys.get(owner)
        if key is None:
            raise KeysUnavailable
        return key.open(cipher, place.bound()).decode()


def destroy_keys(person_id: str) -> None:
    """Inside a transaction: what this person wrote, in every pair and in none, can never be opened again.

    Nobody else's words change. The erasure ledger is told apart (kernel.ledger).
    """
    db.session.execute(delete(DataKey).where(DataKey.person_id == person_id))


_KEYS = Reading(
    select(DataKey.person_id, DataKey.pair_id, DataKey.wrapped_cipher, DataKey.master_version).where(
        DataKey.person_id.in_(bindparam("people", expanding=True)),
        DataKey.pair_id.in_(bindparam("pairs", expanding=True)),
    )
)


def _keys_of(owners: set[Owner]) -> Mapping[Owner, Key]:
    if not owners:
        return {}
    rows = _KEYS.all(people=sorted({o.person_id for o in owners}), pairs=sorted({o.pair_id for o in owners}))
    found = {}
    for person_id, pair_id, wrapped_cipher, version in rows:
        owner = Owner(person_id, pair_id)
        if owner in owners:
            found[owner] = Key(unwrapped(wrapped_cipher, version, owner))
    return found


def _key_of(owner: Owner) -> bytes | None:
    row = _KEYS.one_or_none(people=[owner.person_id], pairs=[owner.pair_id])
    return None if row is None else unwrapped(row.wrapped_cipher, row.master_version, owner)


def _new_key(owner: Owner) -> bytes:
    """Made now, unless another device of the same person was first."""
    if not _is_right(keyring().version):
        log.error("the master key is not the one that people's keys are wrapped with: no key is made under it")
        raise KeysUnavailable
    key = new_key()
    version, wrapped_cipher = wrapped(key, owner)
    is_new = insert_if_new(
        db.session(),
        DataKey,
        person_id=owner.person_id,
        pair_id=owner.pair_id,
        wrapped_cipher=wrapped_cipher,
        master_version=version,
        created_at=now(),
    )
    if not is_new:
        return _key_of(owner) or _new_key(owner)
    if keyring().version != version:
        _wrap_again(key, owner)
    return key


def wrapped(key: bytes, owner: Owner) -> tuple[int, bytes]:
    """The data key, closed by the newest master key, after that one's version."""
    return keyring().close(key, owner.bound())


def unwrapped(wrapped_cipher: bytes, version: int, owner: Owner) -> bytes:
    return keyring().open(version, wrapped_cipher, owner.bound())


def _wrap_again(key: bytes, owner: Owner) -> None:
    """The master key changed between the wrapping and the row: whoever drops the old one sees the row from now on."""
    version, wrapped_cipher = wrapped(key, owner)
    db.session.execute(
        update(DataKey)
        .where(DataKey.person_id == owner.person_id, DataKey.pair_id == owner.pair_id)
        .values(master_version=version, wrapped_cipher=wrapped_cipher)
    )


_VERSIONS = select(DataKey.master_version).distinct()
_SOME = (
    select(DataKey.person_id, DataKey.pair_id, DataKey.wrapped_cipher)
    .where(DataKey.master_version == bindparam("version"))
    .limit(A_FEW)
)


def _is_right(version: int) -> bool:
    """Whether any of a few data keys under this master key opens, or there is none yet."""
    some = db.session.execute(_SOME, {"version": version}).all()
    return not some or any(
        _does_open(Owner(person_id, pair_id), wrapped_cipher, version) for person_id, pair_id, wrapped_cipher in some
    )


def _does_open(owner: Owner, wrapped_cipher: bytes, version: int) -> bool:
    try:
        unwrapped(wrapped_cipher, version, owner)
    except KeysUnavailable:
        return False
    return True
