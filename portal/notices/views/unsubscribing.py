"""The link at the end of every mail of notices. Mail programs press it by themselves (RFC 8058)."""

from flask import abort

from portal.kernel.access import PUBLIC, requires
from portal.kernel.answers import page
from portal.kernel.forms import answers_machines
from portal.kernel.transaction import transaction
from portal.notices import service
from portal.notices.views.blueprint import Answer, notices


@notices.get("/notices/unsubscribe/<token>")
@requires(PUBLIC)
def unsubscribe(token: str) -> str:
    """A page with a button: programs that look at links before their reader does change nothing."""
    if service.proved(token) is None:
        abort(404)
    return page("notices/unsubscribe.html", is_done=False)


@notices.post("/notices/unsubscribe/<token>")
@answers_machines
@requires(PUBLIC)
def unsubscribed(token: str) -> Answer:
    with transaction(is_act=False):
        is_proved = service.unsubscribe(token)
    if not is_proved:
        abort(404)
    return page("notices/unsubscribe.html", is_done=True)
