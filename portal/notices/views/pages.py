"""What there is to tell somebody. Looking changes nothing: what is read is said by pressing."""

from collections.abc import Callable

from flask import abort, request, url_for

from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.forms import UntilForm
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.notices import policy, queries, service
from portal.notices.queries import MyNotice
from portal.notices.rules import place_of
from portal.notices.views.blueprint import Answer, notices

DONE = {
    "all-read": _l("Everything here is marked as read."),
    "cleared": _l("What was read is cleared."),
}
ACTS: dict[str, Callable[[str], None]] = {
    "open": service.mark_read,
    "read": service.mark_read,
    "unread": service.mark_unread,
    "clear": service.clear,
}
LAST_PAGE = 1000


@notices.get("/notices/")
@requires(SIGNED_IN)
def index() -> str:
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    return page("notices/index.html", notices=service.read_page(signed_in(), number), done=done_sentence(DONE))


@notices.post("/notices/<notice>")
@requires_on(policy.CHANGE, queries.my_notice)
def change(notice: MyNotice) -> Answer:
    """By the button that was pressed. What is opened is read, and its reader goes where it leads."""
    act = request.form.get("act", "open")
    if act not in ACTS:
        abort(400)
    with transaction(is_act=False):
        ACTS[act](notice.id)
    if act != "open":
        return see_other(url_for("notices.index"))
    place = place_of(notice.kind, notice.pair_id, notice.subject_id)
    return see_other(url_for(place.endpoint, **place.values))


@notices.post("/notices/all/read")
@requires(SIGNED_IN)
def read_all() -> Answer:
    until = UntilForm().value()
    if until is not None:
        with transaction(is_act=False):
            service.mark_all_read(signed_in().id, until)
    return see_other(url_for("notices.index", done="all-read"))


@notices.post("/notices/all/clear")
@requires(SIGNED_IN)
def clear_all() -> Answer:
    until = UntilForm().value()
    if until is not None:
        with transaction(is_act=False):
            service.clear_all_read(signed_in().id, until)
    return see_other(url_for("notices.index", done="cleared"))
