"""The journal at a glance: what waits for the reader in it. Never a word of what was written."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from portal.journal.rules import ExchangeLine, ReflectionState, waits_for_mine
from portal.pairs.rules import MyPair

NOT_JOINED = frozenset({ReflectionState.PASSED, ReflectionState.WITHDRAWN})


class Wait(StrEnum):
    """Why a reflection waits for the reader, the nearest first."""

    HEAR = "hear"
    WRITE = "write"
    """About a moment: the partner has handed theirs over. A lesson's text is a step of it."""
    ANSWER = "answer"
    CHOOSE = "choose"
    """It is sealed, and the other text will not come."""


ORDER = list(Wait)


class Waiting(NamedTuple):
    wait: Wait
    line: ExchangeLine


def waits_in_journal(lines: Sequence[ExchangeLine], pair: MyPair) -> tuple[Waiting, ...]:
    """In a pause the partner's texts wait, and nothing is asked about them; in a closed pair nothing is."""
    if not pair.may_write:
        return ()
    mine, theirs = (
        {line.exchange_id: line for line in lines if line.author_id == one.id} for one in (pair.me, pair.partner)
    )
    found = []
    for line in lines:
        if line.author_id == pair.me.id:
            wait = _of_mine(line, theirs.get(line.exchange_id), pair)
        else:
            wait = _of_theirs(line, mine.get(line.exchange_id)) if pair.may_share else None
        if wait is not None:
            found.append(Waiting(wait, line))
    return tuple(sorted(found, key=lambda one: ORDER.index(one.wait)))


def _of_mine(mine: ExchangeLine, theirs: ExchangeLine | None, pair: MyPair) -> Wait | None:
    if mine.waits_for_answer:
        return Wait.ANSWER if pair.may_share else None
    stands_alone = pair.is_closing or (theirs is not None and theirs.state in NOT_JOINED)
    return Wait.CHOOSE if mine.state is ReflectionState.SEALED and stands_alone else None


def _of_theirs(theirs: ExchangeLine, mine: ExchangeLine | None) -> Wait | None:
    if theirs.waits_for_hearing:
        return Wait.HEAR
    return Wait.WRITE if waits_for_mine(theirs, mine) else None
