"""Who guides what: proposing, accepting, answering with the reverse."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import policy, queries
from portal.pairs.forms import GuidesForm
from portal.pairs.rules import MyPair
from portal.pairs.service import roles as service
from portal.pairs.views.blueprint import as_it_is_now, bp

DONE = {
    "proposed": _l("Your proposal is made. It holds as soon as your partner accepts it."),
    "agreed": _l("It is settled. You can swap on any lesson, whenever you like."),
}


@bp.get("/pairs/<pair>/roles")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def roles(pair: MyPair) -> str:
    return page("pairs/roles.html", **_shown(pair, GuidesForm()), done=done_sentence(DONE))


@bp.post("/pairs/<pair>/roles")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def propose_roles(pair: MyPair) -> Response | tuple[str, int]:
    form = GuidesForm()
    form.offer(pair)
    if not form.validate():
        return invalid("pairs/roles.html", **_shown(pair, form))
    try:
        with transaction():
            service.propose_guides(pair, form.culture_guide.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("pairs/roles.html", refusal.status, **_shown(as_it_is_now(pair), form))
    return see_other(url_for("pairs.roles", pair=pair.id, done=_word(pair)))


@bp.post("/pairs/<pair>/roles/agree")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def agree_on_roles(pair: MyPair) -> Response | tuple[str, int]:
    try:
        with transaction():
            service.agree_on_guides(pair, request.form.get("proposal", ""))
    except Refusal as refusal:
        shown = _shown(as_it_is_now(pair), GuidesForm(formdata=None))
        return invalid("pairs/roles.html", refusal.status, **shown, refused=refusal.sentence)
    return see_other(url_for("pairs.roles", pair=pair.id, done="agreed"))


def _word(pair: MyPair) -> str:
    return "proposed" if queries.open_proposal(pair.id) is not None else "agreed"


def _shown(pair: MyPair, form: GuidesForm) -> dict[str, Any]:
    form.offer(pair)
    return {"pair": pair, "form": form, "standing": queries.role_states([pair.id])[pair.id]}
