"""Invitations: read by their link, or by who sent them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from portal.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.refusal import Sentence
from portal.pairs.models import Invitation
from portal.pairs.rules import ADDRESS_KEPT, InvitationState, invitation_state, named


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """An invitation, in the state it is in now, with the name of who sent it."""

    id: str
    inviter_id: str
    inviter_name: Sentence
    inviter_is_gone: bool
    """Who sent it deleted their account."""
    program_id: str
    email: str | None
    """Where the link was mailed; None for one that is copied."""
    salt: str
    language: str
    expires_at: datetime
    accepted_at: datetime | None
    accepted_by_id: str | None
    pair_id: str | None
    state: InvitationState

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.OPEN


_SEEN = select(
    Invitation.id,
    Invitation.inviter_id,
    Person.name,
    Person.erased_at,
    Invitation.program_id,
    Invitation.email,
    Invitation.salt,
    Invitation.language,
    Invitation.expires_at,
    Invitation.accepted_at,
    Invitation.accepted_by_id,
    Invitation.pair_id,
    # An invitation goes with whoever sent it.
    func.coalesce(Invitation.revoked_at, Person.disabled_at, Person.erased_at).label("revoked_at"),
).join(Person, Person.id == Invitation.inviter_id)
_ONE = _SEEN.where(Invitation.id == bindparam("invitation"))
_MINE = _ONE.where(Invitation.inviter_id == bindparam("me"))
_MY_UNANSWERED = _SEEN.where(
    Invitation.inviter_id == bindparam("me"),
    Invitation.accepted_at.is_(None),
    Invitation.revoked_at.is_(None),
    Invitation.expires_at > bindparam("since"),
).order_by(Invitation.created_at.desc())


def invitation(invitation_id: str) -> InvitationSeen | None:
    row = db.session.execute(_ONE, {"invitation": invitation_id}).one_or_none()
    return _seen(row) if row is not None else None


def my_invitation(actor: Actor, *, invitation: str) -> InvitationSeen | None:
    """An invitation, for who sent it."""
    row = db.session.execute(_MINE, {"invitation": invitation, "me": actor.id}).one_or_none()
    return _seen(row) if row is not None else None


def my_open_invitations(actor: Actor) -> list[InvitationSeen]:
    """What this person has sent and nobody has answered yet, the newest first."""
    return _unanswered_since(actor, now())


def my_unanswered_invitations(actor: Actor) -> list[InvitationSeen]:
    """The same, with those that ended lately: whoever sent one sees what became of it."""
    return _unanswered_since(actor, now() - ADDRESS_KEPT)


def _unanswered_since(actor: Actor, moment: datetime) -> list[InvitationSeen]:
    return [_seen(row) for row in db.session.execute(_MY_UNANSWERED, {"me": actor.id, "since": moment})]


def _seen(row: Any) -> InvitationSeen:
    return InvitationSeen(
        id=row.id,
        inviter_id=row.inviter_id,
        inviter_name=named(row.name),
        inviter_is_gone=row.erased_at is not None,
        program_id=row.program_id,
        email=row.email,
        salt=row.salt,
        language=row.language,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        accepted_by_id=row.accepted_by_id,
        pair_id=row.pair_id,
        state=invitation_state(row.accepted_at, row.revoked_at, row.expires_at, now()),
    )
