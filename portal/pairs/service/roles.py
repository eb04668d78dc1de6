"""Settling who guides which strand: one proposes, the other accepts or answers with the reverse."""

from sqlalchemy import bindparam, select, update

from portal.curriculum.rules import Strand
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.pairs import queries
from portal.pairs.models import StrandRole
from portal.pairs.rules import MyPair, RoleState, opposite_guides
from portal.pairs.service.lifecycle import hold
from portal.pairs.signals import RolesProposed, RolesSettled

_OPEN = select(StrandRole).where(
    StrandRole.pair_id == bindparam("pair"), StrandRole.agreed_at.is_(None), StrandRole.replaced_at.is_(None)
)
_AGREED = select(StrandRole.id).where(
    StrandRole.pair_id == bindparam("pair"), StrandRole.agreed_at.is_not(None), StrandRole.replaced_at.is_(None)
)


def propose_guides(pair: MyPair, culture_guide_id: str) -> None:
    """Propose who guides culture; the other guides strategy.

    Proposing what the other proposed is agreeing; proposing what already holds takes the open proposal away.
    """
    if culture_guide_id not in (pair.me.id, pair.partner.id):
        raise Refusal(_l("Choose one of the two of you."), field="culture_guide", status=422)
    standing = _standing(pair)
    proposal = standing.proposal
    if proposal is not None and proposal.culture_guide_id == culture_guide_id:
        if proposal.proposed_by_id != pair.me.id:
            _agree(pair)
        return
    for row in db.session.scalars(_OPEN, {"pair": pair.id}):
        row.replaced_at = now()
    if standing.guides.get(Strand.CULTURE) != culture_guide_id:
        _add_proposal(pair, culture_guide_id)
        announce(RolesProposed(pair.id, pair.me.id, now()))
    else:
        announce(RolesSettled(pair.id, pair.me.id, now()))


def agree_on_guides(pair: MyPair, proposal_id: str) -> None:
    """Accept the other's proposal, if it is still the one that was shown. What was accepted stays so."""
    proposal = _standing(pair).proposal
    if proposal_id in db.session.scalars(_AGREED, {"pair": pair.id}).all():
        return
    if proposal is None or proposal.id != proposal_id or proposal.proposed_by_id == pair.me.id:
        raise Refusal(_l("The proposal has changed in the meantime. Here is where it stands now."))
    _agree(pair)


def _standing(pair: MyPair) -> RoleState:
    """Where the roles stand, held until the transaction ends."""
    hold(pair).refuse_paused()
    return queries.role_states([pair.id])[pair.id]


def _add_proposal(pair: MyPair, culture_guide_id: str) -> None:
    for strand, guide_id in opposite_guides(culture_guide_id, pair.other(culture_guide_id).id).items():
        db.session.add(
            StrandRole(
                id=new_id(),
                pair_id=pair.id,
                strand=strand,
                guide_id=guide_id,
                proposed_by_id=pair.me.id,
                proposed_at=now(),
            )
        )


def _agree(pair: MyPair) -> None:
    db.session.execute(
        update(StrandRole)
        .where(StrandRole.pair_id == pair.id, StrandRole.agreed_at.is_not(None), StrandRole.replaced_at.is_(None))
        .values(replaced_at=now())
    )
    for row in db.session.scalars(_OPEN, {"pair": pair.id}):
        row.agreed_at = now()
    announce(RolesSettled(pair.id, pair.me.id, now()))
