"""One's own words: made private for good, or erased. Always possible, and never a matter of the other's consent."""

from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import aliased

from portal.journal import queries
from portal.journal.models import Addition, Hearing, Reflection, Reply
from portal.journal.rules import Act, HearingAct, ReflectionState, after, round_after
from portal.journal.service.holding import Held, hold_mine_in_any_state
from portal.journal.service.locking import refuse_locked
from portal.journal.signals import MadePrivate, ReflectionSettled, WordsErased, WordsUnderPassErased
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.ledger import Erasure
from portal.kernel.signals import announce
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair

_ADDITIONS = select(Addition).where(Addition.reflection_id == bindparam("reflection"), Addition.withdrawn_at.is_(None))

_gone = aliased(Reflection)

Said = Hearing | Addition | Reply
KINDS: dict[str, type[Said]] = {"hearing": Hearing, "addition": Addition, "reply": Reply}


def keep(pair: MyPair, reflection_id: str) -> None:
    """Make one's sealed text private for good. Nothing is erased; nobody else ever reads it."""
    held = hold_mine_in_any_state(pair, reflection_id)
    if after(held.state, Act.KEEP) is not held.state:
        held.mine.kept_at = now()
        announce(ReflectionSettled(pair.id, held.exchange.lesson_id, now()))
        announce(MadePrivate(pair.id, pair.me.id, reflection_id, reflection_id, now()))


def withdraw(pair: MyPair, reflection_id: str, unlocked_at: datetime | None) -> None:
    """Erase one's text, what one added to it and what one clarified in it. What the other heard stays theirs.

    `unlocked_at`: when private texts last were, in the browser that sends it. Raises PrivateLocked.
    """
    held = hold_mine_in_any_state(pair, reflection_id)
    mine, before = held.mine, held.state
    refuse_locked(before, unlocked_at)
    if after(before, Act.WITHDRAW) is before:
        _empty(mine)
        return
    if before is ReflectionState.KEPT:
        mine.kept_at = mine.kept_at or now()  # private when the pair closed: the partner learns nothing of this
    mine.text_cipher, mine.withdrawn_at = None, now()
    _forget_nearness(held)
    additions, clarified = list(db.session.scalars(_ADDITIONS, {"reflection": mine.id})), _clarified(mine)
    for addition in additions:
        addition.text_cipher, addition.withdrawn_at = None, now()
    for hearing in clarified:
        hearing.clarification_cipher = None
    gone = (mine.id, *(addition.id for addition in additions))
    private = (mine.id,) if before is ReflectionState.KEPT else ()
    announce(WordsErased(gone, now(), tuple(hearing.id for hearing in clarified), private))


def _forget_nearness(held: Held) -> None:
    """How near the predictions on a card were: of words that are gone nothing is told any more."""
    for row in (held.mine, held.theirs):
        if row is not None:
            row.nearness = None


def forget_nearness_again(erasure: Erasure) -> None:
    """After a restore: of words that were erased, as when they were."""
    beside = select(_gone.exchange_id).where(_gone.id.in_(erasure.ids))
    forgotten = update(Reflection).where(Reflection.exchange_id.in_(beside)).values(nearness=None)
    db.session.execute(forgotten.execution_options(synchronize_session=False))


def keep_again(erasure: Erasure) -> None:
    """After a restore: of a text that was private when it was erased, the partner still learns nothing."""
    kept = update(Reflection).where(Reflection.id.in_(erasure.ids), Reflection.kept_at.is_(None))
    db.session.execute(kept.values(kept_at=erasure.at))


def withdraw_words(pair: MyPair, kind: str, words_id: str) -> None:
    """Erase what one heard, added or replied. `kind`: the name of its table."""
    pair = pairs.hold_in_any_state(pair)
    row = cast("Said", db.session.get_one(KINDS[kind], words_id, populate_existing=True))
    if (row.hearer_id if isinstance(row, Hearing) else row.author_id) != pair.me.id:
        raise RuntimeError("words were withdrawn by someone else than their author")
    if isinstance(row, Hearing):
        round_after(queries.round_of(row).state, HearingAct.WITHDRAW)
    if row.withdrawn_at is None:
        row.text_cipher, row.withdrawn_at = None, now()
        announce(WordsErased((row.id,), now()))


def withdraw_clarification(pair: MyPair, hearing_id: str) -> None:
    """Erase what one clarified, and nothing else: the round stays answered, and the other may still be heard again."""
    pair = pairs.hold_in_any_state(pair)
    row = db.session.get_one(Hearing, hearing_id, populate_existing=True)
    if db.session.get_one(Reflection, row.reflection_id).author_id != pair.me.id:
        raise RuntimeError("a clarification was withdrawn by someone else than its author")
    if row.clarification_cipher is not None:
        row.clarification_cipher = None
        announce(WordsErased((), now(), (row.id,)))


def erase_under_pass_again(erasure: Erasure) -> None:
    """After a restore. What was sealed in the backup was taken back before it was passed: an empty draft."""
    for named in erasure.ids:
        reflection_id, version = named.split(".")
        emptied = update(Reflection).where(Reflection.id == reflection_id, Reflection.version <= int(version))
        db.session.execute(emptied.values(text_cipher=None, sealed_at=None))


def _empty(mine: Reflection) -> None:
    """What lies under a pass, if anything does. To the partner it is the same pass."""
    if mine.text_cipher is not None:
        mine.text_cipher = None
        announce(WordsUnderPassErased(mine.id, mine.version, now()))


def _clarified(mine: Reflection) -> list[Hearing]:
    return [hearing for hearing in queries.hearings_of([mine.id]) if hearing.clarification_cipher is not None]
