"""How views answer: a page, the same page again with what is wrong in it, or another address."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, redirect, request
from werkzeug.wrappers import Response

from portal.kernel.identity import current_actor
from portal.kernel.refusal import Sentence
from portal.kernel.security import is_our_host
from portal.kernel.templates import render

SPACE = 0x20


def page(template: str, **context: Any) -> str:
    return render(template, actor=current_actor(), **context)


def invalid(template: str, status: int = 422, **context: Any) -> tuple[str, int]:
    """The form again, with its text and its errors."""
    return page(template, **context), status


def see_other(address: str) -> Response:
    """What a POST answers when it has done its work."""
    return redirect(address, 303)


def done_sentence(sentences: Mapping[str, Sentence]) -> Sentence | None:
    """What the POST that led here did: a word of `sentences` in the address, never free text."""
    return sentences.get(request.args.get("done", ""))


def safe_next(default: str) -> str:
    """The `next` address or field if it stays in the portal, else `default`."""
    wanted = request.values.get("next", "")
    stays = wanted.startswith("/") and not wanted.startswith("//")
    clean = "\\" not in wanted and all(ord(character) > SPACE for character in wanted)
    return wanted if stays and clean else default


def way_back() -> str:
    """This page's address for coming back to it or, where it answers no GET, the one that it was sent from."""
    if request.method in ("GET", "HEAD"):
        return request.path if "lang" in request.args else request.full_path.rstrip("?")
    if _opens(request.path):
        return request.path
    host, _slash, before = (request.referrer or "").partition("://")[2].partition("/")
    stays = is_our_host(host) and _opens("/" + before.partition("?")[0])
    return f"/{before}" if stays else "/"


def _opens(path: str) -> bool:
    """Whether something of ours answers a GET there."""
    ours = current_app.create_url_adapter(request)
    return ours is not None and ours.test(path, "GET")


def init_app(app: Flask) -> None:
    """What every template may ask: whom to write to, where the portal is, and how to come back."""
    settings = app.config["SETTINGS"]
    app.jinja_env.globals.update(contact_email=settings.contact_email, base_url=settings.base_url, way_back=way_back)
