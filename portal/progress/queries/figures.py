"""How the lessons of a module are doing: from facts, never a word of anybody's. Five statements, whatever there is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, select

from portal.curriculum.models import Lesson, LessonDocument, Revision, RevisionLesson
from portal.curriculum.rules import LessonText, Question
from portal.curriculum.rules.stored import from_stored
from portal.kernel.database import db
from portal.progress.models import CheckAnswer, LessonDone, StepDone
from portal.progress.rules.figures import FirstAnswer, LessonFigures, StepFact, lesson_figures


@dataclass(frozen=True, slots=True)
class LessonFigured:
    """A lesson of the newest revision, with its figures."""

    slug: str
    text: LessonText
    figures: LessonFigures


class _Edition(NamedTuple):
    """A lesson as one revision published it: both languages."""

    slug: str
    is_newest: bool
    texts: Mapping[str, LessonText]

    def wording(self, key: str, number: int) -> tuple[Question | None, ...]:
        """A question, in each language."""
        return tuple(_question(text, key, number) for text in self.texts.values())


_EDITIONS = (
    select(
        RevisionLesson.revision_id,
        RevisionLesson.lesson_id,
        RevisionLesson.fr_sha256,
        RevisionLesson.en_sha256,
        Lesson.slug,
        Revision.superseded_at,
    )
    .join(Revision, Revision.id == RevisionLesson.revision_id)
    .join(Lesson, Lesson.id == RevisionLesson.lesson_id)
    .where(Revision.module_id == bindparam("module"))
    .order_by(RevisionLesson.position)
)
_DOCUMENTS = select(LessonDocument.sha256, LessonDocument.rendered).where(
    LessonDocument.sha256.in_(bindparam("hashes", expanding=True))
)
_IN_MODULE = select(Lesson.id).where(Lesson.module_id == bindparam("module"))
_STEPS = select(
    StepDone.lesson_id, StepDone.person_id, StepDone.pair_id, StepDone.step_key, StepDone.done_at, StepDone.undone_at
).where(StepDone.lesson_id.in_(_IN_MODULE))
_ANSWERS = (
    select(
        CheckAnswer.lesson_id,
        CheckAnswer.revision_id,
        CheckAnswer.person_id,
        CheckAnswer.step_key,
        CheckAnswer.question,
        CheckAnswer.option,
    )
    .where(CheckAnswer.lesson_id.in_(_IN_MODULE), CheckAnswer.try_number == 1)
    .order_by(CheckAnswer.answered_at)
)
_FINISHED = select(LessonDone.lesson_id, LessonDone.person_id).where(
    LessonDone.lesson_id.in_(_IN_MODULE), LessonDone.undone_at.is_(None)
)


def module_figures(module_id: str, language: str) -> tuple[LessonFigured, ...]:
    """Every lesson of the newest revision, in order. Answers to a question count if it is still worded as it was."""
    editions = _editions(module_id)
    newest = {lesson: edition for (_revision, lesson), edition in editions.items() if edition.is_newest}
    facts, finished = _facts(module_id), _finished(module_id)
    answers = _answers(module_id, editions, newest)
    return tuple(
        LessonFigured(
            edition.slug,
            edition.texts[language],
            lesson_figures(
                [step.key for step in edition.texts[language].steps],
                _options(edition.texts[language]),
                facts[lesson],
                answers[lesson],
                finished[lesson],
            ),
        )
        for lesson, edition in newest.items()
    )


def _editions(module_id: str) -> dict[tuple[str, str], _Edition]:
    rows = db.session.execute(_EDITIONS, {"module": module_id}).all()
    hashes = sorted({sha256 for row in rows for sha256 in (row.fr_sha256, row.en_sha256)})
    texts = {row.sha256: from_stored(row.rendered) for row in db.session.execute(_DOCUMENTS, {"hashes": hashes})}
    return {
        (row.revision_id, row.lesson_id): _Edition(
            row.slug, row.superseded_at is None, {"fr": texts[row.fr_sha256], "en": texts[row.en_sha256]}
        )
        for row in rows
    }


def _facts(module_id: str) -> Mapping[str, list[StepFact]]:
    found = defaultdict(list)
    for row in db.session.execute(_STEPS, {"module": module_id}):
        undone = row.undone_at is not None
        found[row.lesson_id].append(StepFact(row.person_id, row.pair_id, row.step_key, row.done_at, undone))
    return found


def _finished(module_id: str) -> Mapping[str, list[str]]:
    found = defaultdict(list)
    for row in db.session.execute(_FINISHED, {"module": module_id}):
        found[row.lesson_id].append(row.person_id)
    return found


def _answers(
    module_id: str, editions: Mapping[tuple[str, str], _Edition], newest: Mapping[str, _Edition]
) -> Mapping[str, Sequence[FirstAnswer]]:
    found = defaultdict(list)
    for row in db.session.execute(_ANSWERS, {"module": module_id}):
        key, edition = (row.step_key, row.question), newest.get(row.lesson_id)
        if edition is not None:
            is_current = editions[row.revision_id, row.lesson_id].wording(*key) == edition.wording(*key)
            found[row.lesson_id].append(FirstAnswer(row.person_id, *key, row.option, is_current))
    return found


def _question(text: LessonText, key: str, number: int) -> Question | None:
    step = text.step(key)
    return step.questions[number - 1] if step is not None and number <= len(step.questions) else None


def _options(text: LessonText) -> dict[tuple[str, int], int]:
    return {
        (step.key, number): len(question.options)
        for step in text.steps
        for number, question in enumerate(step.questions, start=1)
    }
