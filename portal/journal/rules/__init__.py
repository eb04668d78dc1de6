"""The two-way journal: its states, and every decision about them."""

from portal.journal.rules.hearing import HearingAnswer, may_answer, may_hear, may_reply
from portal.journal.rules.reflection import (
    Act,
    ExchangeKind,
    GuidingRole,
    Moments,
    ReflectionState,
    after,
    has_content,
    may_read,
    opens_both,
    state_of,
)

__all__ = [
    "Act",
    "ExchangeKind",
    "GuidingRole",
    "HearingAnswer",
    "Moments",
    "ReflectionState",
    "after",
    "has_content",
    "may_answer",
    "may_hear",
    "may_read",
    "may_reply",
    "opens_both",
    "state_of",
]
