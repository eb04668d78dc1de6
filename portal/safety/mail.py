"""What safety sends by mail: that something waits. Never what, nor of whom."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel import links, mail
from portal.kernel.database import db
from portal.kernel.mail import Message
from portal.kernel.outbox import Handler, Job
from portal.safety.models import Report
from portal.safety.service.handling import ANSWERED_MAIL
from portal.safety.service.sending import WAITS_MAIL


def send_waits(job: Job) -> None:
    """To who handles the report now: it may have been handed over, withdrawn or closed meanwhile."""
    report = db.session.get(Report, job.ids["report"])
    is_theirs = report is not None and report.handler_id == job.recipient_id
    if is_theirs and report is not None and report.closed_at is None and report.withdrawn_at is None:
        address = links.external("safety.show", report=report.id)
        _send("safety/mail/waits", job, address)


def send_answered(job: Job) -> None:
    _send("safety/mail/answered", job, links.external("safety.index"))


def _send(folder: str, job: Job, address: str) -> None:
    person = db.session.scalar(select(Person).where(Person.id == job.recipient_id, Person.disabled_at.is_(None)))
    if person is not None and person.email:
        mail.send(compose(folder, person, job.id, address))


def compose(folder: str, person: Person, key: str, address: str) -> Message:
    return mail.compose(
        folder, to=str(person.email), language=person.language, key=key, name=person.name, address=address
    )


HANDLERS: dict[str, Handler] = {
    WAITS_MAIL: send_waits,
    ANSWERED_MAIL: send_answered,
}
"""What sends each kind of mail that waits in the outbox."""
