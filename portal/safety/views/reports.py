"""What one sent and what one handles: the list, and one report as its reader may see it."""

from collections.abc import Callable

from flask import url_for

from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.safety import policy, queries, service
from portal.safety.forms import AnswerForm, HandlerForm
from portal.safety.queries import ReportSeen
from portal.safety.rules import KEPT_AFTERWARDS
from portal.safety.views.blueprint import Answer, safety

DONE = {
    "sent": _l("Your report is sent."),
    "withdrawn": _l("Your report is withdrawn, and its words are erased."),
    "taken": _l("The report is in hand: the person who sent it sees that somebody looks into it."),
    "handed": _l("The report is handed over."),
    "lifted": _l("The freeze is lifted."),
    "pair-closed": _l("The pair is closed."),
    "answered": _l("Your answer is sent, and the report is closed."),
    "closed": _l("The report is closed."),
}


@safety.get("/reports/")
@requires(SIGNED_IN)
def index() -> str:
    return _list_page()


@safety.get("/reports/<report>")
@requires_on(policy.READ, queries.report)
def show(report: ReportSeen) -> str:
    return report_page(report)


@safety.post("/reports/<report>/withdraw")
@requires_on(policy.WITHDRAW, queries.report)
def withdraw(report: ReportSeen) -> Answer:
    return carry_out(report, lambda: service.withdraw(report), "withdrawn")


def report_page(
    report: ReportSeen,
    answer: AnswerForm | None = None,
    choice: HandlerForm | None = None,
    refused: Sentence | None = None,
) -> str:
    choice = choice or HandlerForm(formdata=None)
    choice.offer(report.handlers)
    return page(
        "safety/sent.html" if report.is_reporter else "safety/handled.html",
        report=report,
        read=service.read(report),
        answer=answer or AnswerForm(formdata=None),
        choice=choice,
        refused=refused,
        unsent=answer.answer.data if answer is not None and not report.is_open else None,
        kept_days=KEPT_AFTERWARDS.days,
        done=done_sentence(DONE),
    )


def carry_out(
    report: ReportSeen,
    act: Callable[[], object],
    done: str,
    answer: AnswerForm | None = None,
    *,
    address: str | None = None,
) -> Answer:
    """Do it in one transaction, and go to the report or to `address`; or show it again as it is now, with why not."""
    try:
        with transaction():
            act()
    except Refusal as refusal:
        return _as_it_is_now(report, refusal, answer), refusal.status
    return see_other(address or url_for("safety.show", report=report.id, done=done))


def _as_it_is_now(report: ReportSeen, refusal: Refusal, answer: AnswerForm | None = None) -> str:
    """The page again, after something about it was refused; the list, for who does not handle it any more."""
    current = queries.report(signed_in(), report=report.id)
    if current is not None:
        return report_page(current, answer, refused=refusal.sentence)
    return _list_page(refused=refusal.sentence, unsent=answer.answer.data if answer is not None else None)


def _list_page(refused: Sentence | None = None, unsent: str | None = None) -> str:
    found = queries.my_reports(signed_in())
    return page(
        "safety/reports.html",
        sent=[one for one in found if one.is_reporter],
        handled=[one for one in found if not one.is_reporter],
        refused=refused,
        unsent=unsent,
        done=done_sentence(DONE),
    )
