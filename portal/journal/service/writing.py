"""Writing, sealing, taking back, opening: each while the pair is held."""

from dataclasses import dataclass

from portal.journal import queries
from portal.journal.models import Exchange, Reflection
from portal.journal.queries import moments_of
from portal.journal.rules import (
    Act,
    ExchangeKind,
    GuidingRole,
    Moment,
    ReflectionState,
    after,
    opens_both,
    refuse_empty,
    state_of,
)
from portal.journal.service.drafting import is_sent_again, refuse_ended, rewrite
from portal.journal.service.holding import hold_mine, refuse_during_pause
from portal.journal.signals import ExchangeOpened, OpenedAlone, ReflectionSealed, ReflectionSettled, SealTakenBack
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a lesson, a moment or a card asks one person: kept with the text, whatever becomes of the lesson."""

    lesson_id: str | None
    revision_id: str | None
    role: GuidingRole
    prompt: tuple[str, ...]
    language: str
    moment: Moment | None = None
    card: str | None = None
    """Its key."""
    exchange_id: str | None = None
    """Of a moment or a card: the exchange it belongs to, where there is one."""
    key: str = ""
    """Of a moment: the id of a new text, so that one form makes one."""

    @property
    def kind(self) -> ExchangeKind:
        if self.card is not None:
            return ExchangeKind.CARD
        return ExchangeKind.LESSON if self.moment is None else ExchangeKind.MOMENT


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a text that was sent."""

    reflection_id: str
    version: int
    state: ReflectionState


def save(pair: MyPair, assignment: Assignment, text: str, version: int) -> Reflection:
    """Keep a draft. `version` is that of the text it was made from, 0 for a new one.

    The text that is kept already, sent again, changes nothing.
    """
    pair = pairs.hold(pair)
    mine = mine_on(pair, assignment) or begin(pair, assignment)
    state = state_of(moments_of(mine))
    if not is_sent_again(pair, mine, text, version, is_draft=state is ReflectionState.DRAFT):
        refuse_ended(state)
        rewrite(pair, mine, text)
        mine.role, mine.prompt, mine.language = assignment.role, list(assignment.prompt), assignment.language
    return mine


def save_draft(pair: MyPair, assignment: Assignment, text: str, version: int) -> Written:
    row = save(pair, assignment, text, version)
    return Written(row.id, row.version, ReflectionState.DRAFT)


def seal_text(pair: MyPair, assignment: Assignment, text: str, version: int) -> Written:
    """Keep the text and hand it over. Sent twice, it is handed over once."""
    row = save(pair, assignment, text, version)
    return Written(row.id, row.version, seal(pair, row.id, text))


def seal(pair: MyPair, reflection_id: str, text: str) -> ReflectionState:
    """Hand the draft over. When the other's is sealed or open, both are open from now on.

    `text` is the draft's text, to tell whether there is something to hand over.
    """
    held = hold_mine(pair, reflection_id)
    before, mine, theirs, exchange = held.state, held.mine, held.theirs, held.exchange
    if after(before, Act.SEAL) is before:
        return before
    refuse_during_pause(held.pair)
    refuse_empty(exchange.kind, text)
    mine.sealed_at = now()
    pairs.note_week(pair.id, pair.me.id)
    announce(ReflectionSealed(pair.id, pair.me.id, mine.id, exchange.lesson_id, exchange.revision_id, now()))
    other = state_of(moments_of(theirs)) if theirs is not None else None
    if theirs is not None and opens_both(ReflectionState.SEALED, other):
        mine.after_other = other is ReflectionState.OPEN
        _open(exchange, mine, theirs)
    return state_of(moments_of(mine))


def take_back(pair: MyPair, reflection_id: str) -> None:
    """Undo a seal, until the opening. The partner then sees *not sealed*, nothing else."""
    held = hold_mine(pair, reflection_id)
    if after(held.state, Act.TAKE_BACK) is not held.state:
        held.mine.sealed_at, exchange = None, held.exchange
        announce(SealTakenBack(pair.id, pair.me.id, reflection_id, exchange.lesson_id, exchange.revision_id, now()))


def open_mine(pair: MyPair, reflection_id: str) -> None:
    """Open one's own sealed text without waiting. The other can still write."""
    held = hold_mine(pair, reflection_id)
    if after(held.state, Act.OPEN) is not held.state:
        refuse_during_pause(held.pair)
        held.mine.opened_first = True
        held.mine.opened_at = now()
        pairs.note_week(pair.id, pair.me.id)
        announce(ReflectionSettled(pair.id, held.exchange.lesson_id, now()))
        announce(OpenedAlone(pair.id, pair.me.id, reflection_id, reflection_id, now()))


def _open(exchange: Exchange, mine: Reflection, theirs: Reflection) -> None:
    """There is no moment in which one of the two can read and the other cannot."""
    moment = now()
    for reflection in (mine, theirs):
        reflection.opened_at = reflection.opened_at or moment
    exchange.opened_at = moment
    exchange.version += 1
    texts = tuple((text.author_id, text.id) for text in (mine, theirs))
    announce(ExchangeOpened(exchange.pair_id, exchange.lesson_id, moment, mine.author_id, texts))


def mine_on(pair: MyPair, assignment: Assignment) -> Reflection | None:
    """One's own reflection on it, as it is now."""
    if assignment.lesson_id is not None:
        rows = queries.reflections_on(pair.id, assignment.lesson_id)
    else:
        rows = queries.reflections_in(assignment.exchange_id) if assignment.exchange_id else []
    return next((row for row in rows if row.author_id == pair.me.id), None)


def begin(pair: MyPair, assignment: Assignment) -> Reflection:
    """One's own reflection, with nothing in it yet; and its exchange, where the other has not begun it."""
    if assignment.key and db.session.get(Reflection, assignment.key) is not None:
        raise Refusal(_l("This form is out of date. Your text is still here: send it again."))
    mine = Reflection(
        id=assignment.key or new_id(),
        exchange_id=_exchange_of(pair, assignment),
        author_id=pair.me.id,
        role=assignment.role,
        prompt=list(assignment.prompt),
        language=assignment.language,
        saved_at=now(),
        version=0,
    )
    db.session.add(mine)
    db.session.flush()
    return mine


def _exchange_of(pair: MyPair, assignment: Assignment) -> str:
    if assignment.exchange_id is not None:
        return assignment.exchange_id
    known = queries.lesson_exchange(pair.id, assignment.lesson_id) if assignment.lesson_id is not None else None
    if known is not None:
        return known.id
    exchange = Exchange(
        pair_id=pair.id,
        kind=assignment.kind,
        moment=assignment.moment,
        card=assignment.card,
        lesson_id=assignment.lesson_id,
        revision_id=assignment.revision_id,
        created_at=now(),
    )
    db.session.add(exchange)
    db.session.flush()
    return exchange.id
