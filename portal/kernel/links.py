"""Links that prove something: computed, never stored.

A token is the row's id followed by an HMAC of purpose, id and the row's own salt under the server's
secret. Nothing usable lies in the database, the page can show the link again, the worker can write
it, and changing the salt, revoking or using the row ends it.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from urllib.parse import urlsplit

from flask import current_app

from portal.kernel.database import ID_LENGTH, is_id


def new_salt() -> str:
    return secrets.token_urlsafe(16)


def token(purpose: str, row_id: str, salt: str) -> str:
    """The token for a row: 22 characters of id, 43 of proof."""
    proof = hmac.digest(_key(), f"{purpose}:{row_id}:{salt}".encode(), hashlib.sha256)
    return row_id + urlsafe_b64encode(proof).rstrip(b"=").decode()


def row_id(candidate: str) -> str | None:
    """The id that a token claims to be about; what it claims is proved by `proves`."""
    claimed = candidate[:ID_LENGTH]
    return claimed if is_id(claimed) else None


def proves(candidate: str, purpose: str, row_id: str, salt: str) -> bool:
    """Whether the token was computed by this portal for this row; in constant time."""
    return hmac.compare_digest(candidate.encode(), token(purpose, row_id, salt).encode())


def external(endpoint: str, **values: str) -> str:
    """An absolute address under the configured base URL, never under the request's Host."""
    base = urlsplit(current_app.config["BASE_URL"])
    return current_app.url_map.bind(base.netloc, url_scheme=base.scheme).build(endpoint, values, force_external=True)


def _key() -> bytes:
    secret: str = current_app.config["SECRET_KEY"]
    return hashlib.sha256(b"links:" + secret.encode()).digest()
