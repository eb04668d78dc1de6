"""Authenticated encryption of one value. The only module that knows its library."""

import logging
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal

log = logging.getLogger(__name__)

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"


class KeysUnavailable(Refusal):
    """The master key is missing, or is not the one that closed these texts."""

    def __init__(self) -> None:
        super().__init__(
            _l("What you wrote is safe, but its key is out of reach for now. Try again in a moment."),
            status=503,
        )


class Key:
    """256 bits that close and open, each time with what the value is bound to."""

    def __init__(self, raw: bytes) -> None:
        self._cipher = AESGCM(raw)

    def close(self, plain: bytes, bound: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, plain, bound)

    def open(self, closed: bytes, bound: bytes) -> bytes:
        """What `close` closed; raises KeysUnavailable for anything else, and tells the log."""
        plain = self.try_open(closed, bound)
        if plain is None:
            log.error("something does not open with its key at its place")
            raise KeysUnavailable
        return plain

    def try_open(self, closed: bytes, bound: bytes) -> bytes | None:
        """What `close` closed; None for anything else."""
        nonce, rest = closed[1 : 1 + NONCE_BYTES], closed[1 + NONCE_BYTES :]
        if closed[:1] != FORMAT or len(nonce) != NONCE_BYTES:
            return None
        try:
            return self._cipher.decrypt(nonce, rest, bound)
        except InvalidTag:
            return None


class StreamKey:
    """A key for one stream only: its frames are told apart by their numbers."""

    def __init__(self, raw: bytes) -> None:
        self._cipher = AESGCM(raw)

    def close(self, number: int, plain: bytes, bound: bytes) -> bytes:
        return self._cipher.encrypt(number.to_bytes(NONCE_BYTES), plain, bound)

    def open(self, number: int, closed: bytes, bound: bytes) -> bytes | None:
        """What was closed under this number; None when it is something else."""
        try:
            return self._cipher.decrypt(number.to_bytes(NONCE_BYTES), closed, bound)
        except InvalidTag:
            return None


def new_key() -> bytes:
    return AESGCM.generate_key(KEY_BYTES * 8)
