"""The agenda of a meeting as one of the two sees it: who guides, and its lessons in their workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.curriculum.rules import Card, Strand
from portal.curriculum.rules.companions import Agenda, AgendaText
from portal.learning.rules.path import PathLesson
from portal.learning.rules.sides import Side, side_of


@dataclass(frozen=True, slots=True)
class AgendaSeen:
    number: int
    text: AgendaText
    strand: Strand
    guide: Side | None
    """None while the two have not agreed on who guides its strand."""
    lessons: tuple[PathLesson, ...]
    """In the order of the meeting, without those that are not on the pair's path."""


def cards_of(agenda: Agenda, cards: Sequence[Card]) -> tuple[Card, ...]:
    """In the order of the meeting, without those that left the list."""
    by_key = {card.key: card for card in cards}
    return tuple(by_key[key] for key in agenda.cards if key in by_key)


def agenda_seen(
    agenda: Agenda, lessons: Sequence[PathLesson], guides: Mapping[Strand, str], me: str, language: str
) -> AgendaSeen:
    on_path = {f"{lesson.module}/{lesson.slug}": lesson for lesson in lessons}
    return AgendaSeen(
        number=agenda.number,
        text=agenda.texts[language],
        strand=agenda.guide,
        guide=_guide(agenda.guide, guides, me),
        lessons=tuple(on_path[key] for key in agenda.lessons if key in on_path),
    )


def _guide(strand: Strand, guides: Mapping[Strand, str], me: str) -> Side | None:
    if strand is Strand.TOGETHER:
        return Side.BOTH
    return side_of(guides[strand], me) if strand in guides else None
