"""The assumption cards: on each, one answers for oneself and predicts the other's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.curriculum.rules.companions.entries import Entry, entries_of
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

ENDS = 2
FEWEST_CHOICES, MOST_CHOICES = 2, 6


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
    choices: tuple[str, ...] = ()
    """Those of a choice; of a scale, what 1 and what 5 mean; none of an open one."""


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
    if len({len(text.choices) for text in texts.values()}) > 1:
        entry.wrong(_l("The two languages need the same number of choices."))
    return Card(entry.slug("key"), kind, entry.words("lessons"), texts)


def _text(entry: Entry, kind: CardKind) -> CardText:
    match kind:
        case CardKind.OPEN:
            entry.refuse_other_keys("text")
            return CardText(entry.text("text"))
        case CardKind.SCALE:
            entry.refuse_other_keys("text", "ends")
            ends = entry.words("ends")
            if len(ends) != ENDS:
                entry.wrong(_l("“ends” says what 1 means, then what 5 means."))
            return CardText(entry.text("text"), ends)
        case CardKind.CHOICE:
            entry.refuse_other_keys("text", "choices")
            choices = entry.words("choices")
            if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES or len(set(choices)) < len(choices):
                least, most = FEWEST_CHOICES, MOST_CHOICES
                entry.wrong(_l("“choices” has %(least)s to %(most)s texts, all different.", least=least, most=most))
            return CardText(entry.text("text"), choices)
