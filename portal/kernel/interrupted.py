"""What was typed into a form that is refused before its view: none of it is lost, and none of it is stored.

Its session ended, its token went out of date, or the portal is out of breath: the answer carries everything
that was sent, but for passwords. What its person has to sign in for first travels with the sign-in form, sealed
for that person.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from portal.kernel import secrecy
from portal.kernel.answers import page
from portal.kernel.database import is_id
from portal.kernel.forms import new_token
from portal.kernel.i18n import LANGUAGES
from portal.kernel.security import is_from_our_pages
from portal.kernel.transaction import SAFE_METHODS

# Left out altogether: a password is typed again, a token is made anew.
NEVER_GIVEN_BACK = frozenset({"csrf_token", "password", "current"})
# Sent again, and not shown: nobody typed them, and they say nothing to who chose them. (A ticked box sends "y".)
NOT_TYPED = frozenset(
    {"about", "act", "after", "at", "attested", "culture_guide", "eyes", "format", "handler", "kept", "key", "language"}
    | {"narrow", "nearness", "next", "offers", "proof", "question", "role", "sat", "shown", "sitting", "snippet"}
    | {"strands", "sure", "time_zone", "until", "view"}
    | {"digest", "person", "place", "requires", "revision", "signed", "step", "strand", "take", "version", "version_en"}
    | {"version_fr", "when", "minutes", "slot", "starts_at", "times", "weekdays"}
    | {"answer_pace", "journal_pace", "meeting_pace", "pair_pace", "turn_pace"}
)
NOT_TYPED_FROM = ("answer-", "seek_", "sure-")
"""The same, by how their names begin: one for each of several things on a page."""
TICKED = "y"
# What a form of sign-in sends besides what it carries, in bytes.
ROOM = 8 * 1024


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was sent: where to, and its fields in their order."""

    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """What a person would miss."""
        return [text for _language, text in self.passages]

    @property
    def passages(self) -> list[tuple[str, str]]:
        """The same for their eyes: of what is written in two languages, in which one; "" of all else."""
        return list(self._typed())

    def _typed(self) -> Iterator[tuple[str, str]]:
        for name, value in self.fields:
            if not _is_code(value) and name not in NOT_TYPED and not name.startswith(NOT_TYPED_FROM):
                ending = name.rpartition("_")[2]
                yield ending if ending in LANGUAGES else "", value


def _is_code(value: str) -> bool:
    """Nothing, a tick, the number of a choice, or an id."""
    said = value.strip()
    return not said or (len(said) == 1 and said.isdecimal()) or said == TICKED or is_id(said)


def written() -> Written | None:
    """What this request wrote, if one of our own pages sent it, and if it can be read."""
    if request.method in SAFE_METHODS or request.endpoint is None or not is_from_our_pages():
        return None
    try:
        sent = request.form.items(multi=True)
    except HTTPException:  # too large, or broken on its way
        return None
    fields = tuple((name, value) for name, value in sent if name not in NEVER_GIVEN_BACK)
    return Written(request.full_path.rstrip("?"), fields)


def sealed(what: Written, person_id: str) -> str:
    """It, for this person alone; "" for more than a form can carry."""
    packed = zlib.compress(json.dumps([what.address, what.fields]).encode())
    found = secrecy.seal_for(person_id, packed)
    return found if len(found) + ROOM <= current_app.config["MAX_CONTENT_LENGTH"] else ""


def opened(seal: str, person_id: str) -> Written | None:
    """What was sealed for this person; None for anything else."""
    packed = secrecy.unseal_for(person_id, seal)
    if packed is None:
        return None
    address, fields = json.loads(zlib.decompress(packed))
    return Written(address, tuple((name, value) for name, value in fields))


def send_again(what: Written) -> str:
    """The page that gives it back, and sends it again at the press of a button."""
    new_token()
    return page("errors/again.html", written=what)
