"""What privacy sends by mail: that an account is deleted, to the address it had."""

from portal.kernel import links, mail, outbox
from portal.kernel.outbox import Handler, Job
from portal.kernel.transaction import transaction
from portal.privacy.service import farewell


def send_account_deleted(job: Job) -> None:
    """The row goes with the mail: it is the last place where the address is."""
    found = farewell.read_farewell(job)
    if found is not None:
        mail.send(
            mail.compose(
                "privacy/mail/account_deleted",
                to=found.to,
                language=found.language,
                key=job.id,
                contact=links.external("site.contact"),
            )
        )
    with transaction():
        outbox.erase(job.id)


HANDLERS: dict[str, Handler] = {farewell.MAIL: send_account_deleted}
"""What sends each kind of mail that waits in the outbox."""
