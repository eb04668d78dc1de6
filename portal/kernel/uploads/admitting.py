"""How much a request may carry: a form's worth, but where a view takes files from people whom it admits."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

from portal.kernel.identity import current_actor

View = TypeVar("View", bound=Callable[..., object])

FIELDS = 1 << 20
"""What else comes with a file."""


def takes_files(largest: int) -> Callable[[View], View]:
    """Stands between the route and the guard of a view: it may be sent files of so many bytes.

    By those whom its permission lets in, whatever they ask for: that must be told without a subject.
    """

    def mark(view: View) -> View:
        view.largest_file = largest  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    """Before anything reads the form."""
    app.before_request_funcs.setdefault(None, []).insert(0, _admit)


def _admit() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    largest: int = getattr(view, "largest_file", 0)
    actor = current_actor() if largest and request.method == "POST" else None
    if actor is not None and vars(view)["permission"].allows(actor, None):
        request.max_content_length = largest + FIELDS
