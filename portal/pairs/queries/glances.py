"""A pair with where its roles and its agreement stand: what the workspace and `/today` begin from, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, or_

from portal.kernel.identity import Actor
from portal.kernel.reading import Reading
from portal.pairs.models import Pair
from portal.pairs.queries.agreements import SUMMARY
from portal.pairs.queries.pairs import PAIR_SEEN, pair_of
from portal.pairs.queries.roles import roles_of, with_roles
from portal.pairs.rules import MyPair, RoleState
from portal.pairs.rules.agreement import AgreementSummary


@dataclass(frozen=True, slots=True)
class PairGlance:
    pair: MyPair
    roles: RoleState
    agreement: AgreementSummary


# Binds `me`. Higher floors add what they need, so that a page asks once.
GLANCES = with_roles(PAIR_SEEN).add_columns(*SUMMARY)
_ONE = Reading(GLANCES.where(Pair.id == bindparam("pair")))
_CURRENT = Reading(
    GLANCES.where(or_(Pair.closed_at.is_(None), Pair.closed_at > bindparam("since"))).order_by(Pair.created_at, Pair.id)
)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def pair_glance(actor: Actor, *, pair: str) -> PairGlance | None:
    """The pair, for one of its two; None for everybody else."""
    row = _ONE.one_or_none(me=actor.id, pair=pair)
    return glance_of(row, actor) if row is not None else None


def current_glances(actor: Actor) -> Sequence[PairGlance]:
    """A person's pairs that are not closed, and those that closed since they last acted or looked; oldest first."""
    since = actor.seen_until or _EVER
    glances = [glance_of(row, actor) for row in _CURRENT.all(me=actor.id, since=since)]
    return [glance for glance in glances if glance.pair.closed_at is None or glance.pair.closed_at > since]


def glance_of(row: Any, actor: Actor) -> PairGlance:
    """From a row of `GLANCES`, or of a statement that adds to it."""
    summary = AgreementSummary(**{column.name: getattr(row, column.name) for column in SUMMARY})
    return PairGlance(pair_of(row, actor), roles_of(row), summary)
