"""Who guides what: proposing, accepting, answering with the reverse."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import policy, queries
from portal.pairs.forms import GuidesForm
from portal.pairs.rules import MyPair
from portal.pairs.service import roles as service
from portal.pairs.views.blueprint import bp

DONE = {
    "proposed": _l("Your proposal is made. It holds as soon as your partner accepts it."),
    "agreed": _l("It is settled. You can swap on any lesson, whenever you like."),
}


@bp.get("/pairs/<pair>/roles")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def roles(pair: MyPair) -> str:
    return _roles_page(pair, GuidesForm())


@bp.post("/pairs/<pair>/roles")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def propose_roles(pair: MyPair) -> Response | tuple[str, int]:
    form = GuidesForm()
    form.offer(pair)
    if form.validate():
        try:
            with transaction():
                service.propose_guides(pair, form.culture_guide.data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return see_other(url_for("pairs.roles", pair=pair.id, done=_word(pair)))
    return _roles_page(pair, form), 422


@bp.post("/pairs/<pair>/roles/agree")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def agree_on_roles(pair: MyPair) -> Response:
    with transaction():
        service.agree_on_guides(pair, request.form.get("proposal", ""))
    return see_other(url_for("pairs.roles", pair=pair.id, done="agreed"))


def _word(pair: MyPair) -> str:
    return "proposed" if queries.open_proposal(pair.id) is not None else "agreed"


def _roles_page(pair: MyPair, form: GuidesForm) -> str:
    form.offer(pair)
    return page(
        "pairs/roles.html",
        pair=pair,
        form=form,
        guides=queries.strand_guides(pair.id),
        proposal=queries.open_proposal(pair.id),
        done=done_sentence(DONE),
    )
