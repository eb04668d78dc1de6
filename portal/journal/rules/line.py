"""One reflection as a list shows it: states and moments, no text."""

from dataclasses import dataclass
from datetime import datetime

from portal.journal.rules.hearing import HearingAnswer
from portal.journal.rules.reflection import ReflectionState


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """A reflection that a reader may know of."""

    pair_id: str
    exchange_id: str
    lesson_id: str | None
    reflection_id: str
    author_id: str
    state: ReflectionState
    sealed_at: datetime | None
    opened_at: datetime | None
    saved_at: datetime
    rounds: int
    last_answer: HearingAnswer | None
    """Of the last hearing: None while there is none, or while it waits for the author."""
    last_offered_at: datetime | None
    last_answered_at: datetime | None
    replied_at: datetime | None
    replied_by_id: str | None

    @property
    def waits_for_hearing(self) -> bool:
        """Open, and its author's partner may say what they heard."""
        unheard = self.rounds == 0 or self.last_answer is HearingAnswer.CLARIFIED
        return self.state is ReflectionState.OPEN and unheard

    @property
    def waits_for_answer(self) -> bool:
        """A hearing was offered, and the author has not said whether it is right."""
        return self.state is ReflectionState.OPEN and self.rounds > 0 and self.last_answer is None

    @property
    def newest_at(self) -> datetime:
        """When something last happened to it."""
        moments = (self.saved_at, self.sealed_at, self.opened_at, self.last_offered_at, self.last_answered_at)
        return max(moment for moment in (*moments, self.replied_at) if moment is not None)

    @property
    def heard(self) -> bool:
        return self.last_answer is HearingAnswer.CONFIRMED
