"""The doors: every view names a permission, or the portal does not start."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.kernel.identity import Actor, current_actor

Args = ParamSpec("Args")
Answer = TypeVar("Answer")
Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Permission:
    """A named rule. `allows(actor)` or, for a subject, `allows(actor, subject)`.

    Visitors are sent to sign in before the rule is asked, unless `visitors` says that it also
    speaks about them (actor is None).
    """

    name: str
    allows: Callable[..., bool]
    visitors: bool = False


def found(name: str) -> Permission:
    """For whoever the loader finds the subject for: it settles whose that is, and this only names what they do."""
    return Permission(name, lambda _actor, _subject: True)


PUBLIC = Permission("public", lambda *_: True, visitors=True)
SIGNED_IN = Permission("signed in", lambda *_: True)


def requires(permission: Permission) -> Callable[[Callable[Args, Answer]], Callable[Args, Answer]]:
    """Guard a view that has no subject."""

    def guard(view: Callable[Args, Answer]) -> Callable[Args, Answer]:
        @wraps(view)
        def guarded(*args: Args.args, **kwargs: Args.kwargs) -> Answer:
            if permission is not PUBLIC and not permission.allows(_admitted(permission)):
                abort(403)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def requires_on(
    permission: Permission, load: Callable[..., Subject | None]
) -> Callable[[Callable[[Subject], Answer]], Callable[..., Answer]]:
    """Guard a view about something, and hand that thing to it.

    `load(actor, **url_arguments)` finds the subject within its parents, or None. What is not there
    and what is not the actor's get the same 404.
    """

    def guard(view: Callable[[Subject], Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def guarded(**url_arguments: Any) -> Answer:
            actor = _admitted(permission)
            subject = load(actor, **url_arguments)
            if subject is None or not permission.allows(actor, subject):
                abort(404)
            return view(subject)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def is_for_visitors() -> bool:
    """Whether the view that this request asks for also speaks to people who are not signed in."""
    permission: Permission = vars(current_app.view_functions[request.endpoint or ""])["permission"]
    return permission.visitors


def _admitted(permission: Permission) -> Actor | None:
    actor = current_actor()
    if actor is None and not permission.visitors:
        _send_to_sign_in()
    return actor


def _send_to_sign_in() -> NoReturn:
    if request.method in ("GET", "HEAD"):
        wanted = request.full_path.rstrip("?")
        abort(_see_other(url_for("accounts.sign_in", next=wanted)))
    abort(401)


def _see_other(address: str) -> Response:
    return redirect(address, 303)


def refuse_unguarded(app: Flask) -> None:
    """The last line of `create_app`: an endpoint that names no permission stops the start."""
    unguarded = [name for name, view in app.view_functions.items() if not hasattr(view, "permission")]
    if unguarded:
        raise RuntimeError(f"endpoints without a permission: {', '.join(sorted(unguarded))}")
