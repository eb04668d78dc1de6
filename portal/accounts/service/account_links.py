"""The links that are mailed to an address: made, read back, used once."""

from sqlalchemy import bindparam, update

from portal.accounts.models import AccountLink
from portal.accounts.queries import LinkSeen, link_seen
from portal.accounts.rules import LINK_LASTS, LONGEST_WAY, LinkPurpose
from portal.kernel import links, secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import Owner, Place

PAGES = {
    LinkPurpose.CONFIRM: "accounts.confirm",
    LinkPurpose.RESET: "accounts.choose_password",
    LinkPurpose.NEW_ADDRESS: "accounts.confirm_address",
}

_LAPSE = (
    update(AccountLink)
    .where(
        AccountLink.person_id == bindparam("person"),
        AccountLink.purpose.in_(bindparam("purposes", expanding=True)),
        AccountLink.used_at.is_(None),
        AccountLink.expires_at > bindparam("moment"),
    )
    .values(expires_at=bindparam("moment"))
)


class LinkIsOver(Refusal):
    """The link was used, replaced, or its time is over."""

    def __init__(self) -> None:
        super().__init__(_l("This link no longer works. Ask for a new one."), status=410)


def make(purpose: LinkPurpose, person_id: str, email: str, *, row_id: str = "", way: str = "") -> str:
    """A new link to this address; its id. `way` is where its owner was going in the portal."""
    row_id = row_id or new_id()
    moment = now()
    db.session.add(
        AccountLink(
            id=row_id,
            person_id=person_id,
            purpose=purpose,
            email=email,
            salt=links.new_salt(),
            way_cipher=secrecy.close(Owner(person_id), _place(row_id), way) if 0 < len(way) <= LONGEST_WAY else None,
            created_at=moment,
            expires_at=moment + LINK_LASTS[purpose],
        )
    )
    db.session.flush()
    return row_id


def address_of(seen: LinkSeen, purpose: LinkPurpose) -> str:
    """The whole address to send."""
    return links.external(PAGES[purpose], token=links.token(purpose, seen.id, seen.salt))


def read(purpose: LinkPurpose, token: str) -> LinkSeen | None:
    """The link that a token proves, in whatever state it is; None for one that this portal never made."""
    row_id = links.row_id(token)
    seen = link_seen(row_id, purpose) if row_id else None
    return seen if seen is not None and links.proves(token, purpose, seen.id, seen.salt) else None


def use(seen: LinkSeen, purpose: LinkPurpose) -> LinkSeen:
    """Use the link up. Raises LinkIsOver for one that no longer works."""
    row = db.session.get_one(AccountLink, seen.id, with_for_update=True, populate_existing=True)
    fresh = link_seen(seen.id, purpose)
    if fresh is None or not fresh.is_open:
        raise LinkIsOver
    row.used_at = now()
    db.session.flush()
    return fresh


def way_of(seen: LinkSeen) -> str:
    """Where the link's owner was going when they asked for it; "" when nowhere."""
    if seen.way_cipher is None:
        return ""
    return secrecy.open_one(Owner(seen.person_id), _place(seen.id), seen.way_cipher)


def lapse(person_id: str, *purposes: LinkPurpose) -> None:
    """The person's open links of these purposes stop working now."""
    db.session.execute(_LAPSE, {"person": person_id, "purposes": purposes, "moment": now()})


def _place(row_id: str) -> Place:
    return Place("account_link", "way_cipher", row_id)
