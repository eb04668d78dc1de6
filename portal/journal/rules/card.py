"""An assumption card: each answers for themselves and predicts the other's answer, in one text of two lines."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.curriculum.rules import CardKind
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal

LONGEST_ANSWER = 300
SCALE = range(1, 6)
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class CardWords:
    """What one writes on a card: each on one line, empty until it is written.

    On a scale it is a number; where one chooses, the number of a choice and its words.
    """

    answer: str = ""
    prediction: str = ""

    @property
    def as_text(self) -> str:
        """Both as one text, which reads as it is wherever a text is read: with labels in the writer's language."""
        answer, prediction = (" ".join(words.split()) for words in (self.answer, self.prediction))
        lines = (
            _l("My answer: %(words)s", words=answer),
            _l("My prediction of your answer: %(words)s", words=prediction),
        )
        return _PARAGRAPH.join(str(line).strip() for line in lines)

    @classmethod
    def read(cls, text: str | None) -> "CardWords":
        """The two of a text, whatever the language of its labels."""
        lines = (text or "").split(_PARAGRAPH)
        return cls(*(line.partition(":")[2].strip() for line in lines[:2]))


class Nearness(StrEnum):
    """How near a prediction was."""

    EXACT = "exact"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Predicted:
    """A prediction beside the answer that it was of."""

    words: str
    answer: str
    nearness: Nearness | None
    """None while who was predicted has not said it, where only they can."""
    apart: int | None = None
    """On a scale."""
    after_reading: bool = False
    """Sealed once the other’s text was open: it predicted nothing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A card on which both texts are open."""

    key: str
    reflection_id: str
    """The reader's own."""
    opened_at: datetime
    by_me: Predicted
    by_partner: Predicted


@dataclass(frozen=True, slots=True)
class Tally:
    """How near one of the two came, over all cards that are open to both."""

    exact: int = 0
    near: int = 0
    far: int = 0
    unsaid: int = 0

    @property
    def of(self) -> int:
        return self.exact + self.near + self.far + self.unsaid


def tally(predictions: Iterable[Predicted]) -> Tally:
    found = Counter(one.nearness for one in predictions if not one.after_reading)
    return Tally(found[Nearness.EXACT], found[Nearness.NEAR], found[Nearness.FAR], found[None])


def in_words(number: str, choices: Mapping[str, str]) -> str:
    """A choice with its number; of a scale, which has none, the number."""
    return f"{number}. {choices[number]}" if choices else number


def picked(words: str) -> str | None:
    """The number that an answer begins with: on a scale, or of a choice."""
    number = words.partition(".")[0]
    return number if len(number) == 1 and number.isdecimal() else None


def predicted(kind: CardKind, prediction: str, answer: str, said: Nearness | None) -> Predicted:
    """`said`: by who was predicted, of a few words. Numbers speak for themselves."""
    here, there = picked(prediction), picked(answer)
    if kind is CardKind.OPEN or here is None or there is None:
        return Predicted(prediction, answer, said)
    if kind is CardKind.CHOICE:
        return Predicted(prediction, answer, Nearness.EXACT if here == there else Nearness.FAR)
    apart = abs(int(here) - int(there))
    return Predicted(prediction, answer, {0: Nearness.EXACT, 1: Nearness.NEAR}.get(apart, Nearness.FAR), apart)


def refuse_unfinished(text: str) -> None:
    """Raises where either is missing: a card is handed over with both."""
    words = CardWords.read(text)
    if not words.answer:
        raise Refusal(_l("Answer for yourself before you seal."), field="answer", status=422)
    if not words.prediction:
        raise Refusal(_l("Predict the other’s answer before you seal."), field="prediction", status=422)
