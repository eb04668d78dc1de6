"""Answering, a page at a time, and finishing. What is answered can be changed until then."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from portal.accounts.service import hold_person
from portal.assessment import queries
from portal.assessment.models import Sitting
from portal.assessment.rules import (
    Given,
    SittingKind,
    changes,
    closed,
    given_in,
    is_outdated,
    results,
    with_changes,
)
from portal.assessment.service.reading import opened_row, place_of
from portal.assessment.signals import SittingErased
from portal.curriculum.service import assessment
from portal.kernel import secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new, new_id
from portal.kernel.i18n import _l
from portal.kernel.ledger import Erasure
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner
from portal.kernel.signals import announce


class AnsweredElsewhere(Refusal):
    """Something on the page was answered after the page was made."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "These answers were changed elsewhere in the meantime. What you chose is still here: "
                "save it again to keep it in place of what is kept now."
            )
        )


class ChangedSince(Refusal):
    """What is finished for good is what was looked over."""

    def __init__(self) -> None:
        super().__init__(
            _l("Your answers were changed elsewhere in the meantime. Look them over as they are now, then finish.")
        )


def save(person_id: str, kind: SittingKind, sent: Mapping[str, Given], version: int) -> None:
    """Keep what was chosen on one page. The same, sent again, changes nothing. Raises AnsweredElsewhere.

    `version` is the sitting's when the page was made, 0 before it was begun.
    """
    row = _begun(person_id, kind)
    answers = opened_row(row)
    changed = changes(answers, sent)
    if not changed:
        return
    _refuse_finished(row)
    if is_outdated(answers, changed, version):
        raise AnsweredElsewhere
    row.version += 1
    row.saved_at = now()
    answers = with_changes(answers, changed, row.version)
    row.answers_cipher = secrecy.close(Owner(person_id), place_of(row), closed(answers))


def finish(person_id: str, kind: SittingKind, version: int) -> None:
    """From here on it is not changed any more. Pressed again, it changes nothing.

    `version` is the sitting's when it was looked over. Raises ChangedSince.
    """
    row = _begun(person_id, kind)
    if row.finished_at is not None:
        return
    if row.version != version:
        raise ChangedSince
    if not any(result.is_scored for result in results(assessment(), given_in(opened_row(row)))):
        raise Refusal(
            _l("Answer at least ten situations of a strand first: with fewer there is nothing to tell you about it."),
            status=422,
        )
    row.finished_at = now()


def erase_of(person_id: str) -> None:
    """Inside a transaction: what this person answered, and that they did."""
    db.session.execute(delete(Sitting).where(Sitting.person_id == person_id))


def erase(person_id: str, sitting_id: str) -> None:
    """One sitting, for good, with the levels that were published from it. Erased already, nothing changes.

    What is left is their only one: it counts as the first, and another can follow it.
    """
    hold_person(person_id)
    rows = {row.id: row for row in queries.all_held(person_id)}
    gone = rows.pop(sitting_id, None)
    if gone is None:
        return
    announce(SittingErased(person_id, sitting_id))
    db.session.delete(gone)
    db.session.flush()
    for left in rows.values():
        left.kind = SittingKind.BEFORE


def erase_again(erasure: Erasure) -> None:
    """After a restore."""
    found = select(Sitting.person_id, Sitting.id).where(Sitting.id.in_(erasure.ids))
    for person_id, sitting_id in db.session.execute(found).all():
        erase(person_id, sitting_id)


def _begun(person_id: str, kind: SittingKind) -> Sitting:
    """The sitting, begun now if it was not, and held. Its person is held first, as by whoever deletes their account."""
    hold_person(person_id)
    if kind is SittingKind.AFTER:
        before = queries.held(person_id, SittingKind.BEFORE)
        if before is None or before.finished_at is None:
            raise Refusal(_l("The second self-assessment opens once the first is finished."))
    moment = now()
    insert_if_new(
        db.session(),
        Sitting,
        id=new_id(),
        person_id=person_id,
        kind=kind,
        begun_at=moment,
        saved_at=moment,
        version=0,
    )
    row = queries.held(person_id, kind)
    if row is None:
        raise RuntimeError("a sitting that was begun is not there")
    return row


def _refuse_finished(row: Sitting) -> None:
    if row.finished_at is not None:
        raise Refusal(_l("This self-assessment is finished: its answers are not changed any more."))
