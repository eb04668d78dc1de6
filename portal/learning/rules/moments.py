"""When a moment of the journal is offered on the workspace. It can be begun at any time; nothing is ever due."""

from collections.abc import Collection, Sequence

from portal.journal.rules import Moment
from portal.learning.rules.path import Leg, Where
from portal.pairs.rules import PairState

FINISHED = (Where.DONE, Where.SEALED)


def moment_offered(state: PairState, begun: Collection[Moment | None], legs: Sequence[Leg]) -> Moment | None:
    """The letters in a closing pair; else the first one; then, once either has done about half, the one midway."""
    if state is PairState.CLOSING:
        return None if Moment.LETTER in begun else Moment.LETTER
    if state is not PairState.ACTIVE:
        return None
    if Moment.FIRST not in begun:
        return Moment.FIRST
    return Moment.MIDWAY if Moment.MIDWAY not in begun and _half_done(legs) else None


def _half_done(legs: Sequence[Leg]) -> bool:
    """Either of the two has finished half of the lessons, or more."""
    rows = [row for leg in legs for row in leg.rows]
    mine = sum(row.mine.where in FINISHED for row in rows)
    theirs = sum(row.theirs.where in FINISHED for row in rows)
    return bool(rows) and 2 * max(mine, theirs) >= len(rows)
