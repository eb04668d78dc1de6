"""Settling who guides which strand: one proposes, the other accepts or answers with the reverse."""

from sqlalchemy import bindparam, select, update

from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.pairs import queries
from portal.pairs.models import StrandRole
from portal.pairs.rules import MyPair, opposite_guides
from portal.pairs.service.lifecycle import lock

_OPEN = select(StrandRole).where(
    StrandRole.pair_id == bindparam("pair"), StrandRole.agreed_at.is_(None), StrandRole.replaced_at.is_(None)
)


def propose_guides(pair: MyPair, culture_guide_id: str) -> None:
    """Propose who guides culture; the other guides strategy. Proposing what the other proposed is agreeing."""
    pair.refuse_closed()
    if culture_guide_id not in (pair.me.id, pair.partner.id):
        raise Refusal(_l("Choose one of the two of you."), field="culture_guide")
    lock(pair.id)
    standing = queries.open_proposal(pair.id)
    if standing is not None and standing.culture_guide_id == culture_guide_id:
        if standing.proposed_by_id != pair.me.id:
            _agree(pair)
        return
    for row in db.session.scalars(_OPEN, {"pair": pair.id}):
        row.replaced_at = now()
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


def agree_on_guides(pair: MyPair, proposal_id: str) -> None:
    """Accept the other's proposal, if it is still the one that was shown."""
    pair.refuse_closed()
    lock(pair.id)
    standing = queries.open_proposal(pair.id)
    if standing is None or standing.id != proposal_id or standing.proposed_by_id == pair.me.id:
        raise Refusal(_l("The proposal has changed in the meantime. Here is where it stands now."))
    _agree(pair)


def _agree(pair: MyPair) -> None:
    db.session.execute(
        update(StrandRole)
        .where(StrandRole.pair_id == pair.id, StrandRole.agreed_at.is_not(None), StrandRole.replaced_at.is_(None))
        .values(replaced_at=now())
    )
    for row in db.session.scalars(_OPEN, {"pair": pair.id}):
        row.agreed_at = now()
