"""Two people: what state they are in, who guides what, what their agreement says."""

from portal.pairs.rules.going_on import GoingOn
from portal.pairs.rules.guiding import GuideProposal, RoleState, opens_as_guide, opposite_guides
from portal.pairs.rules.showing import OpenText
from portal.pairs.rules.state import (
    ADDRESS_KEPT,
    CLOSING_LASTS,
    INVITATION_LASTS,
    InvitationState,
    MyPair,
    PairAct,
    PairPersonSeen,
    PairState,
    Standing,
    closed_since,
    invitation_state,
    moved,
    named,
    pair_state,
    people_key,
    standing,
)

__all__ = [
    "ADDRESS_KEPT",
    "CLOSING_LASTS",
    "INVITATION_LASTS",
    "GoingOn",
    "GuideProposal",
    "InvitationState",
    "MyPair",
    "OpenText",
    "PairAct",
    "PairPersonSeen",
    "PairState",
    "RoleState",
    "Standing",
    "closed_since",
    "invitation_state",
    "moved",
    "named",
    "opens_as_guide",
    "opposite_guides",
    "pair_state",
    "people_key",
    "standing",
]
