"""Who may do what with a report. That the actor sent it or handles it, its loader settles."""

from portal.kernel.access import Permission, found

REPORT = found("report one's partner")
READ = found("read a report that one sent or handles")
WITHDRAW = Permission("withdraw one's own report", lambda actor, report: report.reporter_id == actor.id)
HANDLE = Permission("handle a report", lambda _actor, report: not report.is_reporter)
HAND_OVER = Permission(
    "choose another to handle it", lambda _actor, report: not report.is_reporter or report.handler_is_gone
)
BLOCK = Permission("block one's partner, as long as they have an account", lambda _, pair: not pair.partner.erased_at)
UNBLOCK = found("lift one's own block")
LEAVE = found("leave a programme one takes, or took, part in")
