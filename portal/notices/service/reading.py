"""A person's page of notices: at most so many at once, unread ones first, by pair."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.journal.queries import LessonTitle, lesson_titles
from portal.journal.rules import ExchangeKind
from portal.kernel.clock import now
from portal.kernel.i18n import _l, current_language
from portal.kernel.identity import Actor
from portal.kernel.refusal import Sentence
from portal.notices import queries
from portal.notices.queries import NoticeSeen
from portal.notices.rules import told
from portal.pairs.queries import my_pairs
from portal.pairs.rules import MyPair

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice in words."""

    id: str
    text: str
    about: Sentence | None
    """The lesson or the moment that it is about, where it is about one."""
    at: datetime


@dataclass(frozen=True, slots=True)
class OfPair:
    """Those of one pair, the newest first; of None, those of no pair."""

    pair: MyPair | None
    notices: tuple[NoticeRead, ...]


@dataclass(frozen=True, slots=True)
class NoticesPage:
    unread: tuple[OfPair, ...]
    read: tuple[OfPair, ...]
    number: int
    has_more: bool
    made_at: datetime


def read_page(actor: Actor, number: int) -> NoticesPage:
    """Three statements, however many there are. `number` begins at 1."""
    moment = now()
    pairs = {pair.id: pair for pair in my_pairs(actor)}
    lasting = [pair.id for pair in pairs.values() if pair.may_write]
    found = queries.notices_of(actor, lasting, PER_PAGE + 1, (number - 1) * PER_PAGE)
    shown = found[:PER_PAGE]
    titles = lesson_titles(sorted({seen.exchange_id for seen in shown if seen.exchange_id}), current_language())
    unread, read = (
        _by_pair((seen for seen in shown if (seen.read_at is None) is is_unread), pairs, titles)
        for is_unread in (True, False)
    )
    return NoticesPage(unread, read, number, len(found) > PER_PAGE, moment)


def _by_pair(
    notices: Iterable[NoticeSeen], pairs: dict[str, MyPair], titles: dict[str, LessonTitle | None]
) -> tuple[OfPair, ...]:
    """The pair with the newest notice first."""
    groups: dict[str | None, list[NoticeSeen]] = {}
    for seen in notices:
        groups.setdefault(seen.pair_id, []).append(seen)
    return tuple(
        OfPair(pairs.get(pair_id or ""), tuple(_read(seen, pairs.get(pair_id or ""), titles) for seen in group))
        for pair_id, group in groups.items()
    )


def _read(seen: NoticeSeen, pair: MyPair | None, titles: dict[str, LessonTitle | None]) -> NoticeRead:
    text = told(seen.kind, pair.partner.name if pair is not None else "")
    return NoticeRead(seen.id, text, _about(seen, titles), seen.created_at)


def _about(seen: NoticeSeen, titles: dict[str, LessonTitle | None]) -> Sentence | None:
    if seen.moment is not None:
        return seen.moment.named
    if seen.exchange_kind is ExchangeKind.CARD:
        return _l("An assumption card")
    title = titles.get(seen.exchange_id or "")
    return title.title if title is not None else None
