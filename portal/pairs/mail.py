"""What pairs send by mail: an invitation, once."""

from portal.accounts.queries import person_at
from portal.kernel import mail
from portal.kernel.mail import Message
from portal.kernel.outbox import Handler, Job
from portal.pairs import queries
from portal.pairs.queries import InvitationSeen
from portal.pairs.service import invitations


def send_invitation(job: Job) -> None:
    """Nothing leaves for an invitation that was taken back or used in the meantime, nor from somebody kept away."""
    found = queries.invitation(job.ids["invitation"])
    if found is not None and found.email and found.is_open:
        known = person_at(found.email)
        if known is not None and queries.wants_nothing_from(known.id, found.inviter_id):
            return
        mail.send(compose_invitation(found, found.email, known.language if known else found.language, job.id))


def compose_invitation(sent: InvitationSeen, to: str, language: str, key: str) -> Message:
    """`language`: the reader's own where they have an account, else the one it was written in."""
    return mail.compose(
        "pairs/mail/invitation",
        to=to,
        language=language,
        key=key,
        inviter=sent.inviter_name,
        address=invitations.mailed_address_of(sent),
        expires_at=sent.expires_at,
    )


HANDLERS: dict[str, Handler] = {
    invitations.MAIL: send_invitation,
}
"""What sends each kind of mail that waits in the outbox."""
