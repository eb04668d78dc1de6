"""What answers come to: by dimension, by strand, and how sure somebody was against how right. Nothing of it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portal.assessment.rules.answers import Given
from portal.curriculum.rules import Assessment, Situation, Strand

MOST_WORTH = 3
FULL = 36
"""The points of a strand, all twelve of its situations answered as well as can be."""
MOST_MISSING = 2
EVEN = Fraction(1, 20)
"""A smaller gap between how sure and how right is told as none."""


class Band(StrEnum):
    EXPLORE = "explore"
    ON_THE_WAY = "on-the-way"
    SOLID = "solid"
    GUIDE = "guide"


FROM = {Band.EXPLORE: 0, Band.ON_THE_WAY: 18, Band.SOLID: 26, Band.GUIDE: 32}
"""The least points of each, the lowest first."""


class Sureness(StrEnum):
    """How sure somebody was, against how right."""

    DOUBTS = "doubts"
    EVEN = "even"
    TOO_SURE = "too sure"


@dataclass(frozen=True, slots=True)
class DimensionScore:
    key: str
    points: int | None
    """0 to 6; None where one of its situations is not answered."""


@dataclass(frozen=True, slots=True)
class StrandResult:
    strand: Strand
    dimensions: tuple[DimensionScore, ...]
    answered: int
    missing: int
    worth: int
    """Of what was answered."""
    confidence: Fraction
    """0, always hesitating, to 1, always sure."""

    @property
    def is_scored(self) -> bool:
        return self.answered > 0 and self.missing <= MOST_MISSING

    @property
    def most(self) -> int:
        """What the answers given could have been worth."""
        return self.answered * MOST_WORTH

    @property
    def share(self) -> Fraction:
        """What is missing is left out."""
        return Fraction(self.worth, self.most) if self.answered else Fraction(0)

    @property
    def points(self) -> int:
        """0 to 36. What is missing counts neither for nor against."""
        return int(self.share * FULL)

    @property
    def band(self) -> Band:
        return band_of(self.points)

    @property
    def gap(self) -> Fraction:
        """From -1, doubting what they know, to 1, sure of what they do not know."""
        return self.confidence - self.share

    @property
    def sure_percent(self) -> int:
        return round(self.confidence * 100)

    @property
    def right_percent(self) -> int:
        return round(self.share * 100)

    @property
    def gap_percent(self) -> int:
        """As it is shown: what stands beside it adds up."""
        return self.sure_percent - self.right_percent

    @property
    def sureness(self) -> Sureness:
        if abs(self.gap) < EVEN:
            return Sureness.EVEN
        return Sureness.TOO_SURE if self.gap > 0 else Sureness.DOUBTS


def band_of(points: int) -> Band:
    return [band for band, least in FROM.items() if points >= least][-1]


def results(assessment: Assessment, given: Mapping[str, Given]) -> tuple[StrandResult, ...]:
    """A result for each strand, in the order of the situations."""
    strands = dict.fromkeys(dimension.strand for dimension in assessment.dimensions)
    return tuple(_result(assessment, strand, given) for strand in strands)


def points_by_dimension(found: tuple[StrandResult, ...]) -> Mapping[str, int]:
    """Of those that are scored."""
    return {one.key: one.points for result in found for one in result.dimensions if one.points is not None}


def _result(assessment: Assessment, strand: Strand, given: Mapping[str, Given]) -> StrandResult:
    keys = [dimension.key for dimension in assessment.dimensions if dimension.strand is strand]
    asked = [one for one in assessment.situations if one.dimension in keys]
    worths = {one.key: worth for one in asked for worth in _worth(one, given)}
    sure = [Fraction(given[key].confidence - 1, 2) for key in worths]
    return StrandResult(
        strand,
        tuple(_dimension(key, asked, worths) for key in keys),
        answered=len(worths),
        missing=len(asked) - len(worths),
        worth=sum(worths.values()),
        confidence=sum(sure, Fraction(0)) / len(sure) if sure else Fraction(0),
    )


def _dimension(key: str, asked: list[Situation], worths: Mapping[str, int]) -> DimensionScore:
    mine = [one.key for one in asked if one.dimension == key]
    return DimensionScore(key, sum(worths[one] for one in mine) if set(mine) <= set(worths) else None)


def _worth(situation: Situation, given: Mapping[str, Given]) -> Iterator[int]:
    """What was answered, if it was; an option that is there no more is no answer."""
    chosen = given.get(situation.key, Given()).option
    return (option.worth for option in situation.options if option.key == chosen)
