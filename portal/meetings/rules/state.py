"""The states of a meeting, and what each act makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

MOST_TIMES = 5
LENGTHS = (15, 30, 45, 60, 90)
USUAL = 60
FURTHEST = timedelta(days=180)
"""How far ahead a meeting can be proposed."""


class MeetingState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    HELD = "held"
    CANCELLED = "cancelled"


class MeetingAct(StrEnum):
    ACCEPT = "accept"
    MOVE = "move"
    CANCEL = "cancel"
    HOLD = "hold"


class TextKind(StrEnum):
    """What the two keep with a meeting, and both may change."""

    PLACE = "place"
    AGENDA = "agenda"
    DECISIONS = "decisions"

    @property
    def named(self) -> Sentence:
        return _NAMES[self]


_NAMES = {
    TextKind.PLACE: _l("Where"),
    TextKind.AGENDA: _l("Our own lines"),
    TextKind.DECISIONS: _l("What we decided"),
}


# What an act makes of a state; what was done already changes nothing. What is not here is refused.
# To move is to make another offer: of a meeting that was agreed, or instead of the offer that is open.
MOVES = {
    (MeetingState.PROPOSED, MeetingAct.ACCEPT): MeetingState.AGREED,
    (MeetingState.PROPOSED, MeetingAct.MOVE): MeetingState.PROPOSED,
    (MeetingState.PROPOSED, MeetingAct.CANCEL): MeetingState.CANCELLED,
    (MeetingState.AGREED, MeetingAct.ACCEPT): MeetingState.AGREED,
    (MeetingState.AGREED, MeetingAct.MOVE): MeetingState.PROPOSED,
    (MeetingState.AGREED, MeetingAct.CANCEL): MeetingState.CANCELLED,
    (MeetingState.AGREED, MeetingAct.HOLD): MeetingState.HELD,
    (MeetingState.HELD, MeetingAct.HOLD): MeetingState.HELD,
    (MeetingState.CANCELLED, MeetingAct.CANCEL): MeetingState.CANCELLED,
}


class ChangedMeanwhile(Refusal):
    """It is no longer what was on the page."""

    def __init__(self) -> None:
        super().__init__(_l("This meeting has changed in the meantime. Here is where it stands now."))


def state_of(agreed_at: datetime | None, held_at: datetime | None, cancelled_at: datetime | None) -> MeetingState:
    if cancelled_at is not None:
        return MeetingState.CANCELLED
    if held_at is not None:
        return MeetingState.HELD
    return MeetingState.PROPOSED if agreed_at is None else MeetingState.AGREED


def moved(state: MeetingState, act: MeetingAct) -> MeetingState:
    """The state after the act. Raises ChangedMeanwhile where it is not possible any more."""
    after = MOVES.get((state, act))
    if after is None:
        raise ChangedMeanwhile
    return after


def times_in(offered: Sequence[str]) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(one) for one in offered)


@dataclass(frozen=True, slots=True)
class Offer:
    """The times that one of the two offers, and how long they would talk."""

    times: tuple[datetime, ...]
    minutes: int

    @property
    def as_text(self) -> list[str]:
        return [moment.isoformat() for moment in sorted(set(self.times))]

    def refuse_unsound(self, now: datetime, closes_at: datetime | None) -> None:
        """Raises for what nobody could accept. `closes_at`: when the pair will be closed, if it is about to be."""
        if not 1 <= len(self.times) <= MOST_TIMES:
            raise Refusal(_l("Offer from one to five times."), field="times", status=422)
        if self.minutes not in LENGTHS:
            raise Refusal(_l("Choose how long you would talk."), field="minutes", status=422)
        if not all(now < moment <= now + FURTHEST for moment in self.times):
            raise Refusal(_l("A meeting lies ahead, and within six months."), field="times", status=422)
        if closes_at is not None and any(moment >= closes_at for moment in self.times):
            raise Refusal(_l("The pair will be closed by then: choose an earlier time."), field="times", status=422)
