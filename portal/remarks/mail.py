"""What remarks send by mail: that there is one, to who answers for its module. Never a word of it."""

from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel import links, mail
from portal.kernel.database import db
from portal.kernel.outbox import Handler, Job
from portal.remarks.queries import waiting_for
from portal.remarks.service.writing import LEFT_MAIL


def send_left(job: Job) -> None:
    """To an author of modules; nothing where everything is answered by now."""
    person = _recipient(job)
    waiting = waiting_for(person.id, person.language) if person is not None else []
    if person is not None and waiting:
        modules = [(one, links.external("remarks.on_module", module=one.slug)) for one in waiting]
        _send("remarks/mail/left", job, person, modules=modules)


def _recipient(job: Job) -> Person | None:
    """Somebody who can be written to."""
    person = db.session.scalar(select(Person).where(Person.id == job.recipient_id, Person.disabled_at.is_(None)))
    return person if person is not None and person.email else None


def _send(folder: str, job: Job, person: Person, **context: Any) -> None:
    to, language = str(person.email), person.language
    mail.send(mail.compose(folder, to=to, language=language, key=job.id, name=person.name, **context))


HANDLERS: dict[str, Handler] = {LEFT_MAIL: send_left}
"""What sends each kind of mail that waits in the outbox."""
