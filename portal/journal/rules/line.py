"""One reflection as a list shows it: states and moments, no text."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from portal.journal.rules.hearing import HearingAnswer, Round, may_answer, may_hear, was_left
from portal.journal.rules.moments import Moment
from portal.journal.rules.reflection import ExchangeKind, ReflectionState
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence


class TextSort(StrEnum):
    """What a text is called, where it is told of without its words."""

    REFLECTION = "reflection"
    LETTER = "letter"
    CARD = "card"


class ExchangeLine(NamedTuple):
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
    last_round: Round | None
    """Of *What I heard*; None while nothing was heard."""
    last_offered_at: datetime | None
    last_answered_at: datetime | None
    author_replied_at: datetime | None
    partner_replied_at: datetime | None
    """Of the replies that stand, as `author_replied_at`: when each of the two last gave one."""
    added_at: datetime | None = None
    """When its author last added to it."""
    passed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    advice_asked_at: datetime | None = None
    """By its author, of the partner."""
    more_wished_at: datetime | None = None
    """By the partner, of its author."""
    moment: Moment | None = None
    """What the exchange is about, where it is a moment."""
    card: str | None = None
    """The key of its card, where it is one."""
    kind: ExchangeKind = ExchangeKind.LESSON

    @property
    def named(self) -> Sentence | None:
        """What the exchange is about, where it is about no lesson. A card is named by its page alone."""
        if self.card is not None:
            return _l("An assumption card")
        return self.moment.named if self.moment is not None else None

    @property
    def sort(self) -> TextSort:
        if self.card is not None:
            return TextSort.CARD
        return TextSort.LETTER if self.moment is Moment.LETTER else TextSort.REFLECTION

    @property
    def _rounds(self) -> tuple[Round, ...]:
        return (self.last_round,) if self.last_round else ()

    @property
    def last_answer(self) -> HearingAnswer | None:
        """None while nothing was heard, or while it waits for the author."""
        return self.last_round.answer if self.last_round else None

    @property
    def waits_for_hearing(self) -> bool:
        """Open, and its author's partner may say what they heard."""
        return self.kind.is_heard and self.state is ReflectionState.OPEN and may_hear(self._rounds)

    @property
    def waits_for_answer(self) -> bool:
        """A hearing was offered, and the author has not said whether it is right."""
        return self.state is ReflectionState.OPEN and may_answer(self._rounds)

    @property
    def waits_for_advice(self) -> bool:
        """Its author asked for advice, and the partner has said nothing since, or has withdrawn it."""
        return self.state is ReflectionState.OPEN and none_since(self.advice_asked_at, self.partner_replied_at)

    @property
    def waits_for_more(self) -> bool:
        """The partner was expecting more, and its author has added nothing since."""
        return self.state is ReflectionState.OPEN and none_since(self.more_wished_at, self.added_at)

    @property
    def newest_at(self) -> datetime:
        """When something last happened to it."""
        handed = (self.saved_at, self.sealed_at, self.opened_at, self.passed_at, self.withdrawn_at, self.added_at)
        heard = (self.last_offered_at, self.last_answered_at)
        said = (self.author_replied_at, self.partner_replied_at, self.advice_asked_at, self.more_wished_at)
        return max(moment for moment in (*handed, *heard, *said) if moment is not None)

    @property
    def handed_at(self) -> datetime | None:
        """When the partner first could know of it, as far as it tells."""
        known = (self.sealed_at, self.opened_at, self.passed_at, self.withdrawn_at)
        return min((moment for moment in known if moment is not None), default=None)

    @property
    def heard(self) -> bool:
        return self.last_answer is HearingAnswer.CONFIRMED

    @property
    def was_left(self) -> bool:
        return was_left(self._rounds)


def none_since(asked_at: datetime | None, last_at: datetime | None) -> bool:
    """Whether what was asked for has not come yet: the last of its kind, if any, was before."""
    return asked_at is not None and (last_at is None or last_at < asked_at)


def by_exchange(lines: Iterable[ExchangeLine], author_id: str) -> dict[str, ExchangeLine]:
    """What one author wrote, by the exchange it belongs to."""
    return {line.exchange_id: line for line in lines if line.author_id == author_id}


def waits_for_mine(theirs: ExchangeLine, mine: ExchangeLine | None) -> bool:
    """Whether the partner has handed over what they wrote, and the reader has not. A lesson's text is a step of it."""
    handed = theirs.state in (ReflectionState.SEALED, ReflectionState.OPEN)
    return theirs.lesson_id is None and handed and (mine is None or mine.state is ReflectionState.DRAFT)
