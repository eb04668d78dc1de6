"""What is sent from a page on which one writes apart: kept as a draft, handed over, or passed."""

from collections.abc import Callable

from flask import request

from portal.journal import service
from portal.journal.queries import state_in
from portal.journal.rules import ReflectionState
from portal.journal.service import Assignment, Side, Written
from portal.journal.views.blueprint import Answer
from portal.journal.views.desk import address_of
from portal.journal.views.unlocking import is_locked
from portal.kernel import drafts
from portal.kernel.answers import see_other
from portal.kernel.forms import VersionedForm
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.rules import MyPair

SAVED = _l("Your draft is saved. Only you can read it.")


def answer_sent(
    pair: MyPair,
    form: VersionedForm,
    write: Callable[[str], Written],
    refused: Callable[[int], Answer],
    draft_at: Callable[[Written], str],
    *,
    told: str = "%s",
) -> Answer:
    """`write` does the act that was pressed; `refused` shows the form again; a draft is written on at `draft_at`.

    `told` makes the word in the address out of "sealed", "opened" or "passed". A script that saves asks for JSON.
    """
    if not form.validate():
        return refused(422)
    try:
        with transaction():
            written = write(request.form.get("act", ""))
    except Refusal as refusal:
        form.refuse(refusal)
        return refused(refusal.status)
    if drafts.saves_itself():
        return drafts.saved(version=written.version)
    if written.state is ReflectionState.DRAFT:
        return see_other(draft_at(written))
    done = {ReflectionState.OPEN: "opened", ReflectionState.PASSED: "passed"}.get(written.state, "sealed")
    return see_other(address_of(pair.id, written.reflection_id, told % done))


def carry_out_act(pair: MyPair, assignment: Assignment, text: str, version: int, act: str) -> Written:
    """`act` is "seal" or "pass"; anything else keeps the draft."""
    if act == "seal":
        return service.seal_text(pair, assignment, text, version)
    if act == "pass":
        row = service.pass_over(pair, assignment, text, version)
        return Written(row.id, row.version, state_in(pair, row))
    return service.save_draft(pair, assignment, text, version)


def refused_beside(form: VersionedForm, mine: Side | None, status: int, show: Callable[[str | None], str]) -> Answer:
    """The form again, beside what the reader's text is by now."""
    return drafts.refused(
        form,
        mine,
        status,
        show,
        hidden=mine is not None and is_locked(mine.state),
        final=mine is not None and mine.state is not ReflectionState.DRAFT,
    )
