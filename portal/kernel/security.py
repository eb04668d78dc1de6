"""What every answer carries, and which requests are refused before any view."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import werkzeug
from flask import Flask, Response, abort, current_app, request
from werkzeug.exceptions import SecurityError
from werkzeug.wsgi import get_host

from portal.kernel.identity import known_actor
from portal.kernel.transaction import SAFE_METHODS

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

UNKNOWN_HOST = "Le portail ne répond pas à ce nom d’hôte.\nThe portal does not answer to this host name.\n"

FIRST_ERROR = 400


def headers(*, https: bool) -> dict[str, str]:
    """The headers of every answer; behind HTTPS also the ones that keep it so."""
    if not https:
        return HEADERS | {"Content-Security-Policy": CONTENT_POLICY}
    return HEADERS | {
        "Content-Security-Policy": f"{CONTENT_POLICY}; upgrade-insecure-requests",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    }


def holding_frames(answer: Response) -> Response:
    """A page with frames in it, of our own pages alone."""
    answer.headers["Content-Security-Policy"] = f"{_policy()}; frame-src 'self'"
    return answer


def in_our_frames(answer: Response) -> Response:
    """A page that is looked at in such a frame: it runs no script and sends no form."""
    policy = _policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    answer.headers["Content-Security-Policy"] = f"{policy}; sandbox allow-same-origin"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _policy() -> str:
    return headers(https=current_app.config["SETTINGS"].https)["Content-Security-Policy"]


class Gate:
    """Stands around everything, static files too: refuses unknown hosts, and dresses every answer.

    What an answer says for itself is left as it is.
    """

    def __init__(self, wsgi_app: WSGIApplication, hosts: Sequence[str], constant: Mapping[str, str]) -> None:
        self._wsgi_app = wsgi_app
        self._hosts = hosts
        self._constant = [(name, value, name.lower()) for name, value in constant.items()]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def dressed(status: str, said: list[tuple[str, str]], *error: Any) -> Any:
            names = {name.lower() for name, _ in said}
            more = [(name, value) for name, value, lower in self._constant if lower not in names]
            return start_response(status, said + more, *error)

        try:
            get_host(environ, self._hosts)
        except SecurityError:
            return werkzeug.Response(UNKNOWN_HOST, 400)(environ, dressed)
        return self._wsgi_app(environ, dressed)


def init_app(app: Flask, *, https: bool) -> None:
    """Last of all that wraps the application."""
    app.wsgi_app = Gate(app.wsgi_app, app.config["TRUSTED_HOSTS"], headers(https=https))  # type: ignore[method-assign]

    app.before_request_funcs.setdefault(None, []).insert(0, _refuse)

    @app.after_request
    def keep_private(response: Response) -> Response:
        """What was made for one person, and what went wrong, is nobody else's and not for long."""
        if known_actor() is not None:
            response.headers["X-Robots-Tag"] = "noindex"
            if not (response.cache_control.public or response.cache_control.private):
                response.headers["Cache-Control"] = "no-store"
        elif response.status_code >= FIRST_ERROR:
            response.headers["Cache-Control"] = "no-store"
        return response


def _refuse() -> None:
    """Before anything else is asked of a request, its anti-forgery token included."""
    if request.method not in SAFE_METHODS and not is_from_our_pages():
        abort(403)
    # PostgreSQL knows no NUL character, and no address of ours has one.
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(404)


def is_from_our_pages() -> bool:
    """Whether a browser says that this request comes from our own pages (or says nothing at all)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return is_our_host(origin.partition("://")[2])


def is_our_host(name: str) -> bool:
    """Whether a host, with its port, is the one asked now or the one of the base URL."""
    return name in (request.host, urlsplit(current_app.config["BASE_URL"]).netloc)
