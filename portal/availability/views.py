"""The page of one's own week."""

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.availability import queries, service
from portal.availability.forms import FreeTimeForm, NoLongerFreeForm
from portal.kernel.access import SIGNED_IN, requires
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l, weekday_names
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction

availability = Blueprint("availability", __name__)

DONE = {
    "added": _l("These times are in your week."),
    "taken-away": _l("This time is no longer in your week."),
}


@availability.get("/account/availability")
@requires(SIGNED_IN)
def show() -> str:
    return page("availability/show.html", **_shown(FreeTimeForm(formdata=None)), done=done_sentence(DONE))


@availability.post("/account/availability")
@requires(SIGNED_IN)
def add() -> Response | tuple[str, int]:
    form = FreeTimeForm()
    form.offer_days()
    if not form.validate():
        return invalid("availability/show.html", **_shown(form))
    with transaction():
        service.add(signed_in().id, form.value())
    return see_other(url_for("availability.show", done="added"))


@availability.post("/account/availability/remove")
@requires(SIGNED_IN)
def take_away() -> Response | tuple[str, int]:
    slot = NoLongerFreeForm().value()
    try:
        with transaction():
            service.take_away(signed_in().id, slot)
    except Refusal as refusal:
        shown = _shown(FreeTimeForm(formdata=None))
        return invalid("availability/show.html", refusal.status, **shown, refused=refusal.sentence)
    return see_other(url_for("availability.show", done="taken-away"))


def _shown(form: FreeTimeForm) -> dict[str, Any]:
    form.offer_days()
    week = queries.week_of(signed_in().id)
    days = [
        (name, [slot for slot in week.slots if slot.weekday == number]) for number, name in enumerate(weekday_names())
    ]
    return {"form": form, "days": [(name, slots) for name, slots in days if slots], "zone": week.zone}
