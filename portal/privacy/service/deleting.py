"""Deleting an account: everything that is its owner's, in one transaction, and nothing that is anybody else's."""

from datetime import datetime

from portal.accounts.models import Person
from portal.accounts.service import erasing as accounts
from portal.assessment import service as assessment
from portal.availability import service as availability
from portal.journal.service import departing as journal
from portal.kernel import ledger, secrecy
from portal.kernel.clock import now
from portal.kernel.ledger import ACCOUNT, Erasure
from portal.matching import service as matching
from portal.meetings import service as meetings
from portal.notices import service as notices
from portal.pairs.service import departing as pairs
from portal.privacy.service.farewell import say_farewell
from portal.programs import service as programs
from portal.progress import service as progress
from portal.remarks import service as remarks
from portal.studio import service as studio


def delete_account(person_id: str) -> None:
    """Inside a transaction that is nobody's act. Raises LastAdministrator. Deleting twice deletes once."""
    pairs.lock_invitations(person_id)
    accounts.refuse_last_administrator(person_id)
    person = accounts.hold_to_erase(person_id)
    if person is None:
        return
    say_farewell(person)
    _erase(person, now())
    secrecy.destroy_keys(person_id)
    ledger.record(ACCOUNT, [person_id])


def delete_again(erasure: Erasure) -> None:
    """After a restore: who was deleted since the backup was made. Nobody is written to; the ledger has the keys."""
    for person_id in erasure.ids:
        person = accounts.hold_to_erase(person_id)
        if person is not None:
            _erase(person, erasure.at)


def _erase(person: Person, at: datetime) -> None:
    """From the words to the name: what is private is told from what was shared while the pairs are still as they were.

    The pairs are held after the person, as by whoever makes one.
    """
    person_id, address = person.id, person.email
    pairs.lock_all(person_id)
    journal.erase_words_of(person_id, at)
    progress.erase_of(person_id)
    matching.erase_of(person_id)
    availability.erase_of(person_id)
    meetings.erase_of(person_id)
    studio.forget(person_id)
    assessment.erase_of(person_id)
    remarks.erase_of(person_id)
    pairs.part_from_all(person_id, at)
    notices.erase_of(person_id)
    pairs.take_back_invitations(person_id, address, at)
    programs.forget(person_id)
    accounts.erase(person, at)
