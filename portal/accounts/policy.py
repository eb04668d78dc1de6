"""What people may do with their own account."""

from portal.accounts.queries import OwnSession
from portal.kernel.access import Permission
from portal.kernel.identity import Actor


def _is_theirs(actor: Actor, session: OwnSession) -> bool:
    return actor.id == session.person_id


END_SESSION = Permission("account.end session", _is_theirs)
