"""Named statements about pairs."""

from portal.pairs.queries.agreements import agreement_summaries
from portal.pairs.queries.coordination import CoordinationView, what_coordination_sees
from portal.pairs.queries.invitations import InvitationSeen, invitation, my_invitation, my_open_invitations
from portal.pairs.queries.pairs import my_pair, my_pairs
from portal.pairs.queries.roles import open_proposal, role_states, strand_guides

__all__ = [
    "CoordinationView",
    "InvitationSeen",
    "agreement_summaries",
    "invitation",
    "my_invitation",
    "my_open_invitations",
    "my_pair",
    "my_pairs",
    "open_proposal",
    "role_states",
    "strand_guides",
    "what_coordination_sees",
]
