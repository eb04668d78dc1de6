"""A forgotten password: a link to the address, and a new password in its place."""

from datetime import timedelta

from portal.accounts import queries
from portal.accounts.models import AccountLink, Person
from portal.accounts.queries import LinkSeen
from portal.accounts.rules import LinkPurpose, normal_address
from portal.accounts.service import account_links
from portal.accounts.service.profile import set_password
from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.throttle import Limit
from portal.kernel.transaction import transaction

RESET_MAIL = "accounts.reset"

PER_NETWORK = Limit("reset.network", 100, timedelta(hours=1))
PER_ADDRESS = Limit("reset.address", 3, timedelta(hours=1))


def admit(email: str, network: str) -> bool:
    """Whether a mail may go to this address now. Raises a Refusal when too many are asked for from one place."""
    if not PER_NETWORK.admits(network):
        raise Refusal(_l("There were many tries in a short time. Wait a moment, then try again."), status=429)
    return PER_ADDRESS.admits(normal_address(email).lower())


def ask(email: str) -> None:
    """Send a link if there is an account. The same rows are written when there is none: only the worker knows."""
    person = queries.person_at(normal_address(email))
    outbox.put(RESET_MAIL, f"{RESET_MAIL}:{new_id()}", recipient_id=person.id if person else None)


def link_for(person_id: str, key: str) -> LinkSeen | None:
    """The reset link of this id, made at its first asking; None for an account that is not open.

    Called by the worker, and so opens its own transaction.
    """
    with transaction():
        person = db.session.get(Person, person_id)
        if person is not None and person.email is not None and person.disabled_at is None:
            _make_once(person.id, person.email, key)
    return queries.link_seen(key, LinkPurpose.RESET)


def _make_once(person_id: str, email: str, key: str) -> None:
    if db.session.get(AccountLink, key) is None:
        account_links.lapse(person_id, LinkPurpose.RESET)
        account_links.make(LinkPurpose.RESET, person_id, email, row_id=key)


def reset(seen: LinkSeen, password_hash: str) -> str:
    """A new password; every session ends. Whoever has the link has the address. Raises LinkIsOver."""
    link = account_links.use(seen, LinkPurpose.RESET)
    person = db.session.get_one(Person, link.person_id)
    person.email_confirmed_at = person.email_confirmed_at or now()
    set_password(person.id, password_hash)
    return person.id
