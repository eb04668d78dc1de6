"""Who may see a sitting: its person, and nobody else whatever their role."""

from portal.kernel.access import Permission

SIT = Permission("sit one's own self-assessment", lambda actor, at: at.person_id == actor.id)
