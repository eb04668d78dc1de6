"""What I heard: rounds of paraphrase, each confirmed or clarified by the author."""

from collections.abc import Sequence
from enum import StrEnum


class HearingAnswer(StrEnum):
    CONFIRMED = "confirmed"
    CLARIFIED = "clarified"


# Of each round, in order: how its author answered, or None while they have not.
Rounds = Sequence[HearingAnswer | None]


def may_hear(rounds: Rounds) -> bool:
    """The partner says what they heard when nothing was said yet, or when the last round was clarified."""
    return not rounds or rounds[-1] is HearingAnswer.CLARIFIED


def may_answer(rounds: Rounds) -> bool:
    """The author answers the round that waits."""
    return bool(rounds) and rounds[-1] is None


def may_reply(rounds: Rounds) -> bool:
    """Plain replies come after a confirmed hearing."""
    return HearingAnswer.CONFIRMED in rounds
