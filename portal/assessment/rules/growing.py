"""What changed between two sittings. A small change is noise; knowing better what one does not know is growth."""

from dataclasses import dataclass

from portal.assessment.rules.scoring import FULL, StrandResult
from portal.curriculum.rules import Strand

NOISE = 3
"""Points of a strand: a change of so much says nothing."""
GAP_NOISE = 100 * NOISE // FULL
"""The same, of a gap in hundredths: so much comes of those points alone."""


@dataclass(frozen=True, slots=True)
class DimensionChange:
    key: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class StrandGrowth:
    """Of a strand that is scored in both."""

    before: StrandResult
    after: StrandResult

    @property
    def strand(self) -> Strand:
        return self.after.strand

    @property
    def points(self) -> int:
        return self.after.points - self.before.points

    @property
    def is_noise(self) -> bool:
        return abs(self.points) <= NOISE

    @property
    def has_closed(self) -> bool:
        """Whether how sure came nearer to how right, so far that it shows.

        Where somebody doubted, and fell to where their doubts were, they learned nothing of what they know.
        """
        has_learned = self.points >= 0 or self.before.gap > 0
        return has_learned and abs(self.before.gap_percent) - abs(self.after.gap_percent) > GAP_NOISE

    @property
    def has_grown(self) -> bool:
        """A gap that closed while points fell is told by itself, and without this word."""
        return self.points > NOISE or (self.has_closed and self.points >= 0)

    @property
    def has_fallen(self) -> bool:
        """A gap may have closed all the same: then both are told, each by itself."""
        return self.points < -NOISE

    @property
    def dimensions(self) -> tuple[DimensionChange, ...]:
        """Those that changed, where the change of the strand is worth telling."""
        before = {one.key: one.points for one in self.before.dimensions}
        both = [(one.key, before.get(one.key), one.points) for one in self.after.dimensions]
        changed = [DimensionChange(key, was, now) for key, was, now in both if was is not None and now is not None]
        return () if self.is_noise else tuple(one for one in changed if one.before != one.after)


def growth(before: tuple[StrandResult, ...], after: tuple[StrandResult, ...]) -> tuple[StrandGrowth, ...]:
    """Strand by strand, where both are scored."""
    earlier = {result.strand: result for result in before if result.is_scored}
    return tuple(
        StrandGrowth(earlier[result.strand], result)
        for result in after
        if result.is_scored and result.strand in earlier
    )
