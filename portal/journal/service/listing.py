"""All exchanges of a pair, as one of the two may know of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.journal import queries
from portal.journal.queries import LessonTitle
from portal.journal.rules import (
    ExchangeLine,
    Moment,
    ReflectionState,
    Waiting,
    how_alone,
    were_opened_together,
    what_waits,
)
from portal.journal.service.holding import may_hand_over
from portal.kernel.clock import now
from portal.pairs.rules import MyPair

SOON_READ = 8
"""So many exchanges in which nothing waits need no folding."""


@dataclass(frozen=True, slots=True)
class ExchangeSummary:
    """An exchange in the list: where both stand, and what waits for the reader. No text."""

    title: LessonTitle | None
    """None for an exchange about no lesson."""
    mine: ExchangeLine | None
    theirs: ExchangeLine | None
    """None while the partner has handed nothing over."""
    waiting: tuple[Waiting, ...]

    @property
    def lines(self) -> tuple[ExchangeLine, ...]:
        return tuple(line for line in (self.mine, self.theirs) if line is not None)

    @property
    def moment(self) -> Moment | None:
        """What it is about, where it is about no lesson."""
        return self.lines[0].moment

    @property
    def is_card(self) -> bool:
        return self.lines[0].card is not None

    @property
    def reflection_id(self) -> str:
        """The one its address names."""
        return self.lines[0].reflection_id

    @property
    def newest_at(self) -> datetime:
        return max(line.newest_at for line in self.lines)

    @property
    def known_at(self) -> datetime:
        """What tells it from another of its kind: since when the reader wrote, or the other handed theirs over."""
        written = self.mine.saved_at if self.mine is not None else None
        handed = self.theirs.handed_at if self.theirs is not None else None
        return min((moment for moment in (written, handed) if moment is not None), default=self.newest_at)

    @property
    def opened_at(self) -> datetime | None:
        """Since when both can read both texts."""
        opened = [line.opened_at for line in self.lines if line.state is ReflectionState.OPEN and line.opened_at]
        return max(opened) if len(opened) == 2 else None  # noqa: PLR2004 (a pair)

    @property
    def opened_together(self) -> bool:
        return were_opened_together(line.opened_at for line in self.lines)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Exchanges on the lessons of one module."""

    title: str
    exchanges: tuple[ExchangeSummary, ...]


@dataclass(frozen=True, slots=True)
class SetOut:
    """A list that stays short: what is in the open, and the rest, folded module by module."""

    shown: tuple[ExchangeSummary, ...]
    folded: tuple[Shelf, ...]


def set_out(exchanges: Iterable[ExchangeSummary]) -> SetOut:
    """What waits for the reader is in the open, and so is everything while it is little."""
    on_lessons = tuple(exchange for exchange in exchanges if exchange.title is not None)
    shown = tuple(exchange for exchange in on_lessons if exchange.waiting)
    if len(on_lessons) - len(shown) <= SOON_READ:
        return SetOut(on_lessons, ())
    by_module: defaultdict[str, list[ExchangeSummary]] = defaultdict(list)
    for exchange in on_lessons:
        if exchange.title is not None and not exchange.waiting:
            by_module[exchange.title.module_title].append(exchange)
    return SetOut(shown, tuple(Shelf(title, tuple(found)) for title, found in by_module.items()))


def list_exchanges(pair: MyPair, language: str) -> list[ExchangeSummary]:
    """The newest first. Two statements: one for the lines, one for the titles."""
    by_exchange: defaultdict[str, dict[str, ExchangeLine]] = defaultdict(dict)
    for line in queries.exchange_lines(pair.me.id, [pair.id]):
        by_exchange[line.exchange_id][line.author_id] = line
    titles = queries.lesson_titles(list(by_exchange), language) if by_exchange else {}
    summaries = [_summary(pair, titles.get(exchange), lines) for exchange, lines in by_exchange.items()]
    return sorted(summaries, key=lambda summary: summary.newest_at, reverse=True)


def _summary(pair: MyPair, title: LessonTitle | None, lines: dict[str, ExchangeLine]) -> ExchangeSummary:
    mine, theirs = lines.get(pair.me.id), lines.get(pair.partner.id)
    waiting = what_waits(
        mine.state if mine else None,
        theirs.state if theirs else None,
        unanswered=mine is not None and mine.waits_for_answer,
        unheard=theirs is not None and theirs.waits_for_hearing,
        advice_asked=theirs is not None and theirs.waits_for_advice,
        more_wished=mine is not None and mine.waits_for_more,
        alone=how_alone(mine, theirs, now(), closing=pair.is_closing),
    )
    return ExchangeSummary(title, mine, theirs, waiting if may_hand_over(pair) else ())
