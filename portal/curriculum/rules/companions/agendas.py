"""The agendas of a pair's meetings: what each begins from, part by part, with its minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from portal.curriculum.rules.companions.entries import Entry, entries_of
from portal.curriculum.rules.values import Problem, Strand
from portal.kernel.i18n import _l

AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class AgendaPart:
    starts: int
    ends: int
    """Both in minutes from the beginning of the meeting."""
    text: str


@dataclass(frozen=True, slots=True)
class AgendaText:
    """An agenda in one language."""

    title: str
    before: str
    after: str
    parts: tuple[AgendaPart, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    number: int
    """From 1."""
    lessons: tuple[str, ...]
    """`module/slug`."""
    cards: tuple[str, ...]
    """Their keys."""
    guide: Strand
    """Whoever guides this strand guides the meeting; nobody does where it is `together`."""
    texts: Mapping[str, AgendaText]
    """By language."""


def read_agendas(source: str) -> tuple[tuple[Agenda, ...], list[Problem]]:
    """The agendas, in the order of the file, and what is wrong with it."""
    entries = entries_of(source)
    if entries.problems:
        return (), entries.problems
    agendas = tuple(_agenda(entry, number) for number, entry in enumerate(entries.named("agenda"), start=1))
    entries.refuse_others(["agenda"])
    return agendas, entries.problems


def _agenda(entry: Entry, number: int) -> Agenda:
    entry.refuse_other_keys("lessons", "cards", "guide", "fr", "en")
    texts = {language: _text(part) for language, part in entry.languages().items()}
    if len({tuple(part.ends for part in text.parts) for text in texts.values()}) > 1:
        entry.wrong(_l("The two languages need the same parts, with the same minutes."))
    return Agenda(number, entry.words("lessons"), entry.words("cards"), entry.one_of("guide", list(Strand)), texts)


def _text(entry: Entry) -> AgendaText:
    entry.refuse_other_keys("title", "before", "after", "part")
    parts = _parts(entry.tables("part"))
    if not parts or parts[-1].ends != AN_HOUR:
        entry.wrong(_l("The parts of a meeting make %(minutes)s minutes together.", minutes=AN_HOUR))
    return AgendaText(entry.text("title"), entry.optional_text("before"), entry.optional_text("after"), parts)


def _parts(tables: tuple[Entry, ...]) -> tuple[AgendaPart, ...]:
    for table in tables:
        table.refuse_other_keys("minutes", "text")
    minutes = [table.number("minutes", range(1, AN_HOUR + 1)) for table in tables]
    ends = list(accumulate(minutes))
    return tuple(
        AgendaPart(end - length, end, table.text("text"))
        for table, length, end in zip(tables, minutes, ends, strict=True)
    )
