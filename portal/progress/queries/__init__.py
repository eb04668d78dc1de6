"""Named statements about what was done. Notes come as they lie: encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, and_, bindparam, cast, func, null, select, union_all
from sqlalchemy.types import String

from portal.curriculum.models import LessonDocument, RevisionLesson
from portal.kernel.database import UTCDateTime, db
from portal.kernel.reading import Reading
from portal.progress.models import CheckAnswer, LessonDone, StepDone
from portal.progress.rules import DoneInLesson, Tried


class StepFact(NamedTuple):
    """A step that one of the two has done, or has done and undone."""

    id: str
    person_id: str
    key: str
    done_at: datetime
    undone_at: datetime | None
    note_cipher: bytes | None
    note_shared_at: datetime | None


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """Everything done in a lesson: the steps of both, and the answers of the one who asks."""

    steps: tuple[StepFact, ...]
    tries: tuple[Tried, ...]

    def done_by(self, person_id: str) -> dict[str, StepFact]:
        return {fact.key: fact for fact in self.steps if fact.person_id == person_id and fact.undone_at is None}

    def begun_again_at(self, person_id: str, key: str) -> datetime | None:
        """When this person last undid the step."""
        moments = [f.undone_at for f in self.steps if f.person_id == person_id and f.key == key and f.undone_at]
        return max(moments, default=None)


_FACTS = Reading(
    union_all(
        select(
            StepDone.id,
            StepDone.person_id,
            StepDone.step_key,
            StepDone.done_at.label("at"),
            StepDone.undone_at,
            StepDone.note_cipher,
            StepDone.note_shared_at,
            cast(null(), Integer).label("question"),
            cast(null(), Integer).label("option"),
        ).where(StepDone.pair_id == bindparam("pair"), StepDone.lesson_id == bindparam("lesson")),
        select(
            CheckAnswer.id,
            CheckAnswer.person_id,
            CheckAnswer.step_key,
            CheckAnswer.answered_at.label("at"),
            cast(null(), UTCDateTime).label("undone_at"),
            cast(null(), StepDone.note_cipher.type).label("note_cipher"),
            cast(null(), UTCDateTime).label("note_shared_at"),
            CheckAnswer.question,
            CheckAnswer.option,
        ).where(
            CheckAnswer.pair_id == bindparam("pair"),
            CheckAnswer.lesson_id == bindparam("lesson"),
            CheckAnswer.person_id == bindparam("me"),
            CheckAnswer.asked_anew_at.is_(None),
        ),
    ).order_by("at")
)


def lesson_facts(pair_id: str, lesson_id: str, person_id: str) -> LessonFacts:
    """What both have done in a lesson, and this person's answers; oldest first, in one statement."""
    rows = _FACTS.all(pair=pair_id, lesson=lesson_id, me=person_id)
    return LessonFacts(
        steps=tuple(StepFact(*row[:7]) for row in rows if row.question is None),
        tries=tuple(Tried(row.step_key, row.question, row.option, row.at) for row in rows if row.question is not None),
    )


_DONE = Reading(
    select(
        StepDone.pair_id,
        StepDone.lesson_id,
        StepDone.person_id,
        func.aggregate_strings(StepDone.step_key, ",").label("keys"),
        func.max(StepDone.done_at, type_=UTCDateTime).label("last_at"),
        func.max(LessonDone.done_at, type_=UTCDateTime).label("finished_at"),
        func.max(StepDone.note_shared_at, type_=UTCDateTime).label("noted_at"),
    )
    .outerjoin(
        LessonDone,
        and_(
            LessonDone.pair_id == StepDone.pair_id,
            LessonDone.lesson_id == StepDone.lesson_id,
            LessonDone.person_id == StepDone.person_id,
            LessonDone.undone_at.is_(None),
        ),
    )
    .where(StepDone.pair_id.in_(bindparam("pairs", expanding=True)), StepDone.undone_at.is_(None))
    .group_by(StepDone.pair_id, StepDone.lesson_id, StepDone.person_id)
)

