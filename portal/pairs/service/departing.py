"""Somebody's pairs, once their account goes: closed with the same words as any; what both signed stays the other's."""

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, or_, select, update

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.pairs.models import (
    Agreement,
    AgreementCopy,
    AgreementSheet,
    AgreementSignature,
    Invitation,
    Pair,
    PairPerson,
)
from portal.pairs.service import blocks
from portal.pairs.service.lifecycle import close_unless_closed, lock

_PAIRS = select(PairPerson.pair_id).where(PairPerson.person_id == bindparam("person")).order_by(PairPerson.pair_id)
_ADDRESS = select(func.lower(Person.email)).where(Person.id == bindparam("person")).scalar_subquery()
_INVITATIONS = (
    select(Invitation.id)
    .where(or_(Invitation.inviter_id == bindparam("person"), func.lower(Invitation.email) == _ADDRESS))
    .order_by(Invitation.id)
    .with_for_update()
)
_SIGNED = exists().where(
    AgreementSignature.agreement_id == AgreementCopy.agreement_id,
    AgreementSignature.person_id == AgreementCopy.person_id,
)


def lock_invitations(person_id: str) -> None:
    """Those that this person sent, and those that name their address. Before the person, as who accepts one does."""
    db.session.execute(_INVITATIONS, {"person": person_id})


def lock_all(person_id: str) -> None:
    """Every pair of this person, held until the transaction ends."""
    for pair_id in db.session.scalars(_PAIRS, {"person": person_id}).all():
        lock(pair_id)


def part_from_all(person_id: str, at: datetime) -> None:
    """Inside a transaction that holds them: each is closed, and its sheets and texts go with who wrote them."""
    for pair_id in db.session.scalars(_PAIRS, {"person": person_id}).all():
        close_unless_closed(db.session.get_one(Pair, pair_id, populate_existing=True), at)
    db.session.execute(
        update(PairPerson)
        .where(PairPerson.person_id == person_id)
        .values(left_at=func.coalesce(PairPerson.left_at, at), goes_on_at=None)
    )
    blocks.forget(person_id)
    _erase_agreements(person_id)


def take_back_invitations(person_id: str, address: str | None, at: datetime) -> None:
    """Those that wait for an answer; and no invitation names this person's address any more, whoever sent it."""
    mine = Invitation.inviter_id == person_id
    waits = mine & Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    db.session.execute(update(Invitation).where(waits).values(revoked_at=at))
    theirs = func.lower(Invitation.email) == (address or "").lower()
    db.session.execute(update(Invitation).where(or_(mine, theirs)).values(email=None))


def _erase_agreements(person_id: str) -> None:
    """One's own copies go; the other's copy too of what the other has not signed."""
    db.session.execute(update(AgreementSheet).where(AgreementSheet.author_id == person_id).values(text_cipher=None))
    proposed = select(Agreement.id).where(Agreement.author_id == person_id)
    unsigned = AgreementCopy.agreement_id.in_(proposed) & ~_SIGNED
    db.session.execute(
        delete(AgreementCopy)
        .where(or_(AgreementCopy.person_id == person_id, unsigned))
        .execution_options(synchronize_session=False)
    )
