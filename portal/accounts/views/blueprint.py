"""The two blueprints, and what every view of this slice asks the request."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.rules import network_of
from portal.kernel.answers import invalid, safe_next
from portal.kernel.forms import PortalForm
from portal.kernel.refusal import Refusal

accounts = Blueprint("accounts", __name__)
language = Blueprint("language", __name__)

Answer = Response | str | tuple[str, int]


def network() -> str:
    return network_of(request.remote_addr)


def user_agent() -> str:
    return request.headers.get("User-Agent", "")


def way() -> str:
    """Where the visitor was going before they had to say who they are; "" for nowhere in particular."""
    return safe_next("")


def way_or_home() -> str:
    return safe_next(url_for("today.show"))


def refused(template: str, form: PortalForm, refusal: Refusal, **context: object) -> tuple[str, int]:
    """The form again, with the refusal where it belongs."""
    form.refuse(refusal)
    return invalid(template, refusal.status, form=form, **context)
