"""Not this time: a pass, without a reason, and writing after all."""

from portal.journal.models import Reflection
from portal.journal.queries import state_in
from portal.journal.rules import Act, ReflectionState, after
from portal.journal.service.holding import Held, hold_mine, refuse_during_pause
from portal.journal.service.writing import Assignment, begin, mine_on, save
from portal.journal.signals import PassTakenBack, ReflectionPassed
from portal.kernel.clock import now
from portal.kernel.signals import announce
from portal.pairs import service as pairs
from portal.pairs.rules import MyPair


def pass_over(pair: MyPair, assignment: Assignment, text: str = "", version: int = 0) -> Reflection:
    """Not this time, whether or not one has begun to write. What one has written is kept, for oneself.

    Raises where it cannot be: one has passed already, on another page, with other words.
    """
    pair = pairs.hold(pair)
    mine = mine_on(pair, assignment)
    is_draft = mine is not None and state_in(pair, mine) is ReflectionState.DRAFT
    if is_draft or text.strip():
        mine = save(pair, assignment, text, version)
    mine = mine or begin(pair, assignment)
    _pass(hold_mine(pair, mine.id))
    return mine


def pass_this_time(pair: MyPair, reflection_id: str) -> None:
    """Pass on what one has begun to write. The partner sees that it happened, and chooses what becomes of theirs."""
    _pass(hold_mine(pair, reflection_id))


def write_after_all(pair: MyPair, reflection_id: str) -> None:
    """Turn one's pass into a draft. Reflect is then to be done: this is one's own act."""
    held = hold_mine(pair, reflection_id)
    if after(held.state, Act.UNPASS) is not held.state:
        held.mine.passed_at, exchange = None, held.exchange
        announce(PassTakenBack(pair.id, pair.me.id, reflection_id, exchange.lesson_id, exchange.revision_id, now()))


def _pass(held: Held) -> None:
    pair, exchange = held.pair, held.exchange
    before = state_in(pair, held.mine)
    if after(before, Act.PASS) is before:
        return
    refuse_during_pause(pair)
    held.mine.passed_at = now()
    pairs.note_week(pair.id, pair.me.id)
    announce(ReflectionPassed(pair.id, pair.me.id, held.mine.id, exchange.lesson_id, exchange.revision_id, now()))
