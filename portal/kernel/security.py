"""What every answer carries, and which requests are refused before any view."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request

from portal.kernel.identity import current_actor
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


def headers(*, https: bool) -> dict[str, str]:
    """The headers of every answer; behind HTTPS also the ones that keep it so."""
    if not https:
        return HEADERS | {"Content-Security-Policy": CONTENT_POLICY}
    return HEADERS | {
        "Content-Security-Policy": f"{CONTENT_POLICY}; upgrade-insecure-requests",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    }


def init_app(app: Flask, *, https: bool) -> None:
    constant = headers(https=https)

    @app.before_request
    def refuse_foreign_writes() -> None:
        if request.method not in SAFE_METHODS and not _same_origin():
            abort(403)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.extend({k: v for k, v in constant.items() if k not in response.headers})
        if current_actor() is not None:
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response


def _same_origin() -> bool:
    """Whether a browser says that this request comes from our own pages (or says nothing at all)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    ours = {request.host, urlsplit(current_app.config["BASE_URL"]).netloc}
    return urlsplit(origin).netloc in ours
