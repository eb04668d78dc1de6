"""A sitting as pages: the situations of one dimension at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.assessment.rules.answers import Given
from portal.curriculum.rules import Assessment, Dimension, Situation


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. Its dimension is not told on it: it would be a hint."""

    number: int
    dimension: Dimension
    situations: tuple[Situation, ...]

    def missing(self, given: Mapping[str, Given]) -> int:
        return sum(situation.key not in given for situation in self.situations)


def sheets(assessment: Assessment) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(number, dimension, tuple(one for one in assessment.situations if one.dimension == dimension.key))
        for number, dimension in enumerate(assessment.dimensions, start=1)
    )


def next_sheet(all_sheets: tuple[Sheet, ...], given: Mapping[str, Given]) -> Sheet | None:
    """Where to go on: the first with something left to answer."""
    return next((sheet for sheet in all_sheets if sheet.missing(given)), None)
