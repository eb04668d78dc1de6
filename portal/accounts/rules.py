"""Who someone is on the whole site, what a password and an address must be, and how long things last."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.kernel.alphabet import unaccented
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

SESSION_LASTS = timedelta(days=30)
SESSION_IDLES = timedelta(days=14)

# How long what is over is still kept.
LINKS_KEPT = timedelta(days=30)
SESSIONS_KEPT = timedelta(days=90)
UNCONFIRMED_KEPT = timedelta(days=30)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LONGEST_NAME = 80
LONGEST_ADDRESS = 254
LONGEST_WAY = 500

# Shorter parts of a name are in too many good sentences to be refused.
TELLING_PART = 4

FOURTEEN, TERMS = "fourteen", "terms"
CONSENTS = {FOURTEEN: 1, TERMS: 3}
"""What is asked for with an account: each purpose, in the version of its text that is shown now.

The text of TERMS is the public page on privacy, which says its version. Whoever changes what a released text says
raises it.
"""


class SiteRole(StrEnum):
    INSTRUCTOR = "instructor"
    ADMINISTRATOR = "administrator"


class LinkPurpose(StrEnum):
    CONFIRM = "confirm"
    RESET = "reset"
    NEW_ADDRESS = "new-address"


LINK_LASTS = {
    LinkPurpose.CONFIRM: timedelta(days=7),
    LinkPurpose.RESET: timedelta(hours=2),
    LinkPurpose.NEW_ADDRESS: timedelta(days=2),
}


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who signs up. Nothing about an age: the form asks for a yes."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    language: str
    time_zone: str


def session_is_over(created_at: datetime, last_act_at: datetime | None, now: datetime) -> bool:
    """A session ends 30 days after sign-in, or 14 days after its last act."""
    return now >= created_at + SESSION_LASTS or now >= (last_act_at or created_at) + SESSION_IDLES


def link_is_open(used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """A link works once, until its time is over."""
    return used_at is None and now < expires_at


def normal_address(email: str) -> str:
    """The address as it is kept: trimmed, its domain as mail knows it. Compared without regard to case."""
    local, at, domain = unicodedata.normalize("NFC", email.strip()).rpartition("@")
    try:
        domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        domain = domain.lower()
    return f"{local}{at}{domain}"


def same_address(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and normal_address(one).lower() == normal_address(other).lower()


def password_refusal(password: str, name: str, email: str) -> Refusal | None:
    """Why this password will not do for this person, or None. Length, and nothing of oneself; no composition rule."""
    if len(password) < SHORTEST_PASSWORD:
        return _refused(_l("Choose a password of 12 characters or more. A short sentence works well."))
    if len(password) > LONGEST_PASSWORD:
        return _refused(_l("Choose a password of 200 characters or fewer."))
    plain = unaccented(password)
    if any(part in plain for part in _own_words(name, email)):
        return _refused(_l("Choose a password without your name or your address: they are the first thing tried."))
    return None


def _refused(sentence: Sentence) -> Refusal:
    return Refusal(sentence, field="password", status=422)


def _own_words(name: str, email: str) -> list[str]:
    address = unaccented(email.strip())
    parts = [*re.split(r"[^\w]+", unaccented(name)), unaccented(name), address.rpartition("@")[0], address]
    return [part for part in parts if len(part) >= TELLING_PART]


def network_of(address: str | None) -> str:
    """What counts as one network address: an IPv4 address, or the /64 that one household or office has in IPv6."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """A browser and a system, coarse enough to tell nothing more: "Firefox, Linux"; "" for what is not known."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(word for word in found if word)


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str:
    return next((word for mark, word in marks if mark in text), "")
