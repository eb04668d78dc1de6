"""Named statements about pairs."""

from portal.pairs.queries.agreements import agreement_summaries
from portal.pairs.queries.blocks import Blocked, are_blocked, my_blocks, wants_nothing_from
from portal.pairs.queries.coordination import CoordinationView, what_coordination_sees, what_was_seen_before
from portal.pairs.queries.glances import GLANCES, PairGlance, current_glances, glance_of, pair_glance
from portal.pairs.queries.going_on import going_on
from portal.pairs.queries.invitations import (
    InvitationSeen,
    invitation,
    my_invitation,
    my_open_invitations,
    my_unanswered_invitations,
)
from portal.pairs.queries.pairs import PAIR_SEEN, my_pair, my_pairs, my_partner, pair_of
from portal.pairs.queries.roles import open_proposal, role_states, strand_guides

__all__ = [
    "GLANCES",
    "PAIR_SEEN",
    "Blocked",
    "CoordinationView",
    "InvitationSeen",
    "PairGlance",
    "agreement_summaries",
    "are_blocked",
    "current_glances",
    "glance_of",
    "going_on",
    "invitation",
    "my_blocks",
    "my_invitation",
    "my_open_invitations",
    "my_pair",
    "my_pairs",
    "my_partner",
    "my_unanswered_invitations",
    "open_proposal",
    "pair_glance",
    "pair_of",
    "role_states",
    "strand_guides",
    "wants_nothing_from",
    "what_coordination_sees",
    "what_was_seen_before",
]
