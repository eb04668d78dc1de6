"""Encryption at rest of what people write.

Each author has a data key for each pair (and one for what belongs to no pair), wrapped by a master
key that lies in a file outside the database and its backups. A text is bound to its table, column,
row and version: moved anywhere else, it does not open. Destroying an author's key destroys their
words and nobody else's.
"""

import hashlib
import logging
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.clock import now
from portal.kernel.database import ID_LENGTH, Base, Cipher, Id, db, insert_if_new
from portal.kernel.i18n import _l
from portal.kernel.reading import Reading
from portal.kernel.refusal import Refusal

log = logging.getLogger(__name__)

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"
NO_PAIR = ""


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text lies. It opens there and nowhere else."""

    table: str
    column: str
    row_id: str
    version: int = 1

    def bound(self) -> bytes:
        return f"{self.table}:{self.column}:{self.row_id}:{self.version}".encode()


class KeysUnavailable(Refusal):
    """The master key is missing, or is not the one that closed these texts."""

    def __init__(self) -> None:
        super().__init__(
            _l("What you wrote is safe, but its key is out of reach for now. Try again in a moment."),
            status=503,
        )


class Keyring:
    """The master keys: line n of the file is version n, the last one closes what is new."""

    def __init__(self, path: Path) -> None:
        lines = path.read_text().split() if path.exists() else []
        self._keys = [_master_key(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1)]

    @property
    def version(self) -> int:
        """The newest version; 0 when there is no key at all."""
        return len(self._keys)

    def wrap(self, key: bytes, owner: Owner) -> bytes:
        return _closed(self._key(self.version), key, _wrapping(owner))

    def unwrap(self, wrapped: bytes, version: int, owner: Owner) -> bytes:
        return _opened(self._key(version), wrapped, _wrapping(owner))

    def _key(self, version: int) -> AESGCM:
        if not 1 <= version <= len(self._keys):
            log.error("there is no master key of version %d", version)
            raise KeysUnavailable
        return self._keys[version - 1]


def init_app(app: Flask, master_key: Path) -> None:
    """The portal starts without its master key: only what is closed by it stays closed."""
    app.extensions["keyring"] = Keyring(master_key)


def ready() -> bool:
    """Whether there is a master key."""
    return _keyring().version > 0


def in_use() -> bool:
    """Whether anything is closed by a master key."""
    return db.session.scalar(select(DataKey.id).limit(1)) is not None


def opens() -> bool:
    """Whether the master key opens what was closed by it: one of the keys is tried."""
    row = db.session.scalar(select(DataKey).limit(1))
    try:
        return row is None or bool(
            _keyring().unwrap(row.wrapped_cipher, row.master_version, Owner(row.person_id, row.pair_id))
        )
    except KeysUnavailable:
        return False


def close(owner: Owner, place: Place, text: str) -> bytes:
    """The text, encrypted. Inside a transaction: the owner's key is made on first use."""
    return _closed(AESGCM(_key_of(owner) or _new_key(owner)), text.encode(), place.bound())


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
        return _opened(key, cipher, place.bound()).decode()


def seal_for(person_id: str, plain: bytes) -> str:
    """For what travels in a page, and is stored nowhere: closed with the server's secret, for one person."""
    return urlsafe_b64encode(_closed(_travelling(), plain, _sealing(person_id))).decode()


def unseal_for(person_id: str, sealed: str) -> bytes | None:
    """What was sealed for this person; None for anything else."""
    try:
        cipher = urlsafe_b64decode(sealed.encode())
        nonce, text = cipher[1 : 1 + NONCE_BYTES], cipher[1 + NONCE_BYTES :]
        return _travelling().decrypt(nonce, text, _sealing(person_id))
    except (ValueError, InvalidTag):
        return None


_KEYS = Reading(
    select(DataKey.person_id, DataKey.pair_id, DataKey.wrapped_cipher, DataKey.master_version).where(
        DataKey.person_id.in_(bindparam("people", expanding=True)),
        DataKey.pair_id.in_(bindparam("pairs", expanding=True)),
    )
)


def _keys_of(owners: set[Owner]) -> Mapping[Owner, AESGCM]:
    if not owners:
        return {}
    rows = _KEYS.all(people=sorted({o.person_id for o in owners}), pairs=sorted({o.pair_id for o in owners}))
    found = {}
    for person_id, pair_id, wrapped, version in rows:
        owner = Owner(person_id, pair_id)
        if owner in owners:
            found[owner] = AESGCM(_keyring().unwrap(wrapped, version, owner))
    return found


def _key_of(owner: Owner) -> bytes | None:
    row = _KEYS.one_or_none(people=[owner.person_id], pairs=[owner.pair_id])
    return None if row is None else _keyring().unwrap(row.wrapped_cipher, row.master_version, owner)


def _new_key(owner: Owner) -> bytes:
    """Made now, unless another device of the same person was first."""
    key = AESGCM.generate_key(KEY_BYTES * 8)
    is_new = insert_if_new(
        db.session(),
        DataKey,
        person_id=owner.person_id,
        pair_id=owner.pair_id,
        wrapped_cipher=_keyring().wrap(key, owner),
        master_version=_keyring().version,
        created_at=now(),
    )
    return key if is_new else _key_of(owner) or _new_key(owner)


def _keyring() -> Keyring:
    keyring: Keyring = current_app.extensions["keyring"]
    return keyring


def _master_key(line: str, where: str) -> AESGCM:
    try:
        key = bytes.fromhex(line)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise RuntimeError(f"{where}: a master key is {KEY_BYTES} bytes in hexadecimal")
    return AESGCM(key)


def _wrapping(owner: Owner) -> bytes:
    return f"data_key:{owner.person_id}:{owner.pair_id}".encode()


def _travelling() -> AESGCM:
    secret: str = current_app.config["SECRET_KEY"]
    return AESGCM(hashlib.sha256(b"travelling:" + secret.encode()).digest())


def _sealing(person_id: str) -> bytes:
    return f"sealed for:{person_id}".encode()


def _closed(key: AESGCM, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORMAT + nonce + key.encrypt(nonce, plain, bound)


def _opened(key: AESGCM, cipher: bytes, bound: bytes) -> bytes:
    nonce, text = cipher[1 : 1 + NONCE_BYTES], cipher[1 + NONCE_BYTES :]
    if cipher[:1] != FORMAT or len(nonce) != NONCE_BYTES:
        raise _does_not_open()
    try:
        return key.decrypt(nonce, text, bound)
    except InvalidTag as error:
        raise _does_not_open() from error


def _does_not_open() -> KeysUnavailable:
    log.error("a text does not open with its key at its place")
    return KeysUnavailable()
