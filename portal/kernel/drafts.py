"""A form that saves itself while it is written (static/js/draft.js): how its saves are answered."""

from flask import Response, jsonify, request

from portal.kernel.clock import now
from portal.kernel.forms import VersionedForm
from portal.kernel.i18n import _, format_time


def saves_itself() -> bool:
    """Whether a script saves while somebody writes, and wants no page."""
    return request.accept_mimetypes.best == "application/json"


def saved(version: int) -> Response:
    """Kept, in this version."""
    return jsonify(version=str(version), saved=_("Saved at %(time)s.", time=format_time(now())))


def not_saved(form: VersionedForm, kept: str | None) -> Response:
    """Why not; where another text was kept meanwhile, that one. The form's version is the one to send again with."""
    sentence = next((str(error) for errors in form.errors.values() for error in errors), "")
    return jsonify(sentence=sentence, kept=kept, version=form.version.data)
