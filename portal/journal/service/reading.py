"""What one of the two may read of an exchange, opened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from portal.journal import queries
from portal.journal.models import Exchange, Hearing, Reflection
from portal.journal.queries import Said, is_known_to, state_in
from portal.journal.rules import (
    Alone,
    ExchangeKind,
    GuidingRole,
    HearingAnswer,
    Moment,
    Nearness,
    Opening,
    ReflectionState,
    Round,
    how_alone,
    how_it_opens,
    may_answer,
    may_hear,
    may_leave,
    may_read,
    may_reply,
    may_talk_in_person,
    may_wish_more,
    none_since,
    was_left,
    were_opened_together,
)
from portal.journal.service.holding import may_hand_over
from portal.journal.service.places import clarification_place, hearing_place, place_of, said_place
from portal.kernel.clock import now
from portal.kernel.secrecy import Opener, Owner, Place
from portal.pairs.rules import MyPair

Row = TypeVar("Row", Hearing, Said)


@dataclass(frozen=True, slots=True)
class HearingView:
    """One round. `text` is None once its author withdrew it."""

    id: str
    hearer_id: str
    text: str | None
    offered_at: datetime
    answer: HearingAnswer | None
    answered_at: datetime | None
    clarification: str | None
    said_better: bool
    left_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def round(self) -> Round:
        return Round(self.answer, left=self.left_at is not None, withdrawn=self.withdrawn_at is not None)


@dataclass(frozen=True, slots=True)
class SaidView:
    """An addition or a reply. `text` is None once it was withdrawn."""

    id: str
    author_id: str
    text: str | None
    written_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reflections, as this reader may see it. `text` is None where they may not read it."""

    id: str
    author_id: str
    state: ReflectionState
    role: GuidingRole
    prompt: tuple[str, ...]
    language: str
    text: str | None
    version: int
    saved_at: datetime
    sealed_at: datetime | None
    opened_at: datetime | None
    opened_first: bool
    after_other: bool
    withdrawn_at: datetime | None
    more_wished_at: datetime | None
    """When the partner said that they were expecting more."""
    advice_asked_at: datetime | None
    talk_in_person_at: datetime | None
    nearness: Nearness | None
    """Of the prediction on a card, as the partner says."""
    hearings: tuple[HearingView, ...]
    additions: tuple[SaidView, ...]
    replies: tuple[SaidView, ...]

    @property
    def rounds(self) -> list[Round]:
        return [hearing.round for hearing in self.hearings]

    @property
    def is_open(self) -> bool:
        return self.state is ReflectionState.OPEN

    @property
    def may_be_heard(self) -> bool:
        return self.is_open and may_hear(self.rounds)

    @property
    def may_be_answered(self) -> bool:
        return self.is_open and may_answer(self.rounds)

    @property
    def may_be_left(self) -> bool:
        return self.is_open and may_leave(self.rounds)

    @property
    def may_be_replied_to(self) -> bool:
        return self.is_open and may_reply(self.rounds)

    @property
    def may_be_talked_about(self) -> bool:
        """In person, after the third round."""
        return self.is_open and self.talk_in_person_at is None and may_talk_in_person(self.rounds)

    @property
    def more_wished(self) -> bool:
        """The partner wishes that its author add something, and they have not yet."""
        return none_since(self.more_wished_at, max((one.written_at for one in self.additions), default=None))

    @property
    def was_left(self) -> bool:
        return was_left(self.rounds)


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An exchange as one of the two sees it. The partner's draft is not there, not even that it exists."""

    id: str
    kind: ExchangeKind
    lesson_id: str | None
    revision_id: str | None
    moment: Moment | None
    card: str | None
    opened_at: datetime | None
    mine: Side | None
    theirs: Side | None
    alone: Alone | None
    """How the reader's text stands while it is sealed."""
    opening: Opening
    """How the reader's text opens, as long as it has not."""
    their_opening: Opening
    more_was_wished: bool
    """Once in an exchange."""

    @property
    def may_wish_more(self) -> bool:
        """The reader opened a fuller text against a short one."""
        if self.more_was_wished or self.mine is None or self.theirs is None:
            return False
        return self.kind.is_heard and self.both_open and may_wish_more(self.mine.text or "", self.theirs.text or "")

    @property
    def both_open(self) -> bool:
        return self.mine is not None and self.theirs is not None and self.mine.is_open and self.theirs.is_open

    @property
    def opened_together(self) -> bool:
        return were_opened_together(side.opened_at for side in (self.mine, self.theirs) if side is not None)


def read_side(pair: MyPair, row: Reflection) -> Side:
    """One's own reflection, without its conversation."""
    opener = Opener({Owner(pair.me.id, pair.id)} if row.text_cipher else ())
    return _side(pair, opener, row, (), ())


