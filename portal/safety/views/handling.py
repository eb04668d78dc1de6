"""What who handles a report can press."""

from flask import url_for

from portal.kernel.access import requires_on
from portal.kernel.answers import page, see_other
from portal.kernel.form_keys import once
from portal.safety import policy, queries, service
from portal.safety.forms import AnswerForm, HandlerForm
from portal.safety.queries import ReportSeen
from portal.safety.views.blueprint import Answer, safety
from portal.safety.views.reports import carry_out, report_page


@safety.post("/reports/<report>/take")
@requires_on(policy.HANDLE, queries.report)
def take(report: ReportSeen) -> Answer:
    return carry_out(report, lambda: service.take(report), "taken")


@safety.post("/reports/<report>/hand-over")
@requires_on(policy.HAND_OVER, queries.report)
def hand_over(report: ReportSeen) -> Answer:
    form = HandlerForm()
    form.offer(report.handlers)
    if not form.validate():
        return report_page(report, choice=form), 422
    to_id = str(form.handler.data)
    address = url_for("safety.show", report=report.id) if report.is_reporter else url_for("safety.index", done="handed")

    def given() -> str:
        service.hand_over(report, to_id)
        return address

    return carry_out(report, lambda: once(form, given), "handed", address=address)


@safety.post("/reports/<report>/lift")
@requires_on(policy.HANDLE, queries.report)
def lift_freeze(report: ReportSeen) -> Answer:
    return carry_out(report, lambda: service.lift_freeze(report), "lifted")


@safety.get("/reports/<report>/close-pair")
@requires_on(policy.HANDLE, queries.report)
def closing_pair(report: ReportSeen) -> Answer:
    """What closing means, before it is asked for: there is no way back."""
    if report.pair_closed_at is not None or not report.is_open:
        return see_other(url_for("safety.show", report=report.id))
    return page("safety/close_pair.html", report=report)


@safety.post("/reports/<report>/close-pair")
@requires_on(policy.HANDLE, queries.report)
def close_pair(report: ReportSeen) -> Answer:
    return carry_out(report, lambda: service.close_pair(report), "pair-closed")


@safety.post("/reports/<report>/close")
@requires_on(policy.HANDLE, queries.report)
def close(report: ReportSeen) -> Answer:
    form = AnswerForm()
    if not form.validate():
        return report_page(report, form), 422
    done = "answered" if report.reporter_gone_at is None else "closed"
    return carry_out(report, lambda: service.close(report, str(form.answer.data)), done, form)
