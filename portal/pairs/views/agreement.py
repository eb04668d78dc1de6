"""The agreement: each sheet apart, then one text signed by both."""

from collections.abc import Mapping

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.database import new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import policy, queries
from portal.pairs.forms import SheetForm, TextForm
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import CLAUSES, laid_together
from portal.pairs.service import agreement as service
from portal.pairs.service.agreement import AgreementState
from portal.pairs.views.blueprint import bp

DONE = {
    "saved": _l("Your sheet is saved. Only you can read it."),
    "handed": _l("Your sheet is handed over. Both open once your partner has handed over theirs."),
    "proposed": _l("The text is proposed, with your signature."),
    "signed": _l("You have signed."),
}


@bp.get("/pairs/<pair>/agreement")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def agreement(pair: MyPair) -> str:
    state = service.read_agreement(pair)
    form = SheetForm(version=str(state.version))
    form.fill(state.mine)
    return _agreement_page(pair, state, form)


@bp.post("/pairs/<pair>/agreement")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def save_sheet(pair: MyPair) -> Response | tuple[str, int]:
    form = SheetForm()
    hand_over = request.form.get("act") == "hand"
    if form.validate():
        try:
            with transaction():
                service.save_sheet(pair, form.value(), form.version_read(), hand_over=hand_over)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return see_other(url_for("pairs.agreement", pair=pair.id, done="handed" if hand_over else "saved"))
    state = service.read_agreement(pair)
    stale = state.mine if form.version_read() != state.version else None
    form.version.data = str(state.version)
    return _agreement_page(pair, state, form, kept=stale), 422


@bp.get("/pairs/<pair>/agreement/text")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def agreement_text(pair: MyPair) -> str:
    """Writing the one text: from the text in force, the one proposed, or the two sheets laid together."""
    state = service.read_agreement(pair)
    if state.theirs is None and not state.texts:
        raise Refusal(_l("The one text is written once both of you have handed over your sheets."))
    newest = state.texts[0] if state.texts else None
    form = TextForm(key=new_id(), after=str(newest.number if newest else 0))
    form.fill(newest.text if newest else laid_together(state.mine, state.theirs or {}, pair.me.seat))
    return _text_page(pair, state, form)


@bp.post("/pairs/<pair>/agreement/text")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def propose_agreement(pair: MyPair) -> Response | tuple[str, int]:
    form = TextForm()
    if form.validate():
        try:
            with transaction():
                service.propose_text(pair, str(form.key.data), form.value(), form.after_read())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return see_other(url_for("pairs.agreement", pair=pair.id, done="proposed"))
    state = service.read_agreement(pair)
    newer = state.texts[0] if state.texts and state.texts[0].number != form.after_read() else None
    form.after.data = str(state.texts[0].number if state.texts else 0)
    return _text_page(pair, state, form, newer=newer.text if newer else None), 422


@bp.post("/pairs/<pair>/agreement/sign")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def sign_agreement(pair: MyPair) -> Response:
    with transaction():
        service.sign(pair, request.form.get("agreement", ""))
    return see_other(url_for("pairs.agreement", pair=pair.id, done="signed"))


def _agreement_page(pair: MyPair, state: AgreementState, form: SheetForm, kept: Mapping[str, str] | None = None) -> str:
    return page(
        "pairs/agreement.html",
        pair=pair,
        state=state,
        form=form,
        kept=kept,
        clauses=CLAUSES,
        guides=queries.strand_guides(pair.id),
        done=done_sentence(DONE),
    )


def _text_page(pair: MyPair, state: AgreementState, form: TextForm, newer: Mapping[str, str] | None = None) -> str:
    return page("pairs/agreement_text.html", pair=pair, state=state, form=form, newer=newer, clauses=CLAUSES)
