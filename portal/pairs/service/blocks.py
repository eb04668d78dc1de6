"""Blocking somebody: no pair with them any more, and none again. They are told nothing."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, or_, select, update

from portal.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.pairs import queries
from portal.pairs.models import Block, Invitation
from portal.pairs.rules import MyPair

_THERE = (
    select(Person.id)
    .where(Person.id.in_(bindparam("people", expanding=True)), Person.erased_at.is_(None))
    .order_by(Person.id)
    .with_for_update(key_share=True)
)
_THEIR_ADDRESS = select(func.lower(Person.email)).where(Person.id == bindparam("other")).scalar_subquery()
_THEY_MAY_HOLD = update(Invitation).where(
    Invitation.inviter_id == bindparam("me"),
    Invitation.accepted_at.is_(None),
    Invitation.revoked_at.is_(None),
    or_(Invitation.email.is_(None), func.lower(Invitation.email) == _THEIR_ADDRESS),
)


class NoLongerHolds(Refusal):
    """Of an invitation: the one sentence for used, taken back, and between two who are blocked."""

    def __init__(self) -> None:
        super().__init__(_l("This invitation was used or taken back in the meantime."))


def hold_people(*person_ids: str) -> Sequence[str]:
    """Until the transaction ends, none is paired, blocks, leaves a programme or goes. Gives those who have an account.

    Before any row of a pair is held.
    """
    return db.session.scalars(_THERE, {"people": list(person_ids)}).all()


def block(mine: MyPair) -> None:
    """The pair's other person is blocked; blocking again, or somebody who is no longer here, changes nothing.

    Their pair is closed by who calls. Links that the other may hold are taken back: one that goes on for everybody
    else would tell.
    """
    _take_back(mine)
    if mine.partner.id in hold_people(mine.me.id, mine.partner.id):
        insert_if_new(db.session(), Block, blocker_id=mine.me.id, blocked_id=mine.partner.id, blocked_at=now())


def _take_back(mine: MyPair) -> None:
    """Before the two are held, as whoever accepts holds the invitation first."""
    db.session.execute(_THEY_MAY_HOLD.values(revoked_at=now()), {"me": mine.me.id, "other": mine.partner.id})


def unblock(blocker_id: str, blocked_id: str) -> None:
    """What was closed stays closed; the two may be paired again."""
    db.session.execute(delete(Block).where(Block.blocker_id == blocker_id, Block.blocked_id == blocked_id))


def forget(person_id: str) -> None:
    """Every block by and against somebody who is no longer here."""
    db.session.execute(delete(Block).where(or_(Block.blocker_id == person_id, Block.blocked_id == person_id)))


def refuse_blocked(one_id: str, other_id: str) -> None:
    """Holds the two, so that none blocks the other, or goes, meanwhile. Raises NoLongerHolds where one did."""
    there = hold_people(one_id, other_id)
    if len(there) < len({one_id, other_id}) or queries.are_blocked(one_id, other_id):
        raise NoLongerHolds
