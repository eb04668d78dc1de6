"""The agreement: each sheet apart, then one text signed by both."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import policy, queries
from portal.pairs.forms import SheetForm, TextForm
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import laid_together
from portal.pairs.rules.template import CLAUSES
from portal.pairs.service import agreement as service
from portal.pairs.service.agreement import AgreementState
from portal.pairs.views.blueprint import as_it_is_now, bp

DONE = {
    "saved": _l("Your sheet is saved. Only you can read it."),
    "handed": _l("Your sheet is handed over. Both open once your partner has handed over theirs."),
    "open": _l("Your sheet is handed over. Here are the two, side by side."),
    "proposed": _l("The text is proposed, with your signature."),
    "signed": _l("You have signed: the agreement is in force."),
}

Answer = Response | tuple[str, int]


@bp.get("/pairs/<pair>/agreement")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def agreement(pair: MyPair) -> str:
    state = service.read_agreement(pair)
    form = SheetForm(version=str(state.version))
    form.fill(state.mine)
    return page("pairs/agreement.html", **_sheets(pair, state, form), done=done_sentence(DONE))


@bp.post("/pairs/<pair>/agreement")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def save_sheet(pair: MyPair) -> Answer:
    form = SheetForm()
    hand_over = request.form.get("act") == "hand"
    if not form.validate():
        return _sheet_refused(pair, form)
    try:
        with transaction():
            service.save_sheet(pair, form.value(), form.version_read(), hand_over=hand_over)
    except Refusal as refusal:
        return _sheet_refused(pair, form, refusal)
    return see_other(url_for("pairs.agreement", pair=pair.id, done=_word(pair, hand_over=hand_over)))


@bp.get("/pairs/<pair>/agreement/text")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def agreement_text(pair: MyPair) -> str | Response:
    """Writing the one text: from the newest text, or from the two sheets laid together."""
    state = service.read_agreement(pair)
    newest = state.newest
    if not pair.may_share or (newest is None and state.theirs is None):
        return see_other(url_for("pairs.agreement", pair=pair.id))
    form = TextForm(formdata=None, after=_number(state))
    form.fill(newest.text if newest else laid_together(state.mine, state.theirs or {}, pair.me.seat))
    return page("pairs/agreement_text.html", **_text(pair, form))


@bp.post("/pairs/<pair>/agreement/text")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def propose_agreement(pair: MyPair) -> Answer:
    form = TextForm()
    if not form.validate():
        return invalid("pairs/agreement_text.html", **_text(pair, form))

    def propose() -> str:
        service.propose_text(pair, form.value(), form.after_read())
        return url_for("pairs.agreement", pair=pair.id, done="proposed")

    try:
        with transaction():
            address = once(form, propose)
    except Refusal as refusal:
        return _text_refused(pair, form, refusal)
    return see_other(address)


@bp.post("/pairs/<pair>/agreement/sign")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def sign_agreement(pair: MyPair) -> Answer:
    try:
        with transaction():
            service.sign(pair, request.form.get("agreement", ""))
    except Refusal as refusal:
        return _sign_refused(pair, refusal)
    return see_other(url_for("pairs.agreement", pair=pair.id, done="signed"))


def _sheet_refused(pair: MyPair, form: SheetForm, refusal: Refusal | None = None) -> Answer:
    """The sheet as it was typed, and what is saved beside it where the two differ."""
    pair = as_it_is_now(pair)
    state = service.read_agreement(pair)
    stale = isinstance(refusal, service.SheetChanged | service.SheetsAreOpen)
    if refusal is not None:
        form.refuse(refusal)
    if stale:
        form.version.data = str(state.version)
    shown = _sheets(pair, state, form, saved=state.mine if stale else {})
    return invalid("pairs/agreement.html", refusal.status if refusal else 422, **shown)


def _text_refused(pair: MyPair, form: TextForm, refusal: Refusal) -> Answer:
    """The text as it was typed, with a newer one beside it; sent again, it comes after that one."""
    state = service.read_agreement(pair)
    newer = state.newest.text if state.newest and isinstance(refusal, service.NewerText) else {}
    form.refuse(refusal)
    form.after.data = _number(state)
    return invalid("pairs/agreement_text.html", refusal.status, **_text(as_it_is_now(pair), form, newer))


def _sign_refused(pair: MyPair, refusal: Refusal) -> Answer:
    state = service.read_agreement(pair)
    form = SheetForm(formdata=None, version=str(state.version))
    form.fill(state.mine)
    shown = _sheets(as_it_is_now(pair), state, form)
    return invalid("pairs/agreement.html", refusal.status, **shown, refused=refusal.sentence)


def _word(pair: MyPair, *, hand_over: bool) -> str:
    if not hand_over:
        return "saved"
    return "open" if queries.agreement_summaries(pair.me.id, [pair.id])[pair.id].handed_by_partner else "handed"


def _number(state: AgreementState) -> str:
    return str(state.newest.number if state.newest else 0)


def _sheets(
    pair: MyPair, state: AgreementState, form: SheetForm, saved: Mapping[str, str] | None = None
) -> dict[str, Any]:
    return {"pair": pair, "state": state, "form": form, "saved": saved or {}, "clauses": CLAUSES}


def _text(pair: MyPair, form: TextForm, newer: Mapping[str, str] | None = None) -> dict[str, Any]:
    form.name_lines(pair)
    return {
        "pair": pair,
        "form": form,
        "newer": newer or {},
        "clauses": CLAUSES,
        "guides": queries.strand_guides(pair.id),
    }
