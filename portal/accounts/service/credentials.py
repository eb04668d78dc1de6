"""Proving who one is: throttled, alike and as slow for every address, and with no transaction open."""

from datetime import timedelta

from portal.accounts import passwords, queries
from portal.accounts.models import Person
from portal.accounts.queries import Credentials
from portal.accounts.rules import normal_address, password_refusal
from portal.accounts.service import newcomers
from portal.kernel.database import db
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.throttle import Limit
from portal.kernel.transaction import transaction

PER_ACCOUNT = Limit("sign-in.account", 10, timedelta(minutes=15))
PER_NETWORK = Limit("sign-in.network", 50, timedelta(minutes=15))
PER_PERSON = Limit("password.person", 10, timedelta(minutes=15))
RESENT = Limit("sign-in.resent", 1, timedelta(hours=1))


class TooManyTries(Refusal):
    """Nobody is locked out: the wait is short, and the link by mail opens the account meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "There were many tries in a short time. Wait 15 minutes, or choose a new password "
                "with a link sent to your address."
            ),
            status=429,
        )


class NotSignedIn(Refusal):
    """The same sentence whether the address, the password or the confirming is missing."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This address and this password do not go together. If you have just signed up, "
                "look in your email first: a link there confirms your address."
            ),
            status=422,
        )


def check(email: str, password: str, network: str, way: str = "") -> str:
    """The id of the person whose address and password these are.

    Raises TooManyTries or NotSignedIn. Someone with the right password and an unconfirmed address
    is sent the confirming mail again, at most once an hour.
    """
    email = normal_address(email)
    if not (PER_NETWORK.admits(network) and PER_ACCOUNT.admits(email.lower())):
        raise TooManyTries
    found = queries.credentials_at(email)
    proved = passwords.verify(found.password_hash if found else None, password)
    if found is None or not proved or found.is_disabled:
        raise NotSignedIn
    if not found.is_confirmed:
        _resend(found.person_id, way)
        raise NotSignedIn
    PER_ACCOUNT.forget(email.lower())
    PER_NETWORK.give_back(network)  # a whole class signs in from one address
    _strengthen(found, password)
    return found.person_id


def recheck(person_id: str, password: str) -> None:
    """Ask a signed-in person for their password again. Raises a Refusal beside the field `current`."""
    if not PER_PERSON.admits(person_id):
        raise Refusal(
            _l("There were many tries in a short time. Wait 15 minutes, then try again."), field="current", status=429
        )
    person = db.session.get_one(Person, person_id)
    password_hash = person.password_hash
    if not passwords.verify(password_hash, password):
        raise Refusal(_l("This is not your current password. Try again."), field="current", status=422)
    PER_PERSON.forget(person_id)


def hashed_password(password: str, *, name: str, email: str) -> str:
    """The hash of a password that will do for this person. Raises a Refusal beside the field `password`."""
    refusal = password_refusal(password, name, email)
    if refusal is not None:
        raise refusal
    return passwords.hash_password(password)


def _resend(person_id: str, way: str) -> None:
    if RESENT.admits(person_id):
        with transaction():
            newcomers.send_confirmation(person_id, way)


def _strengthen(found: Credentials, password: str) -> None:
    """Hash again at today's cost, now that the password is at hand."""
    if found.password_hash is None or not passwords.needs_rehash(found.password_hash):
        return
    stronger = passwords.hash_password(password)
    with transaction():
        person = db.session.get_one(Person, found.person_id)
        if person.password_hash == found.password_hash:
            person.password_hash = stronger
