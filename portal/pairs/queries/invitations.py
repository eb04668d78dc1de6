"""Invitations: read by their link, or by who sent them."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.pairs.models import Invitation


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """An invitation, with the name of who sent it."""

    row: Invitation
    inviter_name: str


_INVITATION = select(Invitation, Person.name).join(Person, Person.id == Invitation.inviter_id)
_ONE_INVITATION = _INVITATION.where(Invitation.id == bindparam("invitation"))
_MY_INVITATIONS = (
    select(Invitation)
    .where(
        Invitation.inviter_id == bindparam("me"),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > bindparam("moment"),
    )
    .order_by(Invitation.created_at.desc())
)


def invitation(invitation_id: str) -> InvitationSeen | None:
    row = db.session.execute(_ONE_INVITATION, {"invitation": invitation_id}).one_or_none()
    return InvitationSeen(*row) if row is not None else None


def my_invitation(actor: Actor, *, invitation: str) -> Invitation | None:
    """An invitation, for who sent it."""
    found = db.session.get(Invitation, invitation)
    return found if found is not None and found.inviter_id == actor.id else None


def my_open_invitations(actor: Actor) -> list[Invitation]:
    return list(db.session.scalars(_MY_INVITATIONS, {"me": actor.id, "moment": now()}))
