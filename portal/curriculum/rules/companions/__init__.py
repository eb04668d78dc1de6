"""What goes with the lessons, in files beside the modules: the self-assessment, the cards, the agendas."""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum

from portal.curriculum.rules.companions.agendas import Agenda, AgendaPart, AgendaText, read_agendas
from portal.curriculum.rules.companions.assessment import Assessment, Choice, Dimension, Situation, read_assessment
from portal.curriculum.rules.companions.cards import Card, CardKind, CardText, read_cards
from portal.curriculum.rules.companions.references import Read, wrong_references
from portal.curriculum.rules.values import Problem


class Companion(StrEnum):
    """The values are the names of the files, before `.toml`."""

    ASSESSMENT = "self-assessment"
    CARDS = "cards"
    AGENDAS = "agendas"


_READERS: Mapping[Companion, Callable[[str], tuple[Read, list[Problem]]]] = {
    Companion.ASSESSMENT: read_assessment,
    Companion.CARDS: read_cards,
    Companion.AGENDAS: read_agendas,
}


def companion_problems(
    sources: Mapping[Companion, str], lessons: Collection[str]
) -> Iterator[tuple[Companion, Problem]]:
    """What is wrong with the files that are there. `lessons` are those beside them, as `module/slug`."""
    read = {companion: _READERS[companion](source) for companion, source in sources.items()}
    cards = {card.key for card in read_cards(sources.get(Companion.CARDS, ""))[0]}
    for companion, (value, problems) in read.items():
        found = [*problems, *wrong_references(value, sources[companion], lessons, cards)]
        yield from ((companion, problem) for problem in sorted(found))


def read_companion(companion: Companion, source: str) -> Read:
    """What a file says that is right."""
    return _READERS[companion](source)[0]


__all__ = [
    "Agenda",
    "AgendaPart",
    "AgendaText",
    "Assessment",
    "Card",
    "CardKind",
    "CardText",
    "Choice",
    "Companion",
    "Dimension",
    "Read",
    "Situation",
    "companion_problems",
    "read_agendas",
    "read_assessment",
    "read_cards",
    "read_companion",
]
