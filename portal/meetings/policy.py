"""Who may do what with a meeting. That the actor is one of the two is settled by the queries that load it."""

from portal.kernel.access import found

SEE_MEETINGS = found("see the meetings of one's own pair")
CHANGE_MEETING = found("change a meeting of one's own pair")
FOLLOW_CALENDAR = found("follow a calendar by its secret address")
