"""How much a lesson holds, against what a lesson may: it warns, and stops nobody from writing."""

from dataclasses import dataclass

from portal.curriculum.rules import Reading, StepKind
from portal.curriculum.rules.checking import MOST_WORDS, count_words
from portal.curriculum.rules.front import LONGEST_LESSON

WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """What is to be read in one step."""

    key: str
    title: str
    words: int

    @property
    def is_too_long(self) -> bool:
        return self.words > MOST_WORDS


@dataclass(frozen=True, slots=True)
class Budget:
    readings: tuple[ReadingStep, ...]
    minutes: int
    """Those that the lesson says it takes; 0 while it does not say."""
    steps: int

    most_words = MOST_WORDS
    most_minutes = LONGEST_LESSON

    @property
    def words(self) -> int:
        return sum(step.words for step in self.readings)

    @property
    def minutes_to_read(self) -> int:
        """What reading alone takes."""
        return -(-self.words // WORDS_A_MINUTE)

    @property
    def is_short_of_time(self) -> bool:
        """Reading alone takes longer than the lesson says that it takes in all."""
        return 0 < self.minutes < self.minutes_to_read


def budget_of(reading: Reading) -> Budget:
    text = reading.draft
    if text is None:
        return Budget((), 0, 0)
    readings = (
        ReadingStep(step.key, step.title, count_words(step.text)) for step in text.steps if step.kind is StepKind.READ
    )
    return Budget(tuple(readings), text.minutes, len(text.steps))
