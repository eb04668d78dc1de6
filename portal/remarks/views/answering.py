"""The remarks on a module, in the studio: read, answered, settled by who answers for it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l, current_language
from portal.kernel.identity import Actor, signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.remarks import queries, service
from portal.remarks.forms import AnswerForm
from portal.remarks.policy import ANSWER, SEE_REMARKS
from portal.remarks.queries import RemarkSeen
from portal.remarks.rules import RemarkState
from portal.remarks.views.blueprint import Answer, remarks
from portal.studio.queries import ModuleAnswered, my_module

DONE = {
    "answered": _l("Your answer is sent."),
    "settled": _l("The remark is settled."),
    "reopened": _l("The remark is open again."),
}


@dataclass(frozen=True, slots=True)
class RemarkAt:
    module: ModuleAnswered
    remark: RemarkSeen


def _remark(actor: Actor, *, module: str, remark: str) -> RemarkAt | None:
    found = my_module(actor, module=module)
    seen = queries.remark_on(module, remark, current_language()) if found is not None else None
    return RemarkAt(found, seen) if found is not None and seen is not None else None


@remarks.get("/studio/modules/<module>/remarks")
@requires_on(SEE_REMARKS, my_module)
def on_module(module: ModuleAnswered) -> str:
    found = service.read_all(queries.remarks_on(module.slug, current_language()))
    waiting = [one for one in found if one.seen.state is RemarkState.WAITING]
    others = [one for one in found if one.seen.state is not RemarkState.WAITING]
    return page("remarks/on_module.html", module=module, waiting=waiting, others=others, done=done_sentence(DONE))


@remarks.get("/studio/modules/<module>/remarks/<remark>")
@requires_on(SEE_REMARKS, _remark)
def show(at: RemarkAt) -> str:
    return _remark_page(at)


@remarks.post("/studio/modules/<module>/remarks/<remark>/answer")
@requires_on(ANSWER, _remark)
def answer(at: RemarkAt) -> Answer:
    form = AnswerForm()
    if not form.validate():
        return _remark_page(at, form), 422
    return _carry_out(at, lambda: service.answer(at.remark, signed_in().id, str(form.answer.data)), "answered", form)


@remarks.post("/studio/modules/<module>/remarks/<remark>/settle")
@requires_on(ANSWER, _remark)
def settle(at: RemarkAt) -> Answer:
    return _carry_out(at, lambda: service.settle(at.remark), "settled")


@remarks.post("/studio/modules/<module>/remarks/<remark>/reopen")
@requires_on(ANSWER, _remark)
def reopen(at: RemarkAt) -> Answer:
    return _carry_out(at, lambda: service.reopen(at.remark), "reopened")


def _carry_out(at: RemarkAt, act: Callable[[], None], done: str, form: AnswerForm | None = None) -> Answer:
    """Do it and go back to the list; or the remark as it is now, with why not and what was typed."""
    try:
        with transaction():
            act()
    except Refusal as refusal:
        current = _remark(signed_in(), module=at.module.slug, remark=at.remark.id) or at
        return _remark_page(current, form, refusal.sentence), refusal.status
    return see_other(url_for("remarks.on_module", module=at.module.slug, done=done))


def _remark_page(at: RemarkAt, form: AnswerForm | None = None, refused: Sentence | None = None) -> str:
    return page(
        "remarks/show.html",
        module=at.module,
        read=service.read(at.remark),
        form=form or AnswerForm(formdata=None),
        unsent=form.answer.data if form is not None and refused else None,
        refused=refused,
    )
