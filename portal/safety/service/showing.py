"""The texts that can be reported: whatever the partner wrote that is open to the reader now.

Something new that partners show each other becomes reportable with one line in `SHOWABLE`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from portal.journal.service import find_open_entry, find_open_text
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor
from portal.kernel.refusal import Sentence
from portal.pairs.rules import MyPair, OpenText
from portal.pairs.service.agreement import find_open_sheet, find_proposed_text
from portal.progress.service import find_shared_note
from portal.safety.rules import Found


class Find(Protocol):
    """Finds a text of a pair by its kind and the id of its row, if the actor may read it now."""

    def __call__(self, actor: Actor, *, pair: str, kind: str, text: str) -> OpenText | None: ...


@dataclass(frozen=True, slots=True)
class Showable:
    """A kind of text: how it is called, and where it is found."""

    name: Sentence
    find: Find


SHOWABLE: Mapping[str, Showable] = {
    "reflection": Showable(_l("a reflection"), find_open_text),
    "hearing": Showable(_l("a “What I heard”"), find_open_text),
    "clarification": Showable(_l("a clarification"), find_open_text),
    "addition": Showable(_l("an addition"), find_open_text),
    "reply": Showable(_l("a reply"), find_open_text),
    "note": Showable(_l("a note on a step"), find_shared_note),
    "entry": Showable(_l("a free note"), find_open_entry),
    "sheet": Showable(_l("a sheet of the agreement"), find_open_sheet),
    "agreement": Showable(_l("a text of the agreement, which starts from what both wrote"), find_proposed_text),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The text that a report is about, written by the reporter's partner."""

    kind: str
    id: str
    opened_at: datetime
    text: str | None
    """None for one that was open to the reporter when they began, and was taken back since."""
    found: Found | None = None
    """What the portal found in it before."""

    @property
    def name(self) -> Sentence:
        return SHOWABLE[self.kind].name


def find_text(actor: Actor, pair: MyPair, kind: str, text_id: str) -> Shown | None:
    """None for what the actor wrote themselves, may not read, or could read once."""
    known = SHOWABLE.get(kind)
    found = known.find(actor, pair=pair.id, kind=kind, text=text_id) if known else None
    if found is None or found.author_id != pair.partner.id:
        return None
    return Shown(found.kind, found.id, found.opened_at, found.text)


def as_it_is_now(actor: Actor, pair: MyPair, shown: Shown) -> Shown:
    """The same text, read again, with what was found in it before."""
    current = find_text(actor, pair, shown.kind, shown.id)
    return replace(current, found=shown.found) if current else replace(shown, text=None)
