"""The agreement: what the two fill in of it, and how their words are laid together.

Its sentences (template.py) are shown in each reader's language; what the two wrote is shown as they wrote it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.rules import Strand
from portal.pairs.rules.template import CLAUSES, PERSONAL, Line

LONGEST_LINE = 500
LONGEST_SETTLED = 2 * LONGEST_LINE + 1
"""The one text starts from both proposals, one under the other."""

# What the two settle as one; what each says for themselves is in the template.
SHARED = ("rhythm", "speech", "known", "tools", "contact", "ending")
_GUIDE = "guide_"


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """Where an agreement stands for one of the two, told without its words."""

    in_force: bool
    proposed: bool
    """The newest text waits for a signature."""
    signed_by_me: bool
    """The newest text carries this person's signature."""
    handed_by_me: bool
    handed_by_partner: bool


NO_AGREEMENT = AgreementSummary(
    in_force=False, proposed=False, signed_by_me=False, handed_by_me=False, handed_by_partner=False
)


def lines() -> list[Line]:
    """Everything that can be filled in, in order."""
    return [line for clause in CLAUSES for line in clause.lines]


def laid_together(mine: Mapping[str, str], theirs: Mapping[str, str], my_seat: int) -> dict[str, str]:
    """The first version of the one text: personal lines by seat, shared ones with both proposals in sight."""
    first, second = (mine, theirs) if my_seat == 1 else (theirs, mine)
    text: dict[str, str] = {}
    for key in PERSONAL:
        text[f"{key}_1"], text[f"{key}_2"] = first.get(key, ""), second.get(key, "")
    for key in SHARED:
        one, other = first.get(key, "").strip(), second.get(key, "").strip()
        text[key] = one if one == other else "\n".join(filter(None, (one, other)))
    return text


def text_keys() -> list[str]:
    """The keys of the one text."""
    return [f"{key}_{seat}" for key in PERSONAL for seat in (1, 2)] + list(SHARED)


def words_of(text: Mapping[str, str]) -> str:
    """All that was filled in, in the order of the clauses, in a sheet or in the one text."""
    keys = (key for line in lines() for key in (line.key, f"{line.key}_1", f"{line.key}_2"))
    return "\n\n".join(text[key] for key in keys if text.get(key))


def with_guides(text: Mapping[str, str], guides: Mapping[Strand, str]) -> dict[str, str]:
    """The text, with who guides what at the moment it is proposed: what is signed does not change afterwards."""
    return {**text, **{f"{_GUIDE}{strand}": guide_id for strand, guide_id in guides.items()}}


def guides_in(text: Mapping[str, str]) -> dict[Strand, str]:
    """Who guides what in a text that was proposed; empty where nothing had been settled."""
    return {strand: text[f"{_GUIDE}{strand}"] for strand in Strand if f"{_GUIDE}{strand}" in text}
