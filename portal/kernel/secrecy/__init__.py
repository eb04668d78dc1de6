"""Encryption at rest: of what people write, under keys of their own; and of a whole backup."""

from portal.kernel.secrecy.frames import SealedReader, SealedWriter
from portal.kernel.secrecy.keyring import Keyring
from portal.kernel.secrecy.rotation import Rewrapped, add_key, drop_old, rewrap
from portal.kernel.secrecy.sealing import Key, KeysUnavailable, new_key
from portal.kernel.secrecy.texts import (
    NO_PAIR,
    DataKey,
    Opener,
    Owner,
    Place,
    close,
    destroy_keys,
    in_use,
    init_app,
    keyring,
    open_one,
    opens,
    ready,
)
from portal.kernel.secrecy.travelling import seal_for, unseal_for

__all__ = [
    "NO_PAIR",
    "DataKey",
    "Key",
    "Keyring",
    "KeysUnavailable",
    "Opener",
    "Owner",
    "Place",
    "Rewrapped",
    "SealedReader",
    "SealedWriter",
    "add_key",
    "close",
    "destroy_keys",
    "drop_old",
    "in_use",
    "init_app",
    "keyring",
    "new_key",
    "open_one",
    "opens",
    "ready",
    "rewrap",
    "seal_for",
    "unseal_for",
]
