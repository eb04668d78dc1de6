"""A form that saves itself while it is written (static/js/draft.js): how its saves are answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from flask import Response, jsonify, request

from portal.kernel.clock import now
from portal.kernel.differences import runs
from portal.kernel.forms import PortalForm, VersionedForm
from portal.kernel.i18n import _, format_time


def saves_itself() -> bool:
    """Whether a script saves while somebody writes, and wants no page."""
    return request.accept_mimetypes.best == "application/json"


@dataclass(frozen=True, slots=True)
class Newer:
    """What is kept of a field whose box nobody touched while it went on elsewhere; and, once shown, its version."""

    text: str
    versions: Mapping[str, str]


def saved(newer: Mapping[str, Newer] | None = None, **versions: object) -> Response:
    """Kept: the version that each of these fields of the form is to carry from here on."""
    told = {field: str(version) for field, version in versions.items()}
    return jsonify(versions=told, newer=dict(newer or {}), saved=_("Saved at %(time)s", time=format_time(now())))


class Lying(Protocol):
    """What is kept of a text: opened, in a version."""

    @property
    def text(self) -> str | None: ...

    @property
    def version(self) -> int: ...


def refused(
    form: VersionedForm,
    lying: Lying | None,
    status: int,
    show: Callable[[str | None], str],
    *,
    hidden: bool = False,
    final: bool = False,
) -> tuple[str, int] | tuple[Response, int]:
    """The form again with what was typed; where another text was kept meanwhile, that one beside it.

    `show` makes the page, with that other text or None. Where it is `hidden` the version to send does not move on: what
    was not shown is not to be overwritten by sending the form again. What lies there may be `final`: no text is sent
    in its place any more, and it is shown whatever the form was made from.
    """
    kept = None if hidden else _kept_beside(form, lying, final=final)
    if saves_itself():
        return _not_saved(form, kept, final=final), status
    return show(kept), status


def _kept_beside(form: VersionedForm, lying: Lying | None, *, final: bool) -> str | None:
    """What lies there, if it is not what the form was made from. The form has its version from here on."""
    version = lying.version if lying is not None else 0
    kept = lying.text if lying is not None and (final or form.version_read() != version) else None
    form.version.data = str(version)
    return None if final and kept == form.written() else kept


def _not_saved(form: VersionedForm, kept: str | None, *, final: bool) -> Response:
    both = {} if kept is None else {"text": (kept, form.written())}
    return not_saved(form, both, {"version": form.version.data}, final=final)


def not_saved(
    form: PortalForm,
    both: Mapping[str, tuple[str, str]],
    versions: Mapping[str, str | None],
    *,
    final: bool = False,
) -> Response:
    """Why not; by field, where another text was kept meanwhile, that one and what was written, and what differs."""
    sentence = next((str(error) for errors in form.errors.values() for error in errors), "")
    texts = {
        field: {"kept": runs(kept, written), "written": runs(written, kept)} for field, (kept, written) in both.items()
    }
    return jsonify(sentence=sentence, versions=versions, final=final, both=texts)
