"""For what travels in a page, and is stored nowhere: closed with the server's secret, for one person."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import current_app

from portal.kernel.secrecy.sealing import Key


def seal_for(person_id: str, plain: bytes) -> str:
    return urlsafe_b64encode(_key().close(plain, _sealing(person_id))).decode()


def unseal_for(person_id: str, sealed: str) -> bytes | None:
    """What was sealed for this person; None for anything else."""
    try:
        closed = urlsafe_b64decode(sealed.encode())
    except ValueError:
        return None
    return _key().try_open(closed, _sealing(person_id))


def _key() -> Key:
    secret: str = current_app.config["SECRET_KEY"]
    return Key(hashlib.sha256(b"travelling:" + secret.encode()).digest())


def _sealing(person_id: str) -> bytes:
    return f"sealed for:{person_id}".encode()
