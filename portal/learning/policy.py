"""Who may learn with whom. That the actor is one of the two is settled by the queries that load a lesson."""

from portal.kernel.access import Permission

SEE_LESSON = Permission("see a lesson of one's own pair", lambda actor, seen: seen.pair.me.id == actor.id)
DO_STEP = Permission("do a step of one's own", lambda actor, at: at.lesson.pair.me.id == actor.id)
SEE_AGENDA = Permission("see an agenda of one's own pair", lambda actor, found: found.glance.pair.me.id == actor.id)
SEE_WORKSPACE = Permission("see the workspace of one's own pair", lambda actor, glance: glance.pair.me.id == actor.id)
