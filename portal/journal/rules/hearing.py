"""What I heard: rounds of paraphrase, each confirmed or clarified by the author, until either leaves it there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

ROUNDS_BEFORE_TALKING = 3

# A copy repeats this share of its own runs of three words. Less than these many words are a quotation, not a copy.
COPIED = 0.8
RUN = 3
SHORTEST_COPY = 12


class HearingAnswer(StrEnum):
    CONFIRMED = "confirmed"
    CLARIFIED = "clarified"


class HearingState(StrEnum):
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    CLARIFIED = "clarified"
    LEFT = "left"
    WITHDRAWN = "withdrawn"


class HearingAct(StrEnum):
    CONFIRM = "confirm"
    CLARIFY = "clarify"
    LEAVE = "leave it there"
    WITHDRAW = "withdraw"


# What an act makes of a round; an act that was done already changes nothing. What is not here is refused.
ROUND_TRANSITIONS = {
    (HearingState.OFFERED, HearingAct.CONFIRM): HearingState.CONFIRMED,
    (HearingState.OFFERED, HearingAct.CLARIFY): HearingState.CLARIFIED,
    (HearingState.OFFERED, HearingAct.LEAVE): HearingState.LEFT,
    (HearingState.OFFERED, HearingAct.WITHDRAW): HearingState.WITHDRAWN,
    (HearingState.CONFIRMED, HearingAct.CONFIRM): HearingState.CONFIRMED,
    (HearingState.CONFIRMED, HearingAct.WITHDRAW): HearingState.WITHDRAWN,
    (HearingState.CLARIFIED, HearingAct.CLARIFY): HearingState.CLARIFIED,
    (HearingState.CLARIFIED, HearingAct.LEAVE): HearingState.LEFT,
    (HearingState.CLARIFIED, HearingAct.WITHDRAW): HearingState.WITHDRAWN,
    (HearingState.LEFT, HearingAct.LEAVE): HearingState.LEFT,
    (HearingState.LEFT, HearingAct.WITHDRAW): HearingState.WITHDRAWN,
    (HearingState.WITHDRAWN, HearingAct.WITHDRAW): HearingState.WITHDRAWN,
}

HEARING_REFUSALS: dict[HearingState, Sentence] = {
    HearingState.OFFERED: _l("What was heard waits for its answer."),
    HearingState.CONFIRMED: _l("This has already been answered. Here is where it stands now."),
    HearingState.CLARIFIED: _l("This has already been answered. Here is where it stands now."),
    HearingState.LEFT: _l("It was left there."),
    HearingState.WITHDRAWN: _l("What was heard was withdrawn in the meantime."),
}


@dataclass(frozen=True, slots=True)
class Round:
    """One round, as it is decided upon. Withdrawing erases its words, not what was answered."""

    answer: HearingAnswer | None = None
    left: bool = False
    withdrawn: bool = False

    @property
    def state(self) -> HearingState:
        if self.withdrawn:
            return HearingState.WITHDRAWN
        if self.left:
            return HearingState.LEFT
        return HearingState(self.answer) if self.answer else HearingState.OFFERED


Rounds = Sequence[Round]
"""In order. After a round that was confirmed or left there is no other."""


def round_after(state: HearingState, act: HearingAct) -> HearingState:
    """The state of a round after an act; raises where the act has no place in it."""
    try:
        return ROUND_TRANSITIONS[state, act]
    except KeyError:
        raise Refusal(HEARING_REFUSALS[state]) from None


def may_hear(rounds: Rounds) -> bool:
    """The partner says what they heard when nothing was said yet, or when the last round was clarified or withdrawn."""
    if not rounds:
        return True
    last = rounds[-1]
    return not last.left and (last.answer is HearingAnswer.CLARIFIED or (last.withdrawn and last.answer is None))


def may_answer(rounds: Rounds) -> bool:
    """The author answers the round that waits."""
    return bool(rounds) and rounds[-1].state is HearingState.OFFERED


def may_leave(rounds: Rounds) -> bool:
    """Either leaves it there, as long as the hearing goes on."""
    if not rounds:
        return False
    state = rounds[-1].state
    return ROUND_TRANSITIONS.get((state, HearingAct.LEAVE), state) is not state


def was_left(rounds: Rounds) -> bool:
    return bool(rounds) and rounds[-1].left


def may_reply(rounds: Rounds) -> bool:
    """Plain replies come after a confirmed hearing."""
    return any(one.answer is HearingAnswer.CONFIRMED for one in rounds)


def may_talk_in_person(rounds: Rounds) -> bool:
    """After the third round that was not right, the two are better off talking about it."""
    return may_hear(rounds) and sum(not one.withdrawn for one in rounds) >= ROUNDS_BEFORE_TALKING


def is_near_copy(text: str, heard: str) -> bool:
    """Whether what was heard repeats the text nearly word for word."""
    words, said = _words(text), _words(heard)
    if len(said) < SHORTEST_COPY:
        return len(said) > RUN and said == words
    runs, known = _runs(said), set(_runs(words))
    return sum(run in known for run in runs) >= COPIED * len(runs)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]
