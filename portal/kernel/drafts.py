"""A form that saves itself while it is written (static/js/draft.js): how its saves are answered."""

from flask import Response, jsonify, request

from portal.kernel.clock import now
from portal.kernel.differences import runs
from portal.kernel.forms import VersionedForm
from portal.kernel.i18n import _, format_time


def saves_itself() -> bool:
    """Whether a script saves while somebody writes, and wants no page."""
    return request.accept_mimetypes.best == "application/json"


def saved(version: int) -> Response:
    """Kept, in this version."""
    return jsonify(version=str(version), saved=_("Saved at %(time)s.", time=format_time(now())))


def not_saved(form: VersionedForm, kept: str | None) -> Response:
    """Why not; where another text was kept meanwhile, both, and what differs. The form has the version to send."""
    sentence = next((str(error) for errors in form.errors.values() for error in errors), "")
    written = str(form["text"].data or "")
    both = {} if kept is None else {"kept": runs(kept, written), "written": runs(written, kept)}
    return jsonify(sentence=sentence, version=form.version.data, **both)
