"""What the reader may do next, and what their partner did."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.accounts import service as accounts
from portal.kernel.access import SIGNED_IN, requires
from portal.kernel.answers import page, see_other
from portal.kernel.forms import UntilForm
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.today.service import read_day

today = Blueprint("today", __name__)


@today.get("/today")
@requires(SIGNED_IN)
def show() -> str:
    return page("today/show.html", day=read_day(signed_in()))


@today.post("/today/seen")
@requires(SIGNED_IN)
def seen() -> Response:
    """One button, pressed by script when the page has been in view for three seconds: looking is no act."""
    until = UntilForm().value()
    if until is not None:
        with transaction(is_act=False):
            accounts.mark_seen(signed_in().id, until)
    return see_other(url_for("today.show"))
