"""One's own sittings, opened; and what they come to. Nothing of it is stored, and nobody else is handed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.assessment import queries
from portal.assessment.models import Sitting
from portal.assessment.rules import (
    Answers,
    Given,
    SittingKind,
    StrandGrowth,
    StrandResult,
    given_in,
    growth,
    opened,
    results,
)
from portal.curriculum.rules import Assessment
from portal.curriculum.service import assessment
from portal.kernel.secrecy import Opener, Owner, Place


@dataclass(frozen=True, slots=True)
class Sat:
    """A sitting, opened for its person."""

    id: str
    kind: SittingKind
    begun_at: datetime
    saved_at: datetime
    finished_at: datetime | None
    version: int
    answers: Answers

    @property
    def given(self) -> Mapping[str, Given]:
        return given_in(self.answers)


@dataclass(frozen=True, slots=True)
class Sittings:
    """Both of a person's."""

    before: Sat | None = None
    after: Sat | None = None

    def of(self, kind: SittingKind) -> Sat | None:
        return self.before if kind is SittingKind.BEFORE else self.after

    def is_open(self, kind: SittingKind) -> bool:
        """Whether it may be answered now: the second once the first is finished, each until it is finished itself."""
        sat = self.of(kind)
        is_its_turn = kind is SittingKind.BEFORE or _is_finished(self.before)
        return is_its_turn and not _is_finished(sat)

    @property
    def finished(self) -> tuple[Sat, ...]:
        return tuple(sat for sat in (self.before, self.after) if sat is not None and sat.finished_at is not None)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What the finished sittings of a person come to."""

    assessment: Assessment
    before: tuple[StrandResult, ...]
    after: tuple[StrandResult, ...]
    """Nothing before the second is finished."""

    @property
    def latest(self) -> tuple[StrandResult, ...]:
        return self.after or self.before

    def of(self, kind: SittingKind) -> tuple[StrandResult, ...]:
        return self.before if kind is SittingKind.BEFORE else self.after

    @property
    def growth(self) -> tuple[StrandGrowth, ...]:
        return growth(self.before, self.after)


def read(person_id: str) -> Sittings:
    """In two statements, one for the key."""
    rows = queries.sittings_of(person_id)
    found = {sat.kind: sat for sat in _opened(rows)}
    return Sittings(found.get(SittingKind.BEFORE), found.get(SittingKind.AFTER))


def reckon(sittings: Sittings) -> Reckoning:
    asked = assessment()
    found = {sat.kind: results(asked, sat.given) for sat in sittings.finished}
    return Reckoning(asked, found.get(SittingKind.BEFORE, ()), found.get(SittingKind.AFTER, ()))


def opened_row(row: Sitting) -> Answers:
    """Inside a transaction."""
    return next(sat.answers for sat in _opened([row]))


def place_of(row: Sitting) -> Place:
    return Place("sitting", "answers_cipher", row.id, row.version)


def _opened(rows: Iterable[Sitting]) -> Iterable[Sat]:
    closed = list(rows)
    opener = Opener({Owner(row.person_id) for row in closed if row.answers_cipher is not None})
    return [
        Sat(row.id, row.kind, row.begun_at, row.saved_at, row.finished_at, row.version, _answers(opener, row))
        for row in closed
    ]


def _answers(opener: Opener, row: Sitting) -> Answers:
    if row.answers_cipher is None:
        return {}
    return opened(opener.open(Owner(row.person_id), place_of(row), row.answers_cipher))


def _is_finished(sat: Sat | None) -> bool:
    return sat is not None and sat.finished_at is not None
