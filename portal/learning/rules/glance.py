"""The journal at a glance: what waits for the reader in it. Never a word of what was written."""

from collections.abc import Sequence

from portal.journal.rules import (
    NOT_JOINING,
    ExchangeLine,
    ReflectionState,
    Waiting,
    by_exchange,
    waits_for_mine,
)
from portal.pairs.rules import MyPair

# Here the partner comes first: what they wait for, then what is one's own.
ORDER = (Waiting.HEAR, Waiting.ADVISE, Waiting.WRITE, Waiting.ANSWER, Waiting.ADD, Waiting.CHOOSE)


def waits_in_journal(lines: Sequence[ExchangeLine], pair: MyPair) -> tuple[tuple[Waiting, ExchangeLine], ...]:
    """What waits, and of which text.

    In a pause the partner's texts wait, and nothing is asked about them; in a closed pair nothing is.
    """
    if not pair.may_write:
        return ()
    mine, theirs = by_exchange(lines, pair.me.id), by_exchange(lines, pair.partner.id)
    found = []
    for line in lines:
        if line.author_id == pair.me.id:
            waiting = _of_mine(line, theirs.get(line.exchange_id), pair)
        else:
            waiting = _of_theirs(line, mine.get(line.exchange_id)) if pair.may_share else None
        if waiting is not None:
            found.append((waiting, line))
    return tuple(sorted(found, key=lambda one: ORDER.index(one[0])))


def _of_mine(mine: ExchangeLine, theirs: ExchangeLine | None, pair: MyPair) -> Waiting | None:
    if mine.waits_for_answer or mine.waits_for_more:
        asked = Waiting.ANSWER if mine.waits_for_answer else Waiting.ADD
        return asked if pair.may_share else None
    stands_alone = pair.is_closing or (theirs is not None and theirs.state in NOT_JOINING)
    return Waiting.CHOOSE if mine.state is ReflectionState.SEALED and stands_alone else None


def _of_theirs(theirs: ExchangeLine, mine: ExchangeLine | None) -> Waiting | None:
    if theirs.waits_for_hearing:
        return Waiting.HEAR
    if theirs.waits_for_advice:
        return Waiting.ADVISE
    return Waiting.WRITE if waits_for_mine(theirs, mine) else None
