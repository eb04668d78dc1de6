"""Who is asking. The only module that knows the login library.

The cookie carries a random token; the database only its hash. What a token stands for is answered
by the loader that `accounts` hands over, once per request.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from flask import Flask, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, current_user, login_user, logout_user

KEPT_COOKIES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in person, as the kernel needs to know them."""

    id: str
    name: str
    language: str
    time_zone: str
    session_id: str
    csrf_secret: str = field(repr=False)
    roles: frozenset[str] = frozenset()
    duties: int = 0
    """How many things others brought to them wait for their answer."""
    unread: int = 0
    """How many notices they have not read."""
    seen_until: datetime | None = None
    """When they last acted anywhere, or said that they had seen what was new."""
    unlocked_at: datetime | None = None
    """When they last proved in this browser who they are, or went on with what asks for it."""
    token: str = field(default="", repr=False)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


class SignedCookies(SecureCookieSessionInterface):
    """Flask's own, with one signer for all requests: the keys do not change while the portal runs."""

    _signer: "RememberingSigner | None" = None

    def get_signing_serializer(self, app: Flask) -> Any:
        if self._signer is None:
            self._signer = RememberingSigner(super().get_signing_serializer(app))
        return self._signer


class RememberingSigner:
    """Reads a cookie that it has read already without proving it again, as long as it is not too old."""

    def __init__(self, signer: Any) -> None:
        self.dumps = signer.dumps
        self._loads = signer.loads
        self._read = lru_cache(maxsize=KEPT_COOKIES)(partial(signer.loads, return_timestamp=True))

    def loads(self, cookie: str, max_age: int) -> dict[str, Any]:
        """What the cookie holds. Raises BadSignature for one that is not ours, or older than `max_age` seconds."""
        held, signed_at = self._read(cookie)
        if time.time() - signed_at.timestamp() >= max_age:
            return dict(self._loads(cookie, max_age=max_age))
        return dict(held)


def init_app(app: Flask, load: Callable[[str], Actor | None]) -> None:
    """`load` turns a session token into its actor, or None for a token that means nobody any more."""
    app.session_interface = SignedCookies()
    manager = LoginManager()
    manager.session_protection = None  # it writes the session on safe requests; ours is guarded by its row
    manager._session_identifier_generator = str  # noqa: SLF001 (so no print of the browser is taken, or kept)

    def load_once(token: str) -> Actor | None:
        """Where `load` fails, the rest of the request is a visitor's: the page that says so needs no database."""
        g._login_user = manager.anonymous_user()  # noqa: SLF001 (where the library keeps who was found)
        return load(token)

    manager.user_loader(load_once)
    manager.init_app(app, add_context_processor=False)


def current_actor() -> Actor | None:
    """Who is asking, or None for a visitor (and for a job, which nobody asks for)."""
    known = known_actor()
    if known is not None:
        return known
    if not current_user or not current_user.is_authenticated:
        return None
    actor: Actor = current_user._get_current_object()  # noqa: SLF001 (the documented way out of the proxy)
    return actor


def known_actor() -> Actor | None:
    """Who is asking, where this request has found out already; it asks nothing of the database."""
    user = g.get("_login_user")
    return user if isinstance(user, Actor) else None


def signed_in() -> Actor:
    """Who is asking, where a guard has made sure that somebody is."""
    actor = current_actor()
    if actor is None:
        raise RuntimeError("a view for signed-in people was reached by a visitor")
    return actor


def begin_session(actor: Actor) -> None:
    """From the next request on, this browser is `actor`. Nothing of the visitor's cookie survives."""
    session.clear()
    login_user(actor)
    session.permanent = True
    session["csrf_token"] = actor.csrf_secret


def end_session() -> None:
    logout_user()
    session.clear()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
