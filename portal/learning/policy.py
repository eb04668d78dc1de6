"""Who may learn with whom. That the actor is one of the two is settled by the queries that load a lesson."""

from portal.kernel.access import found

SEE_LESSON = found("see a lesson of one's own pair")
DO_STEP = found("do a step of one's own")
SEE_AGENDA = found("see an agenda of one's own pair")
SEE_WORKSPACE = found("see the workspace of one's own pair")
