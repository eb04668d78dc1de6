"""What the doorstep shows of what there is to learn, and what a search engine may read of it."""

from datetime import datetime

from sqlalchemy import select

from portal.curriculum.models import Lesson, Module, Revision, RevisionLesson
from portal.curriculum.queries import LessonCard, catalogue
from portal.curriculum.rules import Strand
from portal.kernel.database import db

AT_MOST = 2

_PUBLISHED = (
    select(Module.slug, Lesson.slug, Revision.published_at)
    .join(Revision, Revision.module_id == Module.id)
    .join(RevisionLesson, RevisionLesson.revision_id == Revision.id)
    .join(Lesson, Lesson.id == RevisionLesson.lesson_id)
    .where(Revision.superseded_at.is_(None), Module.archived_at.is_(None))
    .order_by(Revision.position, Module.slug, RevisionLesson.position)
)


def first_lessons(language: str) -> dict[Strand, list[tuple[str, LessonCard]]]:
    """For each strand its first published lessons, each with the slug of its module."""
    found: dict[Strand, list[tuple[str, LessonCard]]] = {strand: [] for strand in Strand}
    for module in catalogue(language):
        found[module.strand] += [(module.slug, lesson) for lesson in module.lessons]
    return {strand: lessons[:AT_MOST] for strand, lessons in found.items()}


def published() -> list[tuple[str, str, datetime]]:
    """Every lesson with its module, by their slugs, and when that module was published."""
    return [(module, lesson, at) for module, lesson, at in db.session.execute(_PUBLISHED)]