def read_exchange(pair: MyPair, exchange: Exchange, rows: Sequence[Reflection]) -> ExchangeView:
    """The whole exchange."""
    return read_exchanges(pair, [(exchange, rows)])[0]


def read_exchanges(pair: MyPair, exchanges: Sequence[tuple[Exchange, Sequence[Reflection]]]) -> list[ExchangeView]:
    """However many: a statement for the keys, one for the hearings, one for what was added and replied."""
    known = [row for _exchange, rows in exchanges for row in rows if is_known_to(pair, row)]
    opened = [row.id for row in known if row.opened_at is not None and row.kept_at is None]
    hearings = _by_reflection(queries.hearings_of(opened) if opened else [])
    said = _by_reflection(queries.said_under(opened) if opened else [])
    opener = Opener({Owner(person.id, pair.id) for person in (pair.me, pair.partner)})
    sides = {row.id: _side(pair, opener, row, hearings[row.id], said[row.id]) for row in known}
    return [_view(pair, exchange, [row for row in rows if row.id in sides], sides) for exchange, rows in exchanges]


def _by_reflection(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.reflection_id].append(row)
    return found


def _view(pair: MyPair, exchange: Exchange, known: Sequence[Reflection], sides: Mapping[str, Side]) -> ExchangeView:
    by_author = {row.author_id: sides[row.id] for row in known}
    mine, theirs = by_author.get(pair.me.id), by_author.get(pair.partner.id)
    return ExchangeView(
        id=exchange.id,
        kind=exchange.kind,
        lesson_id=exchange.lesson_id,
        revision_id=exchange.revision_id,
        moment=exchange.moment,
        card=exchange.card,
        opened_at=exchange.opened_at,
        mine=mine,
        theirs=theirs,
        alone=how_alone(mine, theirs, now(), closing=pair.is_closing),
        opening=_opening(pair, theirs.state if theirs else None),
        their_opening=_opening(pair, mine.state if mine else None),
        more_was_wished=any(row.more_wished_at is not None for row in known),
    )


def opening_beside(pair: MyPair, rows: Iterable[Reflection]) -> Opening:
    """How the reader's text opens, among the reflections of its exchange: as far as they may know of the other's."""
    theirs = [state_in(pair, row) for row in rows if row.author_id == pair.partner.id and is_known_to(pair, row)]
    return _opening(pair, theirs[0] if theirs else None)


def _opening(pair: MyPair, other: ReflectionState | None) -> Opening:
    return how_it_opens(other, paused=not may_hand_over(pair))


def _side(pair: MyPair, opener: Opener, row: Reflection, hearings: Iterable[Hearing], said: Iterable[Said]) -> Side:
    state = state_in(pair, row)
    readable = may_read(state, is_author=row.author_id == pair.me.id)
    under = [(one.kind, _said(pair, opener, one)) for one in said]
    additions = tuple(view for kind, view in under if kind == "addition")
    return Side(
        id=row.id,
        author_id=row.author_id,
        state=state,
        role=row.role,
        prompt=tuple(row.prompt) if readable else (),
        language=row.language,
        text=_text(opener, pair, row.author_id, place_of(row), row.text_cipher) if readable else None,
        version=row.version,
        saved_at=row.saved_at,
        sealed_at=row.sealed_at,
        opened_at=row.opened_at,
        opened_first=row.opened_first,
        after_other=row.after_other,
        withdrawn_at=row.withdrawn_at,
        more_wished_at=row.more_wished_at,
        advice_asked_at=row.advice_asked_at,
        talk_in_person_at=row.talk_in_person_at,
        nearness=row.nearness if state is ReflectionState.OPEN else None,
        hearings=tuple(_hearing(pair, opener, row, h) for h in hearings),
        additions=additions,
        replies=tuple(view for kind, view in under if kind == "reply"),
    )


def _hearing(pair: MyPair, opener: Opener, of: Reflection, row: Hearing) -> HearingView:
    return HearingView(
        id=row.id,
        hearer_id=row.hearer_id,
        text=_text(opener, pair, row.hearer_id, hearing_place(row.id), row.text_cipher),
        offered_at=row.offered_at,
        answer=row.answer,
        answered_at=row.answered_at,
        clarification=_text(opener, pair, of.author_id, clarification_place(row.id), row.clarification_cipher),
        said_better=row.said_better_at is not None,
        left_at=row.left_at,
        withdrawn_at=row.withdrawn_at,
    )


def _said(pair: MyPair, opener: Opener, row: Said) -> SaidView:
    text = _text(opener, pair, row.author_id, said_place(row.kind, row.id), row.text_cipher)
    return SaidView(row.id, row.author_id, text, row.written_at, row.withdrawn_at)


def _text(opener: Opener, pair: MyPair, author_id: str, place: Place, cipher: bytes | None) -> str | None:
    return opener.open(Owner(author_id, pair.id), place, cipher) if cipher is not None else None
