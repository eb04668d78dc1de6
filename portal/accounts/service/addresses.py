"""Moving to another address: confirmed from the new one, told to the old one."""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from portal.accounts import queries
from portal.accounts.models import AccountLink, Person
from portal.accounts.queries import LinkSeen
from portal.accounts.rules import LinkPurpose, normal_address, same_address
from portal.accounts.service import account_links
from portal.accounts.service.newcomers import KNOWN_MAIL
from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.throttle import Limit

NEW_ADDRESS_MAIL = "accounts.new_address"
ADDRESS_CHANGED_MAIL = "accounts.address_changed"

PER_PERSON = Limit("address.person", 5, timedelta(hours=1))
PER_ADDRESS = Limit("address.address", 3, timedelta(hours=1))


class AddressTaken(Refusal):
    """Somebody has confirmed this address since the link was sent."""

    def __init__(self) -> None:
        super().__init__(_l("This address belongs to another account now. Your own has not changed."))


def admit(person_id: str, email: str) -> None:
    """Raises a Refusal when this person has had too many addresses written to, or this address was too often."""
    if not (PER_PERSON.admits(person_id) and PER_ADDRESS.admits(normal_address(email).lower())):
        raise Refusal(_l("There were many tries in a short time. Wait an hour, then try again."), status=429)


def ask(person_id: str, email: str) -> None:
    """Send a link to the new address; if an account has it already, its owner is told instead. Nothing changes yet."""
    email = normal_address(email)
    person = db.session.get_one(Person, person_id)
    if same_address(person.email, email):
        raise Refusal(_l("This is your address already."), field="email", status=422)
    holder = queries.person_at(email)
    if holder is not None and holder.email_confirmed_at is not None:
        outbox.put(KNOWN_MAIL, f"{KNOWN_MAIL}:{new_id()}", recipient_id=holder.id)
        return
    account_links.lapse(person_id, LinkPurpose.NEW_ADDRESS)
    link_id = account_links.make(LinkPurpose.NEW_ADDRESS, person_id, email)
    outbox.put(NEW_ADDRESS_MAIL, f"{NEW_ADDRESS_MAIL}:{link_id}", recipient_id=person_id, ids={"link": link_id})


def move(seen: LinkSeen) -> None:
    """The new address is theirs from now on. Raises LinkIsOver, or AddressTaken."""
    link = account_links.use(seen, LinkPurpose.NEW_ADDRESS)
    _make_room(link.email)
    person = db.session.get_one(Person, link.person_id)
    old = person.email
    try:
        with db.session.begin_nested():
            person.email, person.email_confirmed_at = link.email, now()
    except IntegrityError:
        raise AddressTaken from None
    account_links.lapse(person.id, LinkPurpose.RESET, LinkPurpose.CONFIRM)
    if old:
        db.session.get_one(AccountLink, link.id).left_email = old
        ids = {"link": link.id}
        outbox.put(ADDRESS_CHANGED_MAIL, f"{ADDRESS_CHANGED_MAIL}:{link.id}", recipient_id=person.id, ids=ids)


def _make_room(email: str) -> None:
    """An account that never confirmed this address has to give way to the one that does."""
    holder = queries.person_at(email, lock=True)
    if holder is None:
        return
    if holder.email_confirmed_at is not None:
        raise AddressTaken
    account_links.lapse(holder.id, *LinkPurpose)
    holder.email = None
    db.session.flush()
