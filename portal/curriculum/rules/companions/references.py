"""What a companion names must be there: lessons of the modules beside it, and cards."""

from collections.abc import Collection, Iterator, Sequence

from portal.curriculum.rules.companions.agendas import Agenda
from portal.curriculum.rules.companions.assessment import Assessment
from portal.curriculum.rules.companions.cards import Card
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

Read = Assessment | tuple[Card, ...] | tuple[Agenda, ...]


def lessons_named(companion: Read) -> list[str]:
    """As `module/slug`."""
    if isinstance(companion, Assessment):
        return [situation.lesson for situation in companion.situations]
    return [lesson for entry in companion for lesson in entry.lessons]


def cards_named(companion: Read) -> list[str]:
    entries: Sequence[object] = companion if isinstance(companion, tuple) else ()
    return [card for entry in entries if isinstance(entry, Agenda) for card in entry.cards]


def wrong_references(
    companion: Read, source: str, lessons: Collection[str], cards: Collection[str]
) -> Iterator[Problem]:
    """`lessons` and `cards` are all there are."""
    for lesson in set(lessons_named(companion)) - set(lessons):
        yield Problem(_line(source, lesson), _l("There is no lesson “%(name)s” here.", name=lesson))
    for card in set(cards_named(companion)) - set(cards):
        yield Problem(_line(source, card), _l("There is no card “%(name)s” here.", name=card))


def _line(source: str, name: str) -> int:
    return source.partition(f'"{name}"')[0].count("\n") + 1
