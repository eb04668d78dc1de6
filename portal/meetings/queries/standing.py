"""Where two people stand, as far as the agenda of their meeting needs it."""

from sqlalchemy import bindparam, select

from portal.curriculum.models import Lesson, LessonDocument, Module, Revision
from portal.curriculum.queries import CATALOGUE
from portal.journal.models import Exchange, Reflection
from portal.kernel.reading import Reading
from portal.meetings.models import Meeting
from portal.meetings.rules import LessonHere

_LESSONS = Reading(
    CATALOGUE.with_only_columns(
        Lesson.id,
        Module.slug.label("module"),
        Lesson.slug,
        Revision.strand,
        LessonDocument.title,
        LessonDocument.step_keys,
    )
)
_IN_PERSON = Reading(
    select(Reflection.id)
    .join(Exchange, Exchange.id == Reflection.exchange_id)
    .where(
        Exchange.pair_id == bindparam("pair"),
        Reflection.talk_in_person_at.is_not(None),
        Reflection.withdrawn_at.is_(None),
        ~select(Meeting.id)
        .where(Meeting.pair_id == Exchange.pair_id, Meeting.held_at > Reflection.talk_in_person_at)
        .exists(),
    )
)


def lessons_here(language: str) -> tuple[LessonHere, ...]:
    """Every lesson of the catalogue, in order."""
    rows = _LESSONS.all(language=language)
    return tuple(LessonHere(*row)._replace(step_keys=tuple(row.step_keys)) for row in rows)


def kept_for_a_talk(pair_id: str) -> set[str]:
    """The reflections that the two said they would talk about, and have held no meeting since."""
    return {row.id for row in _IN_PERSON.all(pair=pair_id)}
