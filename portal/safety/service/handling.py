"""What who handles a report can do: take it in hand, hand it over, intervene in the pair, answer."""

from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.signals import TimePassed
from portal.pairs.service.lifecycle import close_at_once, lift_freeze_at_once
from portal.safety import queries
from portal.safety.models import Report
from portal.safety.queries import ReportSeen
from portal.safety.rules import REFUSALS, ReportAct, ReportState, after, refuse_unlisted, who_goes_on
from portal.safety.service import sealing
from portal.safety.service.holding import Held, hold
from portal.safety.service.sending import tell_handler

ANSWERED_MAIL = "safety.answered"
CHOOSE_MAIL = "safety.choose"


def take(report: ReportSeen) -> None:
    """Tell the reporter that somebody looks into it."""
    _in_hand(_acting(report, ReportAct.TAKE))


def hand_over(report: ReportSeen, to_id: str) -> None:
    """To another on the list, who then reads it instead: by whoever handles it, or by its reporter once nobody does."""
    held = _acting(report, ReportAct.HAND_OVER)
    listed = queries.handlers_in(report.program_id, report.reporter_id, report.reported_id)
    refuse_unlisted(to_id, [one for one in listed if one.id != held.row.handler_id])
    _give(held.row, to_id)


def lift_freeze(report: ReportSeen) -> None:
    """The reporter's own freeze. Keeping it asks for no act."""
    _in_hand(_acting(report, ReportAct.INTERVENE))
    lift_freeze_at_once(report.pair_id, report.reporter_id)


def close_pair(report: ReportSeen) -> None:
    """At once, in the neutral words of any closing."""
    _in_hand(_acting(report, ReportAct.INTERVENE))
    close_at_once(report.pair_id)


def close(report: ReportSeen, answer: str) -> None:
    """Answer the reporter, for good: the same words twice answer once, and other words do not take their place."""
    held = _acting(report, ReportAct.CLOSE)
    if held.state is ReportState.CLOSED:
        _refuse_other_answer(held.row, answer)
        return
    held.row.closed_at, held.row.answer_cipher = now(), sealing.close(report.id, "answer_cipher", answer)
    if report.reporter_gone_at is None:
        outbox.put(ANSWERED_MAIL, f"{ANSWERED_MAIL}:{report.id}", recipient_id=report.reporter_id)


def _refuse_other_answer(row: Report, answer: str) -> None:
    if sealing.open_with(sealing.opener(row.id), row.id, "answer_cipher", row.answer_cipher) != answer:
        raise Refusal(REFUSALS[ReportState.CLOSED])


def leave_none_behind(_event: TimePassed) -> None:
    """Nobody reads a report whose handler is gone, until its reporter chooses another, or, gone too, need not."""
    for left in queries.left_behind():
        heir = who_goes_on(left.listed, reporter_is_gone=left.reporter_is_gone)
        if heir is not None:
            _give(left.row, heir.id)
        elif not left.reporter_is_gone:
            _ask_to_choose(left.row)


def _ask_to_choose(row: Report) -> None:
    """At once, and once a month as long as they have not chosen: the outbox forgets by then that it was asked."""
    outbox.put(
        CHOOSE_MAIL,
        f"{CHOOSE_MAIL}:{row.id}:{row.handler_id}",
        recipient_id=row.reporter_id,
        ids={"report": row.id, "handler": row.handler_id},
    )


def _give(row: Report, to_id: str) -> None:
    row.handler_id, row.taken_at = to_id, None
    tell_handler(row.id, to_id)


def _acting(report: ReportSeen, act: ReportAct) -> Held:
    """The report, held, if this act is still possible on it, and is with whom it was a moment ago."""
    held = hold(report)
    if held.row.handler_id != report.handler.id:
        raise Refusal(_l("This report was handed over in the meantime."))
    after(held.state, act)
    return held


def _in_hand(held: Held) -> None:
    held.row.taken_at = held.row.taken_at or now()
