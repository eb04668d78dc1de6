"""The one next thing, what else waits, and what the partner did: told from where things stand, never from a clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.journal.rules import (
    Alone,
    ExchangeLine,
    HearingAnswer,
    ReflectionState,
    TextSort,
    by_exchange,
    how_alone,
    leaves_today,
    waits_for_mine,
)
from portal.kernel.refusal import Sentence
from portal.learning.rules import PathLesson, PathSeen, Side, Stage, Where
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import AgreementSummary

# What was not heard or answered by then stays on the journal's page, and is overdue for nobody.
HEARING_WAITS = timedelta(days=14)


class Thing(StrEnum):
    """What a person may do next, the nearest first."""

    ANSWER_ROLES = "answer roles"
    GO_ON = "go on"
    ANSWER = "answer"
    HEAR = "hear"
    ADVISE = "advise"
    """The partner would like the reader's advice."""
    WRITE = "write"
    """About a moment: the partner has handed theirs over. A lesson's text is a step of it."""
    SIGN = "sign"
    PROPOSE_ROLES = "propose roles"
    BEGIN = "begin"
    WRITE_AGREEMENT = "write agreement"
    FILL_SHEET = "fill sheet"
    FINISH = "finish"
    """In a closing pair: look at what is left, then say that one is done."""
    ADD = "add"
    """The partner was expecting more of an open text: one adds to it, or not."""
    CHOOSE = "choose"
    """A sealed text of one's own stands alone: wait, open it, make it private, withdraw it."""
    SEALED = "sealed"


ORDER = list(Thing)

