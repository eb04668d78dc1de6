"""A link that makes a pair: single use, 14 days, revocable."""

from portal.accounts.models import Person
from portal.kernel import links, outbox
from portal.kernel.clock import now
from portal.kernel.database import db, is_id
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.pairs import queries
from portal.pairs.models import Invitation
from portal.pairs.queries import InvitationSeen
from portal.pairs.rules import INVITATION_LASTS, InvitationState, invitation_state
from portal.pairs.service.lifecycle import make_pair
from portal.programs import service as programs

PURPOSE = "invitation"
MAIL = "pairs.invitation"


def invite(actor: Actor, key: str, email: str | None, language: str) -> str:
    """An invitation into the open programme; sent where an address is given. The same key twice is one."""
    if not is_id(key):
        raise Refusal(_l("This form is out of date. Open it again."))
    found = db.session.get(Invitation, key)
    if found is not None:
        return found.id if found.inviter_id == actor.id else _refuse_key()
    program = programs.ensure_open_program()
    db.session.add(
        Invitation(
            id=key,
            inviter_id=actor.id,
            program_id=program.id,
            email=email,
            salt=links.new_salt(),
            language=language,
            created_at=now(),
            expires_at=now() + INVITATION_LASTS,
        )
    )
    if email:
        outbox.put(MAIL, f"{MAIL}:{key}", ids={"invitation": key})
    return key


def revoke(invitation: Invitation) -> None:
    """The link stops working at once."""
    if invitation.accepted_at is not None:
        raise Refusal(_l("This invitation has already been accepted."))
    invitation.revoked_at = invitation.revoked_at or now()


def address_of(invitation: Invitation) -> str:
    """The link itself, to be sent or copied."""
    token = links.token(PURPOSE, invitation.id, invitation.salt)
    return links.external("pairs.invitation", token=token)


def read_link(token: str) -> InvitationSeen | None:
    """The invitation that a link proves, in whatever state it is."""
    row_id = links.row_id(token)
    found = queries.invitation(row_id) if row_id else None
    return found if found is not None and links.proves(token, PURPOSE, found.row.id, found.row.salt) else None


def state_of(invitation: Invitation) -> InvitationState:
    return invitation_state(invitation.accepted_at, invitation.revoked_at, invitation.expires_at, now())


def accept(invitation_id: str, person_id: str) -> str:
    """Make the pair; its id. Accepting what one has already accepted gives the same pair."""
    invitation = db.session.get_one(Invitation, invitation_id, with_for_update=True)
    if invitation.accepted_by_id == person_id and invitation.pair_id is not None:
        return invitation.pair_id
    if state_of(invitation) is not InvitationState.OPEN:
        raise Refusal(_l("This invitation can no longer be used. Ask for a new one."))
    if invitation.inviter_id == person_id:
        raise Refusal(_l("This is your own invitation: it is for the person you want to learn with."))
    for one in (invitation.inviter_id, person_id):
        programs.enrol(invitation.program_id, one)
    pair_id = make_pair(invitation.program_id, invitation.inviter_id, person_id)
    invitation.accepted_at, invitation.accepted_by_id, invitation.pair_id = now(), person_id, pair_id
    _confirm_address(invitation, person_id)
    return pair_id


def _confirm_address(invitation: Invitation, person_id: str) -> None:
    """Whoever holds a link that was mailed to their own address has shown that it is theirs."""
    person = db.session.get_one(Person, person_id)
    if invitation.email and person.email and invitation.email.lower() == person.email.lower():
        person.email_confirmed_at = person.email_confirmed_at or now()


def _refuse_key() -> str:
    raise Refusal(_l("This form is out of date. Open it again."))
