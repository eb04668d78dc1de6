"""Who may read what somebody offers, seeks and shows: their partner, as long as they are a pair.

A pause stops what is handed over in a pair. A profile is its person's own and is handed to nobody: it is there for
whoever looks, in every pair of theirs, and comes down in one press, during a pause as at any time. That the actor is
one of the two is settled by `my_pair`.
"""

from portal.kernel.access import Permission

SEE_PARTNER = Permission("see the profile of one's partner", lambda _actor, pair: pair.may_write)
