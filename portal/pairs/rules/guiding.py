"""Who guides what."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.rules import Strand


@dataclass(frozen=True, slots=True)
class GuideProposal:
    """Who would guide culture; the other would guide strategy."""

    id: str
    culture_guide_id: str
    proposed_by_id: str


@dataclass(frozen=True, slots=True)
class RoleState:
    """Who guides each strand (nobody until the two have agreed), and what waits for an answer."""

    guides: Mapping[Strand, str]
    proposal: GuideProposal | None


def opposite_guides(culture_guide_id: str, other_id: str) -> dict[Strand, str]:
    """The two strands have opposite mentors; `together` has none."""
    return {Strand.CULTURE: culture_guide_id, Strand.STRATEGY: other_id}


def opens_as_guide(together_lessons_begun: int, first_seat_id: str, second_seat_id: str) -> str:
    """In a `together` lesson the two open as guide in turn."""
    return second_seat_id if together_lessons_begun % 2 else first_seat_id
