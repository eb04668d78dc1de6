"""Published lessons by their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, case, literal, select

from portal.curriculum.models import Lesson, LessonDocument, Module, Revision, RevisionLesson, SearchedText
from portal.curriculum.queries import TermCard, glossary
from portal.curriculum.rules import Strand
from portal.curriculum.rules.search import folded, has_all
from portal.kernel.database import db

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class LessonFound:
    """A lesson as a search shows it, in the language in which its words were found."""

    module: str
    slug: str
    strand: Strand
    module_title: str
    language: str
    title: str
    minutes: int
    objective: str
    paragraphs: tuple[str, ...]


_LESSONS = (
    select(
        Module.slug.label("module"),
        Revision.strand,
        Revision.texts,
        Lesson.slug,
        LessonDocument.language,
        LessonDocument.title,
        LessonDocument.minutes,
        LessonDocument.objective,
        SearchedText.paragraphs,
    )
    .join(Revision, Revision.module_id == Module.id)
    .join(RevisionLesson, RevisionLesson.revision_id == Revision.id)
    .join(Lesson, Lesson.id == RevisionLesson.lesson_id)
    .join(LessonDocument, LessonDocument.sha256.in_((RevisionLesson.fr_sha256, RevisionLesson.en_sha256)))
    .join(SearchedText, SearchedText.sha256 == LessonDocument.sha256)
    .where(Revision.superseded_at.is_(None), Module.archived_at.is_(None))
)
_IN_THE_OTHER_LANGUAGE = LessonDocument.language != bindparam("language")


def lessons_with(words: Sequence[str], language: str) -> list[LessonFound]:
    """The lessons that hold all of these beginnings of words, at most MOST_FOUND.

    Each once, in this language where the words are found in it; first where titles have them, then objectives.
    """
    patterns = [f"% {word}%" for word in words]
    depth = sum((_depth(pattern) for pattern in patterns), start=literal(0))
    statement = (
        _LESSONS.where(*(SearchedText.whole.like(pattern) for pattern in patterns))
        .order_by(_IN_THE_OTHER_LANGUAGE, depth, Revision.position, Module.slug, RevisionLesson.position)
        .limit(2 * MOST_FOUND)
    )
    found: dict[tuple[str, str], LessonFound] = {}
    for row in db.session.execute(statement, {"language": language}):
        found.setdefault((row.module, row.slug), _found(row))
    return list(found.values())[:MOST_FOUND]


def terms_with(words: Sequence[str], language: str) -> list[TermCard]:
    """The terms that one of their names says, or what is not said in their place."""
    return [term for term in glossary(language) if has_all(_names_of(term), words)]


def _found(row: Row[Any]) -> LessonFound:
    return LessonFound(
        module=row.module,
        slug=row.slug,
        strand=row.strand,
        module_title=row.texts[row.language]["title"],
        language=row.language,
        title=row.title,
        minutes=row.minutes,
        objective=row.objective,
        paragraphs=tuple(row.paragraphs),
    )


def _names_of(term: TermCard) -> str:
    return folded(" ".join((term.name, *term.others, term.abroad, *term.avoided)))


def _depth(pattern: str) -> ColumnElement[int]:
    return case((SearchedText.title.like(pattern), 0), (SearchedText.objective.like(pattern), 1), else_=2)
