"""Becoming somebody here. What is answered never tells whether an address was known."""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from portal.accounts import queries
from portal.accounts.models import Consent, Person
from portal.accounts.queries import LinkSeen
from portal.accounts.rules import CONSENTS, LinkPurpose, NewPerson, normal_address
from portal.accounts.service import account_links
from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import DEFAULT_TIME_ZONE, _l
from portal.kernel.refusal import Refusal
from portal.kernel.throttle import Limit

CONFIRM_MAIL = "accounts.confirm"
KNOWN_MAIL = "accounts.known_address"

# A class behind one network address can sign up; a list of strangers cannot be written to.
PER_NETWORK = Limit("sign-up.network", 100, timedelta(hours=1))
PER_ADDRESS = Limit("sign-up.address", 3, timedelta(hours=1))


def admit(email: str, network: str) -> bool:
    """Whether a mail may go to this address now. Raises a Refusal when too many are asked for from one place."""
    if not PER_NETWORK.admits(network):
        raise Refusal(_l("There were many tries in a short time. Wait a moment, then try again."), status=429)
    return PER_ADDRESS.admits(normal_address(email).lower())


def sign_up(new: NewPerson, password_hash: str, way: str = "") -> None:
    """A person whose address a mail will confirm; a known one is told by mail that they have an account.

    Whoever signs up again before confirming starts afresh: the mail that was sent last is the one that counts.
    """
    person = queries.person_at(new.email, lock=True)
    if person is not None and person.email_confirmed_at is not None:
        outbox.put(KNOWN_MAIL, f"{KNOWN_MAIL}:{new_id()}", recipient_id=person.id)
        return
    person = _afresh(person, new, password_hash, agreed=True)
    if person is not None:
        send_confirmation(person.id, way)


def send_confirmation(person_id: str, way: str = "") -> None:
    """Mail a link that confirms the person's address. Links sent before stop working."""
    person = db.session.get_one(Person, person_id)
    if person.email is None or person.email_confirmed_at is not None:
        return
    account_links.lapse(person.id, LinkPurpose.CONFIRM)
    link_id = account_links.make(LinkPurpose.CONFIRM, person.id, person.email, way=way)
    outbox.put(CONFIRM_MAIL, f"{CONFIRM_MAIL}:{link_id}", recipient_id=person.id, ids={"link": link_id})


def confirm(seen: LinkSeen, password_hash: str | None = None) -> str:
    """The address is theirs, with this password where one is given; the id of the person. Raises LinkIsOver."""
    link = account_links.use(seen, LinkPurpose.CONFIRM)
    person = db.session.get_one(Person, link.person_id)
    person.email_confirmed_at = person.email_confirmed_at or now()
    person.password_hash = password_hash or person.password_hash
    return person.id


def create_confirmed(
    name: str,
    email: str,
    password_hash: str | None,
    language: str,
    time_zone: str = DEFAULT_TIME_ZONE,
    *,
    agreed: bool = False,
) -> str:
    """A person whose address has proved itself already; their id. Raises a Refusal for a known address.

    `agreed`: they said yes, in a form, to each of CONSENTS.
    """
    person = queries.person_at(normal_address(email), lock=True)
    if person is not None and person.email_confirmed_at is not None:
        raise Refusal(_l("There is an account with this address already. Sign in with it."))
    person = _afresh(person, NewPerson(name, email, language), password_hash, agreed=agreed)
    if person is None:
        raise Refusal(_l("There is an account with this address already. Sign in with it."))
    person.time_zone = time_zone
    person.email_confirmed_at = now()
    account_links.lapse(person.id, LinkPurpose.CONFIRM)
    db.session.flush()
    return person.id


def _afresh(person: Person | None, new: NewPerson, password_hash: str | None, *, agreed: bool) -> Person | None:
    """The person, new or begun again; None when the same form arrives twice at once."""
    if person is None:
        return _added(new, password_hash, agreed=agreed)
    person.name, person.language, person.password_hash = new.name, new.language, password_hash
    person.version += 1
    return person


def _added(new: NewPerson, password_hash: str | None, *, agreed: bool) -> Person | None:
    person = Person(
        name=new.name,
        email=normal_address(new.email),
        password_hash=password_hash,
        language=new.language,
        time_zone=DEFAULT_TIME_ZONE,
        created_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        return None
    for purpose, version in CONSENTS.items() if agreed else ():
        db.session.add(Consent(person_id=person.id, purpose=purpose, text_version=version, given_at=person.created_at))
    return person
