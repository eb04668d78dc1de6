"""What the studio sends by mail to the authors of a module: what became of what they asked to publish."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel import links, mail
from portal.kernel.database import db
from portal.kernel.outbox import Handler, Job
from portal.studio.queries import draft_of
from portal.studio.service.releasing import FAILED_MAIL, SENT_BACK_MAIL


def send_failed(job: Job) -> None:
    _send("studio/mail/release_failed", job)


def send_sent_back(job: Job) -> None:
    _send("studio/mail/sent_back", job)


def _send(folder: str, job: Job) -> None:
    person = db.session.scalar(select(Person).where(Person.id == job.recipient_id, Person.disabled_at.is_(None)))
    draft = draft_of(job.ids["module"])
    if person is not None and person.email and draft is not None:
        mail.send(
            mail.compose(
                folder,
                to=person.email,
                language=person.language,
                key=job.id,
                name=person.name,
                title=draft.title(person.language),
                address=links.external("studio.publish", module=draft.slug),
            )
        )


HANDLERS: dict[str, Handler] = {FAILED_MAIL: send_failed, SENT_BACK_MAIL: send_sent_back}
"""What sends each kind of mail that waits in the outbox."""
