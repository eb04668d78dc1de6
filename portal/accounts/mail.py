"""What accounts send by mail. Nothing leaves for a link that stopped working in the meantime."""

from typing import Any

from portal.accounts import queries
from portal.accounts.models import AccountLink, Person
from portal.accounts.queries import LinkSeen
from portal.accounts.rules import UNCONFIRMED_KEPT, LinkPurpose
from portal.accounts.service import account_links, addresses, newcomers, profile, resets
from portal.kernel import links, mail
from portal.kernel.database import db
from portal.kernel.mail import Message
from portal.kernel.outbox import Handler, Job


def send_confirm(job: Job) -> None:
    seen = queries.link_seen(job.ids["link"], LinkPurpose.CONFIRM)
    _send_link("confirm", LinkPurpose.CONFIRM, job, seen, kept_days=str(UNCONFIRMED_KEPT.days))


def send_new_address(job: Job) -> None:
    _send_link("new_address", LinkPurpose.NEW_ADDRESS, job, queries.link_seen(job.ids["link"], LinkPurpose.NEW_ADDRESS))


def send_reset(job: Job) -> None:
    """Without a recipient, the address that was asked for has no account: nothing leaves."""
    if job.recipient_id is not None:
        _send_link("reset", LinkPurpose.RESET, job, resets.link_for(job.recipient_id, job.id))


def send_known_address(job: Job) -> None:
    _send_notice(
        "known_address", job, sign_in=links.external("accounts.sign_in"), reset=links.external("accounts.reset")
    )


def send_password_changed(job: Job) -> None:
    _send_notice("password_changed", job, reset=links.external("accounts.reset"))


def send_address_changed(job: Job) -> None:
    """To the address that was left, so that whoever still reads it knows."""
    link = db.session.get(AccountLink, job.ids["link"])
    if link is not None and link.left_email is not None:
        _send_notice("address_changed", job, to=link.left_email)


def _send_link(message: str, purpose: LinkPurpose, job: Job, seen: LinkSeen | None, **context: str) -> None:
    person = db.session.get(Person, seen.person_id) if seen is not None and seen.is_open else None
    if seen is not None and person is not None:
        address = account_links.address_of(seen, purpose)
        mail.send(compose(message, person, seen.email, job.id, address=address, **context))


def _send_notice(message: str, job: Job, *, to: str | None = None, **addresses: str) -> None:
    person = db.session.get(Person, job.recipient_id or "")
    to = to or (person.email if person else None)
    if person is not None and to:
        mail.send(compose(message, person, to, job.id, **addresses))


def compose(message: str, person: Person, to: str, key: str, **context: Any) -> Message:
    """One of `templates/accounts/mail/`, in the person's language."""
    return mail.compose(
        f"accounts/mail/{message}", to=to, language=person.language, key=key, name=person.name, **context
    )


HANDLERS: dict[str, Handler] = {
    newcomers.CONFIRM_MAIL: send_confirm,
    addresses.NEW_ADDRESS_MAIL: send_new_address,
    resets.RESET_MAIL: send_reset,
    newcomers.KNOWN_MAIL: send_known_address,
    profile.PASSWORD_MAIL: send_password_changed,
    addresses.ADDRESS_CHANGED_MAIL: send_address_changed,
}
"""What sends each kind of mail that waits in the outbox."""
