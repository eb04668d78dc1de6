"""Who guides what: read together with a pair, or for one pair or several in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from portal.curriculum.rules import Strand
from portal.kernel.reading import Reading
from portal.pairs.models import Pair, StrandRole
from portal.pairs.rules import GuideProposal, RoleState

_culture, _strategy, _proposed = aliased(StrandRole), aliased(StrandRole), aliased(StrandRole)


def with_roles(pairs: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same pairs with the columns that `roles_of` reads."""
    return (
        pairs.add_columns(
            _culture.guide_id.label("culture_guide_id"),
            _strategy.guide_id.label("strategy_guide_id"),
            _proposed.id.label("proposal_id"),
            _proposed.guide_id.label("proposed_guide_id"),
            _proposed.proposed_by_id,
        )
        .outerjoin(_culture, _standing(_culture, Strand.CULTURE) & _culture.agreed_at.is_not(None))
        .outerjoin(_strategy, _standing(_strategy, Strand.STRATEGY) & _strategy.agreed_at.is_not(None))
        .outerjoin(_proposed, _standing(_proposed, Strand.CULTURE) & _proposed.agreed_at.is_(None))
    )


def roles_of(row: Any) -> RoleState:
    """From a row of a statement `with_roles`; nothing yet where nobody has proposed."""
    guides = {Strand.CULTURE: row.culture_guide_id, Strand.STRATEGY: row.strategy_guide_id}
    proposal = GuideProposal(row.proposal_id, row.proposed_guide_id, row.proposed_by_id) if row.proposal_id else None
    return RoleState({strand: guide for strand, guide in guides.items() if guide}, proposal)


def _standing(role: type[StrandRole], strand: Strand) -> ColumnElement[bool]:
    return and_(role.pair_id == Pair.id, role.strand == strand, role.replaced_at.is_(None))


_STATES = Reading(with_roles(select(Pair.id.label("pair_id"))).where(Pair.id.in_(bindparam("pairs", expanding=True))))


def role_states(pair_ids: Sequence[str]) -> dict[str, RoleState]:
    """For each of these pairs, who guides each strand and what is proposed."""
    return {row.pair_id: roles_of(row) for row in _STATES.all(pairs=list(pair_ids))}


def strand_guides(pair_id: str) -> dict[Strand, str]:
    """Who guides each strand; empty until the two have agreed."""
    return dict(role_states([pair_id])[pair_id].guides)


def open_proposal(pair_id: str) -> GuideProposal | None:
    """What one has proposed and the other has not answered yet."""
    return role_states([pair_id])[pair_id].proposal
