"""Who may read what somebody offers, seeks and shows: their partner, as long as they are a pair."""

from portal.kernel.access import Permission

SEE_PARTNER = Permission(
    "see the profile of one's partner", lambda actor, pair: pair.me.id == actor.id and pair.may_write
)
