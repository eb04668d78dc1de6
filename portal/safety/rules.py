"""A report: its states, who may handle it, and whether an excerpt is what somebody wrote."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

LONGEST_WORDS = 8_000
FEWEST_WORDS = 3
"""How many words in a row an excerpt has, unless the text has no more."""
PROOF_HOLDS = timedelta(days=1)
"""How long what was attested when a report was looked at stands, should the text be taken back before it is sent."""
KEPT_AFTERWARDS = timedelta(days=90)
"""How long a report that is over is kept: see over_since."""


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
class Draft:
    """A report as it is about to be sent. `excerpt` is empty for one that shows nothing."""

    handler_id: str
    words: str
    excerpt: str = ""


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


def over_since(moments: Moments, reporter_gone_at: datetime | None) -> datetime | None:
    """Since when a report is over; None for one that still waits for an answer.

    Nobody waits any more for the answer to one whose reporter deleted their account: it is over once it is in hand.
    One that nobody looked into yet never is.
    """
    ended_at = moments.withdrawn_at or moments.closed_at
    if ended_at is not None or moments.taken_at is None or reporter_gone_at is None:
        return ended_at
    return max(moments.taken_at, reporter_gone_at)


def is_kept_no_more(moments: Moments, reporter_gone_at: datetime | None, now: datetime) -> bool:
    over_at = over_since(moments, reporter_gone_at)
    return over_at is not None and over_at + KEPT_AFTERWARDS < now


def after(state: ReportState, act: ReportAct) -> ReportState:
    """The state after an act; raises where the act has no place in this state."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise Refusal(REFUSALS[state]) from None


def may_handle(known: Iterable[Handler], *concerned: str) -> Sequence[Handler]:
    """Those on the list whom the report does not concern: neither who sends it nor who it is about."""
    return [handler for handler in known if handler.id not in concerned]


def who_goes_on(listed: Sequence[Handler], *, reporter_is_gone: bool) -> Handler | None:
    """Who gets a report that its handler left behind, without being chosen; None where its reporter can choose.

    None as well while nobody is on the list: it waits until somebody is.
    """
    return listed[0] if reporter_is_gone and listed else None


def refuse_unlisted(handler_id: str, known: Iterable[Handler]) -> None:
    """Raises where this is nobody on the list."""
    if all(one.id != handler_id for one in known):
        raise Refusal(_l("Choose somebody on the list to handle this report."), field="handler", status=422)


def is_verbatim(excerpt: str, text: str) -> bool:
    """Whether these are whole words of that text, as they stand in it. How many blanks part them does not count."""
    wanted = _plain(excerpt)
    whole = rf"(?:(?<!\w)|(?!\w)){re.escape(wanted)}(?:(?!\w)|(?<!\w))"
    return bool(wanted) and re.search(whole, _plain(text)) is not None


def cuts_a_word(excerpt: str, text: str) -> bool:
    """Whether it stands in that text, but begins or ends inside a word."""
    return _plain(excerpt) in _plain(text) and not is_verbatim(excerpt, text) and bool(excerpt.strip())


def refuse_few_words(excerpt: str, text: str | None) -> None:
    """Raises for a word or two: torn out, they say anything. Unless the text says no more, or is not there any more."""
    if text is not None and 0 < len(excerpt.split()) < FEWEST_WORDS and _plain(excerpt) != _plain(text):
        raise Refusal(
            _l("Copy at least %(few)s words in a row, or leave this empty.", few=FEWEST_WORDS),
            field="excerpt",
            status=422,
        )


def fingerprint(excerpt: str) -> str:
    """Tells an excerpt from another, without its words."""
    return hashlib.sha256(_plain(excerpt).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """Words that the portal found in a text, and when."""

    fingerprint: str
    at: datetime

    def attests(self, excerpt: str, now: datetime) -> bool:
        return self.fingerprint == fingerprint(excerpt) and now < self.at + PROOF_HOLDS


@dataclass(frozen=True, slots=True)
class Attestation:
    """What the portal can say of an excerpt. Neither moment, for words that it did not find in a text it could read."""

    attested_at: datetime | None = None
    """When it found them, word for word."""
    gone_at: datetime | None = None
    """When the text had been taken back, so that nothing could be compared with it."""
    cuts_a_word: bool = False
    """Why it did not find them, where that is so: they stand there, and not as whole words."""


def attest(excerpt: str, text: str | None, found: Found | None, now: datetime) -> Attestation:
    """`text`: as it is now, None for one that was taken back; `found`: what was found in it before."""
    if text is not None and is_verbatim(excerpt, text):
        return Attestation(attested_at=now)
    if found is not None and found.attests(excerpt, now):
        return Attestation(attested_at=found.at)
    if text is None:
        return Attestation(gone_at=now if excerpt else None)
    return Attestation(cuts_a_word=cuts_a_word(excerpt, text))


def _plain(text: str) -> str:
    return " ".join(text.split())
