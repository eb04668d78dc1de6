"""Sending a report, with or without an excerpt; and withdrawing it."""

from dataclasses import dataclass
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
from portal.safety.rules import ReportAct, after, is_verbatim, refuse_unlisted
from portal.safety.service import sealing
from portal.safety.service.holding import hold
from portal.safety.service.showing import Shown, find_text
from portal.safety.signals import ReportWithdrawn

WAITS_MAIL = "safety.waits"
PER_PERSON = Limit("report.person", 20, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it is about to be sent. `excerpt` is empty for one that shows nothing."""

    handler_id: str
    words: str
    excerpt: str = ""


def attests(shown: Shown | None, excerpt: str) -> bool:
    """Whether the excerpt is, word for word, part of the text that is open to the reporter."""
    return shown is not None and is_verbatim(excerpt, shown.text.text)


def send(actor: Actor, pair: MyPair, about: Shown | None, draft: Draft) -> str:
    """Send it; its id. `about`: the text it was begun from.

    The pair is held, so that whether the excerpt is attested is settled against the text as it is now.
    """
    pairs.hold_in_any_state(pair)
    if not PER_PERSON.admits_with(actor.id):
        raise Refusal(
            _l("You have sent many reports today. Send this one tomorrow, or write to the people who run this portal."),
            status=429,
        )
    refuse_unlisted(draft.handler_id, queries.handlers_for(pair))
    current = find_text(actor, pair, about.text.kind, about.text.id) if about else None
    report_id = _add(pair, draft, about if draft.excerpt else None, attested=attests(current, draft.excerpt))
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


def _add(pair: MyPair, draft: Draft, about: Shown | None, *, attested: bool) -> str:
    report_id = new_id()
    db.session.add(
        Report(
            id=report_id,
            pair_id=pair.id,
            reporter_id=pair.me.id,
            reported_id=pair.partner.id,
            handler_id=draft.handler_id,
            text_cipher=sealing.close(report_id, "text_cipher", draft.words),
            excerpt_cipher=sealing.close(report_id, "excerpt_cipher", draft.excerpt) if draft.excerpt else None,
            shown_kind=about.text.kind if about else None,
            shown_id=about.text.id if about else None,
            shown_opened_at=about.text.opened_at if about else None,
            attested_at=now() if attested else None,
            sent_at=now(),
        )
    )
    db.session.flush()
    return report_id
