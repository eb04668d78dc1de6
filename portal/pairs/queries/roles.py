"""Who guides what, for one pair or for several in one statement."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from portal.curriculum.rules import Strand
from portal.kernel.reading import Reading
from portal.pairs.models import StrandRole
from portal.pairs.rules import GuideProposal, RoleState

_role = StrandRole.__table__.c
_STANDING = Reading(
    select(_role.id, _role.pair_id, _role.strand, _role.guide_id, _role.proposed_by_id, _role.agreed_at).where(
        _role.pair_id.in_(bindparam("pairs", expanding=True)), _role.replaced_at.is_(None)
    )
)


def role_states(pair_ids: Sequence[str]) -> dict[str, RoleState]:
    """For each of these pairs, who guides each strand and what is proposed; nothing yet where nobody has proposed."""
    guides: dict[str, dict[Strand, str]] = {pair_id: {} for pair_id in pair_ids}
    proposals: dict[str, GuideProposal] = {}
    for row in _STANDING.all(pairs=list(pair_ids)):
        if row.agreed_at is not None:
            guides[row.pair_id][row.strand] = row.guide_id
        elif row.strand is Strand.CULTURE:
            proposals[row.pair_id] = GuideProposal(row.id, row.guide_id, row.proposed_by_id)
    return {pair_id: RoleState(guides[pair_id], proposals.get(pair_id)) for pair_id in pair_ids}


def strand_guides(pair_id: str) -> dict[Strand, str]:
    """Who guides each strand; empty until the two have agreed."""
    return dict(role_states([pair_id])[pair_id].guides)


def open_proposal(pair_id: str) -> GuideProposal | None:
    """What one has proposed and the other has not answered yet."""
    return role_states([pair_id])[pair_id].proposal
