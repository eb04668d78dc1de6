"""Leaving a remark, taking it back, and what becomes of somebody's remarks when they go."""

from datetime import timedelta

from sqlalchemy import delete

from portal.accounts.service import hold_person
from portal.kernel import outbox, secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner
from portal.kernel.signals import announce
from portal.kernel.throttle import Limit
from portal.remarks.models import Remark
from portal.remarks.queries import RemarkSeen, authors_told
from portal.remarks.rules import LessonRead, NewRemark
from portal.remarks.service.holding import hold
from portal.remarks.service.reading import text_place
from portal.remarks.signals import RemarkWithdrawn

LEFT_MAIL = "remarks.left"
A_DAY = timedelta(days=1)
PER_PERSON = Limit("remark.person", 20, A_DAY)


def send(writer_id: str, about: LessonRead, new: NewRemark) -> str:
    """Its id. The writer is held, as by whoever deletes their account; the authors hear of it, at most once a day."""
    hold_person(writer_id)
    if not PER_PERSON.admits_with(writer_id):
        raise Refusal(
            _l("You have sent many remarks today. What you wrote is still here: send it tomorrow."), status=429
        )
    remark_id = new_id()
    db.session.add(
        Remark(
            id=remark_id,
            writer_id=writer_id,
            lesson_id=about.id,
            revision_id=about.revision_id,
            step_key=new.step_key,
            language=about.language,
            is_named=new.is_named,
            text_cipher=secrecy.close(Owner(writer_id), text_place(remark_id), new.words),
            sent_at=now(),
        )
    )
    db.session.flush()
    for author_id in authors_told(about.id, writer_id):
        outbox.put_seldom(LEFT_MAIL, author_id, every=A_DAY)
    return remark_id


def withdraw(remark: RemarkSeen) -> None:
    """Its words are erased at once, and the answer to them. Pressed again, it changes nothing."""
    row = hold(remark)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.text_cipher, row.answer_cipher = now(), None, None
        announce(RemarkWithdrawn(row.id))


def erase_of(person_id: str) -> None:
    """Inside a transaction: every remark of this person, and what was answered to them."""
    db.session.execute(delete(Remark).where(Remark.writer_id == person_id))
