"""Who may do what with a pair. That the actor is one of the two is settled by `queries.my_pair`."""

from portal.kernel.access import Permission, found

SEE_PAIR = found("see one's own pair")
MANAGE_INVITATION = Permission("manage one's own invitation", lambda actor, sent: sent.inviter_id == actor.id)
INVITE = Permission("start a pair", lambda actor: actor is not None)
