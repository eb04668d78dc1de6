"""A report: its states, who may handle it, and whether an excerpt is what somebody wrote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

LONGEST_WORDS = 8_000
KEPT_AFTERWARDS = timedelta(days=90)
"""How long a report that was closed or withdrawn is kept."""


class ReportState(StrEnum):
    SENT = "sent"
    IN_HAND = "in hand"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ReportAct(StrEnum):
    TAKE = "take in hand"
    HAND_OVER = "hand over"
    INTERVENE = "lift the freeze or close the pair"
    CLOSE = "answer and close"
    WITHDRAW = "withdraw"


# What an act makes of a state; an act that was done already changes nothing. What is not here is refused.
# The reporter withdraws, and hands over where nobody handles any more; the rest is the handler's.
TRANSITIONS = {
    (ReportState.SENT, ReportAct.TAKE): ReportState.IN_HAND,
    (ReportState.SENT, ReportAct.HAND_OVER): ReportState.SENT,
    (ReportState.SENT, ReportAct.INTERVENE): ReportState.IN_HAND,
    (ReportState.SENT, ReportAct.CLOSE): ReportState.CLOSED,
    (ReportState.SENT, ReportAct.WITHDRAW): ReportState.WITHDRAWN,
    (ReportState.IN_HAND, ReportAct.TAKE): ReportState.IN_HAND,
    (ReportState.IN_HAND, ReportAct.HAND_OVER): ReportState.SENT,
    (ReportState.IN_HAND, ReportAct.INTERVENE): ReportState.IN_HAND,
    (ReportState.IN_HAND, ReportAct.CLOSE): ReportState.CLOSED,
    (ReportState.IN_HAND, ReportAct.WITHDRAW): ReportState.WITHDRAWN,
    (ReportState.CLOSED, ReportAct.CLOSE): ReportState.CLOSED,
    (ReportState.WITHDRAWN, ReportAct.WITHDRAW): ReportState.WITHDRAWN,
}

REFUSALS: dict[ReportState, Sentence] = {
    ReportState.SENT: _l("This report waits for whoever handles it."),
    ReportState.IN_HAND: _l("This report is in hand."),
    ReportState.CLOSED: _l("This report is closed."),
    ReportState.WITHDRAWN: _l("This report was withdrawn by the person who sent it."),
}


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody on the list of those who may handle a report."""

    id: str
    name: Sentence


@dataclass(frozen=True, slots=True)
class Moments:
    """What tells the state of a report."""

    taken_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None


def state_of(moments: Moments) -> ReportState:
    if moments.withdrawn_at is not None:
        return ReportState.WITHDRAWN
    if moments.closed_at is not None:
        return ReportState.CLOSED
    return ReportState.IN_HAND if moments.taken_at is not None else ReportState.SENT


def after(state: ReportState, act: ReportAct) -> ReportState:
    """The state after an act; raises where the act has no place in this state."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise Refusal(REFUSALS[state]) from None


def may_handle(known: Iterable[Handler], *concerned: str) -> Sequence[Handler]:
    """Those on the list whom the report does not concern: neither who sends it nor who it is about."""
    return [handler for handler in known if handler.id not in concerned]


def refuse_unlisted(handler_id: str, known: Iterable[Handler]) -> None:
    """Raises where this is nobody on the list."""
    if all(one.id != handler_id for one in known):
        raise Refusal(_l("Choose somebody on the list to handle this report."), field="handler", status=422)


def is_verbatim(excerpt: str, text: str) -> bool:
    """Whether these are words of that text, as they stand in it. Line ends, and blanks around, do not count."""
    wanted = _plain(excerpt)
    return bool(wanted) and wanted in _plain(text)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