# What waits without asking anything of the reader.
RESTING = frozenset({Thing.CHOOSE, Thing.SEALED})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits for the reader in one of their pairs."""

    thing: Thing
    pair: MyPair
    lesson: PathLesson | None = None
    stage: Stage | None = None
    guide: Side = Side.BOTH
    reflection_id: str = ""
    at: datetime | None = None
    about: Sentence | None = None
    """What it is about, where it is no lesson."""
    sort: TextSort = TextSort.REFLECTION


class Deed(StrEnum):
    FINISHED = "finished"
    WENT_ON = "went on"
    NOTED = "noted"
    SEALED = "sealed"
    PASSED = "passed"
    OPENED = "opened"
    ADDED = "added"
    HEARD = "heard"
    CONFIRMED = "confirmed"
    CLARIFIED = "clarified"
    REPLIED = "replied"
    JOINED = "joined"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class News:
    """Something the partner did since the reader last looked."""

    deed: Deed
    pair: MyPair
    at: datetime
    lesson: PathLesson | None = None
    reflection_id: str = ""
    about: Sentence | None = None
    """What it is about, where it is no lesson."""
    sort: TextSort = TextSort.REFLECTION


def waiting(pair: MyPair, path: PathSeen, agreement: AgreementSummary, now: datetime) -> list[Item]:
    """Everything that waits for the reader in a pair. Nothing is due in a pause, nothing begins at the end."""
    if pair.paused_at is not None:
        return []
    if pair.is_closing:
        return [*_ending(pair, path), *_reflecting(pair, path, now)]
    return [*_settling(pair, path, agreement), *_learning(pair, path), *_reflecting(pair, path, now)]


def _settling(pair: MyPair, path: PathSeen, agreement: AgreementSummary) -> Iterator[Item]:
    proposal = path.roles.proposal
    if proposal is not None and proposal.proposed_by_id == pair.partner.id:
        yield Item(Thing.ANSWER_ROLES, pair)
    elif proposal is None and not path.roles.guides:
        yield Item(Thing.PROPOSE_ROLES, pair)
    if agreement.proposed and not agreement.signed_by_me:
        yield Item(Thing.SIGN, pair)
    elif agreement.in_force or agreement.proposed:
        return
    elif agreement.handed_by_me and agreement.handed_by_partner:
        yield Item(Thing.WRITE_AGREEMENT, pair)
    elif not agreement.handed_by_me:
        yield Item(Thing.FILL_SHEET, pair)


def _ending(pair: MyPair, path: PathSeen) -> Iterator[Item]:
    yield from (item for item in _learning(pair, path) if item.thing is Thing.GO_ON)
    if not pair.done_by_me:
        yield Item(Thing.FINISH, pair)


def _learning(pair: MyPair, path: PathSeen) -> Iterator[Item]:
    if path.coming is not None and path.coming_stage is not None:
        under_way = path.coming_stage.where is Where.HERE
        thing = Thing.GO_ON if under_way else Thing.BEGIN
        yield Item(thing, pair, path.coming, path.coming_stage, path.guide(path.coming))


def _reflecting(pair: MyPair, path: PathSeen, now: datetime) -> Iterator[Item]:
    lessons = lessons_of(path)
    mine, theirs = by_exchange(path.lines, pair.me.id), by_exchange(path.lines, pair.partner.id)
    for line in path.lines:
        if line.author_id == pair.me.id:
            thing = _my_text(pair, line, theirs.get(line.exchange_id), now)
        else:
            thing = _their_text(line, mine.get(line.exchange_id), now)
        if thing is not None:
            lesson = lessons.get(line.lesson_id or "")
            at = line.sealed_at if thing in RESTING else line.last_offered_at
            yield Item(thing, pair, lesson, reflection_id=line.reflection_id, at=at, about=line.named, sort=line.sort)


def _my_text(pair: MyPair, line: ExchangeLine, theirs: ExchangeLine | None, now: datetime) -> Thing | None:
    """What the reader's own text asks of them. One that is sealed is a thing of the day for four weeks.

    Unless the pair is closing: then it is, until they have chosen.
    """
    if line.waits_for_answer:
        return Thing.ANSWER
    if line.waits_for_more:
        return Thing.ADD if _is_recent(line.more_wished_at, now) else None
    alone = how_alone(line, theirs, now, closing=pair.is_closing)
    if alone is None:
        return None
    unjoined_at = (theirs.passed_at, theirs.withdrawn_at) if theirs else ()
    if not pair.is_closing and leaves_today(max(at for at in (line.sealed_at, *unjoined_at) if at is not None), now):
        return None
    return Thing.SEALED if alone is Alone.FRESH else Thing.CHOOSE


def _their_text(line: ExchangeLine, mine: ExchangeLine | None, now: datetime) -> Thing | None:
    if line.waits_for_hearing and now < _since(line) + HEARING_WAITS:
        return Thing.HEAR
    if line.waits_for_advice and _is_recent(line.advice_asked_at, now):
        return Thing.ADVISE
    if line.sealed_at is None or leaves_today(line.sealed_at, now):
        return None
    return Thing.WRITE if waits_for_mine(line, mine) else None


def _is_recent(asked_at: datetime | None, now: datetime) -> bool:
    return asked_at is not None and now < asked_at + HEARING_WAITS


def _since(line: ExchangeLine) -> datetime:
    return line.last_answered_at or line.opened_at or line.saved_at


def news(pair: MyPair, path: PathSeen, since: datetime | None, now: datetime) -> list[News]:
    """What the partner did after `since`; everything, for who never looked; nothing, for who has frozen the pair."""
    if pair.frozen_at is not None:
        return []
    found = [*_pair_news(pair), *_lessons_news(pair, path), *_journal_news(pair, path, now)]
    return [one for one in found if since is None or one.at > since]


def closings(pairs: Iterable[MyPair]) -> list[News]:
    """That pairs closed: the same neutral words whoever ended them, and however."""
    return [News(Deed.CLOSED, pair, pair.closed_at) for pair in pairs if pair.closed_at is not None]


def _pair_news(pair: MyPair) -> Iterator[News]:
    """That it was made, pauses or closes: the same neutral words, whoever began it."""
    yield News(Deed.JOINED, pair, pair.created_at)
    if pair.paused_at is not None:
        yield News(Deed.PAUSED, pair, pair.paused_at)
    if pair.closing_at is not None:
        yield News(Deed.CLOSING, pair, pair.closing_at)


def _lessons_news(pair: MyPair, path: PathSeen) -> Iterator[News]:
    for lesson, facts in path.partner_did.items():
        if facts.finished_at is not None:
            yield News(Deed.FINISHED, pair, facts.finished_at, lesson)
        else:
            yield News(Deed.WENT_ON, pair, facts.last_at, lesson)
        if facts.noted_at is not None:
            yield News(Deed.NOTED, pair, facts.noted_at, lesson)


def _journal_news(pair: MyPair, path: PathSeen, now: datetime) -> Iterator[News]:
    lessons = lessons_of(path)
    for line in path.lines:
        lesson = lessons.get(line.lesson_id or "")
        is_theirs = line.author_id == pair.partner.id
        told = _theirs(line, now) if is_theirs else _mine(line)
        replied_at = line.author_replied_at if is_theirs else line.partner_replied_at
        if replied_at is not None:
            told = [*told, (Deed.REPLIED, replied_at)]
        for deed, at in told:
            yield News(deed, pair, at, lesson, line.reflection_id, line.named, line.sort)


def _theirs(line: ExchangeLine, now: datetime) -> list[tuple[Deed, datetime]]:
    """What they did with their own reflection, and with what the reader heard in it."""
    told = []
    if line.state is ReflectionState.SEALED and line.sealed_at is not None and not leaves_today(line.sealed_at, now):
        told.append((Deed.SEALED, line.sealed_at))
    if line.state is ReflectionState.PASSED and line.passed_at is not None:
        told.append((Deed.PASSED, line.passed_at))
    if line.state is ReflectionState.OPEN:
        told += [(deed, at) for deed, at in ((Deed.OPENED, line.opened_at), (Deed.ADDED, line.added_at)) if at]
    if line.last_answer is not None and line.last_answered_at is not None:
        confirmed = line.last_answer is HearingAnswer.CONFIRMED
        told.append((Deed.CONFIRMED if confirmed else Deed.CLARIFIED, line.last_answered_at))
    return told


def _mine(line: ExchangeLine) -> list[tuple[Deed, datetime]]:
    """What they heard in the reader's reflection."""
    return [(Deed.HEARD, line.last_offered_at)] if line.last_offered_at is not None else []


def lessons_of(path: PathSeen) -> dict[str, PathLesson]:
    return {lesson.id: lesson for lesson in path.lessons}