Done = dict[tuple[str, str, str], DoneInLesson]
"""By pair, lesson and person."""


def done_in(pair_ids: Sequence[str]) -> Done:
    """What both have done in every lesson of these pairs, in one statement."""
    rows = _DONE.all(pairs=list(pair_ids))
    return {
        (row.pair_id, row.lesson_id, row.person_id): DoneInLesson(
            frozenset(row.keys.split(",")), row.last_at, row.finished_at, row.noted_at
        )
        for row in rows
    }


_STEP_KEYS = (
    select(LessonDocument.step_keys)
    .join(RevisionLesson, RevisionLesson.fr_sha256 == LessonDocument.sha256)
    .where(RevisionLesson.revision_id == bindparam("revision"), RevisionLesson.lesson_id == bindparam("lesson"))
)


def step_keys(revision_id: str, lesson_id: str) -> tuple[str, ...]:
    """The steps of a lesson in a revision: the same in both languages."""
    return tuple(db.session.execute(_STEP_KEYS, {"revision": revision_id, "lesson": lesson_id}).scalar_one())


_MINE = select(StepDone).where(
    StepDone.pair_id == bindparam("pair"),
    StepDone.lesson_id == bindparam("lesson"),
    StepDone.person_id == bindparam("person"),
    StepDone.undone_at.is_(None),
)
_NOTES = select(StepDone).where(
    StepDone.pair_id == bindparam("pair"),
    StepDone.lesson_id == bindparam("lesson"),
    StepDone.person_id == bindparam("person"),
    StepDone.step_key == bindparam("step"),
    StepDone.note_cipher.is_not(None),
)
_KEYS = select(StepDone.step_key).where(
    StepDone.pair_id == bindparam("pair"),
    StepDone.lesson_id == bindparam("lesson"),
    StepDone.person_id == bindparam("person"),
)
_FINISHED = select(LessonDone).where(
    LessonDone.pair_id == bindparam("pair"),
    LessonDone.lesson_id == bindparam("lesson"),
    LessonDone.undone_at.is_(None),
)


def steps_done(pair_id: str, lesson_id: str, person_id: str) -> dict[str, StepDone]:
    rows = db.session.scalars(_MINE, {"pair": pair_id, "lesson": lesson_id, "person": person_id})
    return {row.step_key: row for row in rows}


def keys_done(pair_id: str, lesson_id: str, person_id: str) -> frozenset[str]:
    """The steps that this person has done, or has done and undone, in whichever version of the lesson."""
    return frozenset(db.session.scalars(_KEYS, {"pair": pair_id, "lesson": lesson_id, "person": person_id}))


def notes_of(pair_id: str, lesson_id: str, person_id: str, step_key: str) -> Sequence[StepDone]:
    """The rows that hold a note of this step, also from before it was undone."""
    keys = {"pair": pair_id, "lesson": lesson_id, "person": person_id, "step": step_key}
    return db.session.scalars(_NOTES, keys).all()


def finished_by(pair_id: str, lesson_id: str) -> dict[str, LessonDone]:
    """Who has finished a lesson, by person."""
    return {row.person_id: row for row in db.session.scalars(_FINISHED, {"pair": pair_id, "lesson": lesson_id})}


_LAST_TRY = select(func.max(CheckAnswer.try_number)).where(
    CheckAnswer.pair_id == bindparam("pair"),
    CheckAnswer.lesson_id == bindparam("lesson"),
    CheckAnswer.person_id == bindparam("person"),
    CheckAnswer.step_key == bindparam("step", type_=String()),
    CheckAnswer.question == bindparam("question"),
)


def last_try(pair_id: str, lesson_id: str, person_id: str, step_key: str, question: int) -> int:
    """The number of the last try at a question; 0 when there was none."""
    keys = {"pair": pair_id, "lesson": lesson_id, "person": person_id, "step": step_key, "question": question}
    return db.session.scalar(_LAST_TRY, keys) or 0
