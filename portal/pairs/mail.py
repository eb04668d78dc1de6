"""What pairs send by mail: an invitation, once."""

from portal.kernel import mail
from portal.kernel.mail import Message
from portal.kernel.outbox import Job, handles
from portal.pairs import queries
from portal.pairs.queries import InvitationSeen
from portal.pairs.rules import InvitationState
from portal.pairs.service import invitations


@handles(invitations.MAIL)
def send_invitation(job: Job) -> None:
    """Nothing leaves for an invitation that was revoked or used in the meantime."""
    found = queries.invitation(job.ids["invitation"])
    if found is not None and found.row.email and invitations.state_of(found.row) is InvitationState.OPEN:
        message = compose_invitation(found, found.row.email, job.id)
        mail.send(message)


def compose_invitation(sent: InvitationSeen, to: str, key: str) -> Message:
    return mail.compose(
        "pairs/mail/invitation",
        to=to,
        language=sent.row.language,
        key=key,
        inviter=sent.inviter_name,
        address=invitations.address_of(sent.row),
        expires_at=sent.row.expires_at,
    )
