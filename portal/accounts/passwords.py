"""Hashing and verifying passwords: argon2id, a bounded number at once, the same work for nobody's account.

Slow on purpose: every function lets go of the read transaction first, and none may be called inside
`transaction()`, where everyone else would wait.
"""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from portal.kernel.transaction import end_reading

TIME_COST = 2
LANES = 1

# What an unknown address is verified against, so that it costs what a known one does.
NOBODYS_PASSWORD = "nobody has this one"  # noqa: S105 (it opens nothing)


def hash_password(text: str) -> str:
    """The hash to keep, with its salt and cost in it."""
    end_reading()
    with _gate():
        return _hasher().hash(_spelled(text))


def verify(password_hash: str | None, text: str) -> bool:
    """Whether this is the password; as slow, and False, for an account without one."""
    end_reading()
    with _gate():
        nobodys = _nobodys(_memory())
        try:
            _hasher().verify(password_hash or nobodys, _spelled(text))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher().check_needs_rehash(password_hash)


def _spelled(text: str) -> bytes:
    """The same bytes for the same password, however a keyboard composes its accents."""
    return unicodedata.normalize("NFKC", text).encode("utf-8", "replace")


def _hasher() -> PasswordHasher:
    return _hasher_for(_memory())


def _memory() -> int:
    memory: int = current_app.config["SETTINGS"].argon2_memory
    return memory


def _gate() -> BoundedSemaphore:
    return _gate_for(current_app.config["SETTINGS"].verifications)


@cache
def _hasher_for(memory: int) -> PasswordHasher:
    return PasswordHasher(time_cost=TIME_COST, memory_cost=memory, parallelism=LANES)


@cache
def _nobodys(memory: int) -> str:
    return _hasher_for(memory).hash(NOBODYS_PASSWORD)


@cache
def _gate_for(verifications: int) -> BoundedSemaphore:
    """One for the process."""
    return BoundedSemaphore(verifications)
