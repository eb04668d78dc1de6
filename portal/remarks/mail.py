"""What remarks send by mail: that there is an answer. Never a word of it, nor of the remark."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel import links, mail
from portal.kernel.database import db
from portal.kernel.outbox import Handler, Job
from portal.remarks.service.answering import ANSWERED_MAIL


def send_answered(job: Job) -> None:
    person = db.session.scalar(select(Person).where(Person.id == job.recipient_id, Person.disabled_at.is_(None)))
    if person is not None and person.email:
        address = links.external("remarks.mine")
        mail.send(
            mail.compose(
                "remarks/mail/answered",
                to=person.email,
                language=person.language,
                key=job.id,
                name=person.name,
                address=address,
            )
        )


HANDLERS: dict[str, Handler] = {ANSWERED_MAIL: send_answered}
"""What sends each kind of mail that waits in the outbox."""
