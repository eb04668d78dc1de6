"""The two-way journal: its states, and every decision about them."""

from enum import StrEnum


class ExchangeKind(StrEnum):
    LESSON = "lesson"
    MOMENT = "moment"


class GuidingRole(StrEnum):
    """The role a text was written in."""

    GUIDE = "guide"
    LEARNER = "learner"
    BOTH = "both"


class HearingAnswer(StrEnum):
    CONFIRMED = "confirmed"
    CLARIFIED = "clarified"
