"""A link that makes a pair: single use, 14 days, revocable.

An invitation that is mailed has two links. Who invites can copy one; the other is only in the mail, so
that who opens it has shown that the address is theirs.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import update

from portal.accounts.models import Person
from portal.accounts.rules import normal_address, same_address
from portal.kernel import links, outbox
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.kernel.signals import TimePassed
from portal.kernel.throttle import Limit
from portal.pairs import queries
from portal.pairs.models import Invitation
from portal.pairs.queries import InvitationSeen
from portal.pairs.rules import ADDRESS_KEPT, INVITATION_LASTS, InvitationState
from portal.pairs.service.blocks import NoLongerHolds
from portal.pairs.service.lifecycle import make_pair
from portal.programs import service as programs

COPIED, MAILED = "invitation", "invitation.mailed"
MAIL = "pairs.invitation"

# A class can be invited in an evening; nobody can be flooded, by one person or by several.
PER_PERSON = Limit("invitation.person", 40, timedelta(days=1))
PER_ADDRESS = Limit("invitation.address", 3, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Received:
    """An invitation as its link shows it. `mailed`: by the link that only its addressee was sent."""

    invitation: InvitationSeen
    mailed: bool


def invite(actor: Actor, email: str | None, language: str) -> str:
    """An invitation into the open programme, mailed where an address is given; its id.

    `language` is that of the mail, for someone who has no account here.
    """
    email = normal_address(email) if email else None
    _refuse_oneself(actor, email)
    if email:
        _count(actor, email)
    row = Invitation(
        id=new_id(),
        inviter_id=actor.id,
        program_id=programs.ensure_open_program().id,
        email=email,
        salt=links.new_salt(),
        language=language,
        created_at=now(),
        expires_at=now() + INVITATION_LASTS,
    )
    db.session.add(row)
    if email:
        outbox.put(MAIL, f"{MAIL}:{row.id}", ids={"invitation": row.id})
    return row.id


def revoke(invitation_id: str) -> None:
    """The link stops working at once."""
    row = _held(invitation_id)
    if row.accepted_at is not None:
        raise Refusal(_l("This invitation was accepted in the meantime: the pair is made."))
    row.revoked_at = row.revoked_at or now()


def address_of(invitation: InvitationSeen) -> str:
    """The link to copy."""
    return _address(COPIED, invitation)


def mailed_address_of(invitation: InvitationSeen) -> str:
    """The link that goes into the mail, and is shown nowhere else."""
    return _address(MAILED, invitation)


def read_link(token: str, reader_id: str | None = None) -> Received | None:
    """The invitation that a link proves, in whatever state it is. None holds where one of the two blocked the other."""
    received = _proved(token)
    if received is None or reader_id is None or not received.invitation.is_open:
        return received
    if not queries.are_blocked(received.invitation.inviter_id, reader_id):
        return received
    return replace(received, invitation=replace(received.invitation, state=InvitationState.REVOKED))


def _proved(token: str) -> Received | None:
    row_id = links.row_id(token)
    found = queries.invitation(row_id) if row_id else None
    if found is None:
        return None
    if links.proves(token, COPIED, found.id, found.salt):
        return Received(found, mailed=False)
    if found.email is not None and links.proves(token, MAILED, found.id, found.salt):
        return Received(found, mailed=True)
    return None


def accept(received: Received, person_id: str) -> str:
    """Make the pair; its id. Accepting what one has already accepted gives the same pair."""
    row = _held(received.invitation.id)
    if row.accepted_by_id == person_id and row.pair_id is not None:
        return row.pair_id
    if row.inviter_id == person_id:
        raise Refusal(_l("This is your own invitation: it is for the person you want to learn with."))
    current = queries.invitation(row.id)
    if current is None or current.state is not InvitationState.OPEN:
        raise NoLongerHolds
    row.pair_id = make_pair(row.program_id, row.inviter_id, person_id)
    programs.enrol(row.program_id, row.inviter_id, person_id)  # the two are held now: none leaves meanwhile
    row.accepted_at, row.accepted_by_id = now(), person_id
    if received.mailed:
        _confirm_address(person_id, row.email)
    return row.pair_id


def on_time_passed(event: TimePassed) -> None:
    """The address that an invitation was mailed to goes; who invited whom stays."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.email.is_not(None), Invitation.expires_at < event.moment - ADDRESS_KEPT)
        .values(email=None)
    )


def _count(actor: Actor, email: str) -> None:
    """Count a mail to this address, if it leaves. Raises a Refusal when there were too many."""
    if not (PER_PERSON.admits_with(actor.id) and PER_ADDRESS.admits_with(email.lower())):
        raise Refusal(
            _l("Many invitations have been mailed today. Leave the address empty, and send the link yourself."),
            field="email",
            status=429,
        )


def _held(invitation_id: str) -> Invitation:
    return db.session.get_one(Invitation, invitation_id, with_for_update=True, populate_existing=True)


def _refuse_oneself(actor: Actor, email: str | None) -> None:
    if email and same_address(email, db.session.get_one(Person, actor.id).email):
        raise Refusal(
            _l("This is your own address. Write the one of the person you want to learn with."),
            field="email",
            status=422,
        )


def _confirm_address(person_id: str, email: str | None) -> None:
    """Whoever holds the link that was mailed to their own address has shown that it is theirs."""
    person = db.session.get_one(Person, person_id)
    if same_address(email, person.email):
        person.email_confirmed_at = person.email_confirmed_at or now()


def _address(purpose: str, invitation: InvitationSeen) -> str:
    return links.external("pairs.invitation", token=links.token(purpose, invitation.id, invitation.salt))
