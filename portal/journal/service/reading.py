"""What one of the two may read of an exchange, opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.journal import queries
from portal.journal.models import Exchange, Hearing, Reflection, Reply
from portal.journal.queries import is_known_to, moments_of
from portal.journal.rules import (
    GuidingRole,
    HearingAnswer,
    ReflectionState,
    may_answer,
    may_hear,
    may_read,
    may_reply,
    state_of,
)
from portal.journal.service.places import clarification_place, hearing_place, place_of, reply_place
from portal.kernel.secrecy import Opener, Owner, Place
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class HearingView:
    id: str
    text: str | None
    offered_at: datetime
    answer: HearingAnswer | None
    answered_at: datetime | None
    clarification: str | None


@dataclass(frozen=True, slots=True)
class ReplyView:
    id: str
    author_id: str
    text: str | None
    written_at: datetime


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
    hearings: tuple[HearingView, ...]
    replies: tuple[ReplyView, ...]

    @property
    def _rounds(self) -> list[HearingAnswer | None]:
        return [hearing.answer for hearing in self.hearings]

    @property
    def may_be_heard(self) -> bool:
        return self.state is ReflectionState.OPEN and may_hear(self._rounds)

    @property
    def may_be_answered(self) -> bool:
        return may_answer(self._rounds)

    @property
    def may_be_replied_to(self) -> bool:
        return may_reply(self._rounds)


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An exchange as one of the two sees it. The partner's draft is not there, not even that it exists."""

    id: str
    lesson_id: str | None
    revision_id: str | None
    opened_at: datetime | None
    mine: Side | None
    theirs: Side | None

    @property
    def opened_together(self) -> bool:
        """At one moment: neither opened theirs first."""
        return len({side.opened_at for side in (self.mine, self.theirs) if side is not None}) == 1


def read_side(pair: MyPair, row: Reflection) -> Side:
    """One's own reflection, without its conversation."""
    opener = Opener({Owner(pair.me.id, pair.id)} if row.text_cipher else ())
    return _side(pair, opener, row, (), ())


def read_exchange(pair: MyPair, exchange: Exchange, rows: Sequence[Reflection]) -> ExchangeView:
    """The whole exchange: one statement for the keys, one for the hearings, one for the replies."""
    known = [row for row in rows if is_known_to(pair.me.id, row)]
    opened = [row.id for row in known if state_of(moments_of(row)) is ReflectionState.OPEN]
    hearings = queries.hearings_of(opened) if opened else []
    heard = [hearing.reflection_id for hearing in hearings if hearing.answer is HearingAnswer.CONFIRMED]
    replies = queries.replies_of(heard) if heard else []
    opener = Opener({Owner(person.id, pair.id) for person in (pair.me, pair.partner)})
    sides = {row.author_id: _side(pair, opener, row, hearings, replies) for row in known}
    return ExchangeView(
        id=exchange.id,
        lesson_id=exchange.lesson_id,
        revision_id=exchange.revision_id,
        opened_at=exchange.opened_at,
        mine=sides.get(pair.me.id),
        theirs=sides.get(pair.partner.id),
    )


def _side(pair: MyPair, opener: Opener, row: Reflection, hearings: Iterable[Hearing], replies: Iterable[Reply]) -> Side:
    state = state_of(moments_of(row))
    readable = may_read(state, is_author=row.author_id == pair.me.id)
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
        hearings=tuple(_hearing(pair, opener, row, h) for h in hearings if h.reflection_id == row.id),
        replies=tuple(_reply(pair, opener, r) for r in replies if r.reflection_id == row.id),
    )


def _hearing(pair: MyPair, opener: Opener, of: Reflection, row: Hearing) -> HearingView:
    return HearingView(
        id=row.id,
        text=_text(opener, pair, row.hearer_id, hearing_place(row.id), row.text_cipher),
        offered_at=row.offered_at,
        answer=row.answer,
        answered_at=row.answered_at,
        clarification=_text(opener, pair, of.author_id, clarification_place(row.id), row.clarification_cipher),
    )


def _reply(pair: MyPair, opener: Opener, row: Reply) -> ReplyView:
    text = _text(opener, pair, row.author_id, reply_place(row.id), row.text_cipher)
    return ReplyView(row.id, row.author_id, text, row.written_at)


def _text(opener: Opener, pair: MyPair, author_id: str, place: Place, cipher: bytes | None) -> str | None:
    return opener.open(Owner(author_id, pair.id), place, cipher) if cipher is not None else None
