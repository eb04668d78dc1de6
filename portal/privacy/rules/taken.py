"""What somebody takes along: their own words whole, and what was opened to them, marked as the other's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence


class Format(StrEnum):
    MARKDOWN = "markdown"
    JSON = "json"
    PAGE = "page"


class Kind(StrEnum):
    """What a text is."""

    SHEET = "sheet"
    AGREEMENT = "agreement"
    NOTE = "note"
    REFLECTION = "reflection"
    ADDITION = "addition"
    HEARD = "heard"
    CLARIFICATION = "clarification"
    REPLY = "reply"
    ENTRY = "entry"


# By one's own hand, or by the other's.
WROTE: Mapping[tuple[Kind, bool], Sentence] = {
    (Kind.SHEET, True): _l("On your sheet of the agreement"),
    (Kind.SHEET, False): _l("On the other’s sheet of the agreement"),
    (Kind.AGREEMENT, True): _l("The text of the agreement, proposed by you"),
    (Kind.AGREEMENT, False): _l("The text of the agreement, proposed by the other"),
    (Kind.NOTE, True): _l("You noted"),
    (Kind.NOTE, False): _l("The other noted for you"),
    (Kind.REFLECTION, True): _l("You wrote"),
    (Kind.REFLECTION, False): _l("The other wrote"),
    (Kind.ADDITION, True): _l("You added"),
    (Kind.ADDITION, False): _l("The other added"),
    (Kind.HEARD, True): _l("You heard"),
    (Kind.HEARD, False): _l("The other heard"),
    (Kind.CLARIFICATION, True): _l("You clarified"),
    (Kind.CLARIFICATION, False): _l("The other clarified"),
    (Kind.REPLY, True): _l("You replied"),
    (Kind.REPLY, False): _l("The other replied"),
    (Kind.ENTRY, True): _l("You wrote"),
    (Kind.ENTRY, False): _l("The other shared with you"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One text. `about`: the line, the lesson or the prompt that it answers, where it has one."""

    kind: Kind
    mine: bool
    text: str
    at: datetime | None
    about: str = ""
    state: str = ""
    """Of a reflection: whether it is a draft, sealed, open, passed or kept; of a free note: draft, private, shared."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What was written on one occasion, in order."""

    title: str
    words: tuple[Words, ...]
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairTaken:
    """Everything that one of the two may read of what the two wrote."""

    id: str
    partner: str
    state: str
    since: datetime
    closed_at: datetime | None
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class AccountTaken:
    """`rows`: by table of the register, its columns by name."""

    at: datetime
    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    pairs: tuple[PairTaken, ...]
