"""The two-way journal: its states, and every decision about them."""

from portal.journal.rules.hearing import HearingAnswer, may_answer, may_hear, may_reply
from portal.journal.rules.line import ExchangeLine
from portal.journal.rules.reflection import (
    LONGEST_TEXT,
    Act,
    ExchangeKind,
    GuidingRole,
    Moments,
    ReflectionState,
    after,
    has_content,
    is_known_to_partner,
    may_read,
    opens_both,
    state_of,
)
from portal.journal.rules.waiting import Waiting, what_waits

__all__ = [
    "LONGEST_TEXT",
    "Act",
    "ExchangeKind",
    "ExchangeLine",
    "GuidingRole",
    "HearingAnswer",
    "Moments",
    "ReflectionState",
    "Waiting",
    "after",
    "has_content",
    "is_known_to_partner",
    "may_answer",
    "may_hear",
    "may_read",
    "may_reply",
    "opens_both",
    "state_of",
    "what_waits",
]
