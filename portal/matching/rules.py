"""What somebody offers and what they seek, by dimension; and what a self-assessment would propose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.assessment.rules import Band
from portal.curriculum.rules import Strand

MOST = 5
"""Of each: a longer list says less."""
STRONG = 5
WEAK = 3
"""Points of a dimension, of 6: from so many it is proposed as an offer, up to so many as something to seek."""


@dataclass(frozen=True, slots=True)
class GiveAndTake:
    """Keys of dimensions; of what is sought, the most wanted first."""

    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()

    @property
    def in_both(self) -> frozenset[str]:
        return frozenset(self.offers) & frozenset(self.seeks)

    @property
    def seeks_twice(self) -> bool:
        return len(set(self.seeks)) < len(self.seeks)

    def known(self, dimensions: Mapping[str, object]) -> "GiveAndTake":
        """Without what is no dimension any more."""
        return GiveAndTake(
            tuple(key for key in self.offers if key in dimensions),
            tuple(key for key in self.seeks if key in dimensions),
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody saved, and its version: 0 as long as they saved nothing."""

    said: GiveAndTake
    version: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person lets their partner see, beside their name."""

    said: GiveAndTake
    levels: Mapping[Strand, Band]
    shown_at: datetime | None
    """Since when the levels are there."""


def proposal(points: Mapping[str, int]) -> GiveAndTake:
    """From the points of each dimension: the strongest to offer, the weakest to seek, as they come where they tie."""
    strongest = sorted((key for key, one in points.items() if one >= STRONG), key=lambda key: -points[key])
    weakest = sorted((key for key, one in points.items() if one <= WEAK), key=lambda key: points[key])
    return GiveAndTake(tuple(strongest[:MOST]), tuple(weakest[:MOST]))
