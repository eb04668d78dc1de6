"""What safety sends by mail: that something waits. Never what, nor of whom."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel import links, mail
from portal.kernel.database import db
from portal.kernel.mail import Message
from portal.kernel.outbox import Handler, Job
from portal.safety.models import Report
from portal.safety.service.handling import ANSWERED_MAIL, CHOOSE_MAIL
from portal.safety.service.sending import WAITS_MAIL


def send_waits(job: Job) -> None:
    """To who handles the report now: it may have been handed over, withdrawn or closed meanwhile."""
    report = db.session.get(Report, job.ids["report"])
    if report is not None and _is_still_with(str(job.recipient_id), report):
        _send("safety/mail/waits", job, links.external("safety.show", report=report.id))


def send_choose(job: Job) -> None:
    """To who sent the report, whose handler is gone: they may have chosen another meanwhile."""
    report = db.session.get(Report, job.ids["report"])
    if report is not None and _is_still_with(job.ids["handler"], report):
        _send("safety/mail/choose", job, links.external("safety.show", report=report.id))


def send_answered(job: Job) -> None:
    _send("safety/mail/answered", job, links.external("safety.index"))


def _is_still_with(handler_id: str, report: Report) -> bool:
    return report.handler_id == handler_id and report.closed_at is None and report.withdrawn_at is None


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
    CHOOSE_MAIL: send_choose,
}
"""What sends each kind of mail that waits in the outbox."""
