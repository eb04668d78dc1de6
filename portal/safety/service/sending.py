"""Sending a report, with or without an excerpt; and withdrawing it."""

from datetime import timedelta

from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.kernel.throttle import Limit
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair
from portal.safety import queries
from portal.safety.models import Report
from portal.safety.queries import ReportSeen
from portal.safety.rules import Attestation, Draft, ReportAct, after, attest, refuse_unlisted
from portal.safety.service import sealing
from portal.safety.service.holding import hold
from portal.safety.service.showing import Shown, as_it_is_now
from portal.safety.signals import ReportWithdrawn

WAITS_MAIL = "safety.waits"
PER_PERSON = Limit("report.person", 20, timedelta(days=1))


def attestation_of(excerpt: str, shown: Shown | None) -> Attestation:
    """What the portal can say of the excerpt now; nothing, where the report was begun from no text."""
    return attest(excerpt, shown.text, shown.found, now()) if shown else Attestation()


def send(actor: Actor, pair: MyPair, about: Shown | None, draft: Draft) -> str:
    """Send it; its id. `about`: the text it was begun from, which may be taken back meanwhile.

    The pair is held, so that whether the excerpt is attested is settled against the text as it is now.
    """
    pairs.hold_in_any_state(pair)
    if not PER_PERSON.admits_with(actor.id):
        raise Refusal(
            _l("You have sent many reports today. Send this one tomorrow, or write to the people who run this portal."),
            status=429,
        )
    refuse_unlisted(draft.handler_id, queries.handlers_for(pair))
    current = as_it_is_now(actor, pair, about) if about and draft.excerpt else None
    report_id = _add(pair, draft, current)
    tell_handler(report_id, draft.handler_id)
    return report_id


def withdraw(report: ReportSeen) -> None:
    """By its author: its words are erased at once, for whoever handles it too."""
    held = hold(report)
    if after(held.state, ReportAct.WITHDRAW) is held.state:
        return
    row = held.row
    row.withdrawn_at, row.text_cipher, row.excerpt_cipher = now(), None, None
    sealing.destroy(row.id)
    announce(ReportWithdrawn(row.id, row.withdrawn_at))


def tell_handler(report_id: str, handler_id: str) -> None:
    """One mail for each time that it comes to somebody."""
    key = f"{WAITS_MAIL}:{report_id}:{handler_id}:{now().isoformat()}"
    outbox.put(WAITS_MAIL, key, recipient_id=handler_id, ids={"report": report_id})


def _add(pair: MyPair, draft: Draft, about: Shown | None) -> str:
    report_id, attestation = new_id(), attestation_of(draft.excerpt, about)
    db.session.add(
        Report(
            id=report_id,
            pair_id=pair.id,
            reporter_id=pair.me.id,
            reported_id=pair.partner.id,
            handler_id=draft.handler_id,
            text_cipher=sealing.close(report_id, "text_cipher", draft.words),
            excerpt_cipher=sealing.close(report_id, "excerpt_cipher", draft.excerpt) if draft.excerpt else None,
            shown_kind=about.kind if about else None,
            shown_id=about.id if about else None,
            shown_opened_at=about.opened_at if about else None,
            shown_gone_at=attestation.gone_at,
            attested_at=attestation.attested_at,
            sent_at=now(),
        )
    )
    db.session.flush()
    return report_id
