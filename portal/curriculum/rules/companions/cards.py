"""The assumption cards: on each, one answers for oneself and predicts the other's answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.curriculum.rules.companions.entries import Entry, entries_of
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

SCALE_ENDS = ("1", "5")
FEWEST_CHOICES, MOST_CHOICES = 2, 6
NUMBERS = "123456789"


class CardKind(StrEnum):
    OPEN = "open"
    """A few words."""
    SCALE = "scale"
    """From 1 to 5."""
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in one language."""

    text: str
    choices: Mapping[str, str] = field(default_factory=dict)
    """What can be chosen, by the number that stays with each wherever it stands; of a scale, what its ends mean."""


@dataclass(frozen=True, slots=True)
class Card:
    key: str
    kind: CardKind
    lessons: tuple[str, ...]
    """The lessons it goes with: `module/slug`."""
    texts: Mapping[str, CardText]
    """By language."""


def read_cards(source: str) -> tuple[tuple[Card, ...], list[Problem]]:
    """The cards, in the order of the file, and what is wrong with it."""
    entries = entries_of(source)
    if entries.problems:
        return (), entries.problems
    cards = tuple(_card(entry) for entry in entries.named("card"))
    entries.refuse_others(["card"])
    entries.refuse_twice(card.key for card in cards)
    return cards, entries.problems


def _card(entry: Entry) -> Card:
    entry.refuse_other_keys("key", "kind", "lessons", "fr", "en")
    kind = entry.one_of("kind", list(CardKind))
    texts = {language: _text(part, kind) for language, part in entry.languages().items()}
    if len({tuple(text.choices) for text in texts.values()}) > 1:
        entry.wrong(_l("The two languages need the same choices, in the same order."))
    return Card(entry.slug("key"), kind, entry.words("lessons"), texts)


def _text(entry: Entry, kind: CardKind) -> CardText:
    match kind:
        case CardKind.OPEN:
            entry.refuse_other_keys("text")
            return CardText(entry.text("text"))
        case CardKind.SCALE:
            entry.refuse_other_keys("text", "ends")
            ends = entry.words("ends")
            if len(ends) != len(SCALE_ENDS):
                entry.wrong(_l("“ends” says what 1 means, then what 5 means."))
            return CardText(entry.text("text"), dict(zip(SCALE_ENDS, ends, strict=False)))
        case CardKind.CHOICE:
            entry.refuse_other_keys("text", "choices")
            return CardText(entry.text("text"), _choices(entry))


def _choices(entry: Entry) -> Mapping[str, str]:
    among = entry.table("choices")
    choices = {number: among.text(number) for number in among.data}
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES or len(set(choices.values())) < len(choices):
        least, most = FEWEST_CHOICES, MOST_CHOICES
        entry.wrong(_l("“choices” has %(least)s to %(most)s texts, all different.", least=least, most=most))
    if not all(number in NUMBERS for number in choices):
        entry.wrong(_l("Each of “choices” has a number from 1 to 9, which stays with it when its place changes."))
    return choices
