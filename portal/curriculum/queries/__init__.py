"""The published catalogue, as plain values."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, case, exists, select

from portal.curriculum.models import (
    GlossaryTerm,
    Lesson,
    LessonDocument,
    Module,
    Picture,
    Revision,
    RevisionLesson,
    RevisionPicture,
)
from portal.curriculum.rules import LessonText, Strand
from portal.curriculum.rules.stored import from_stored
from portal.kernel.alphabet import unaccented
from portal.kernel.database import db

KEPT_DOCUMENTS = 256


@dataclass(frozen=True, slots=True)
class LessonCard:
    """A lesson as a list shows it."""

    slug: str
    title: str
    minutes: int
    objective: str


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module as the catalogue shows it, in one language."""

    slug: str
    strand: Strand
    title: str
    summary: str
    outcome: str
    requires: tuple[str, ...]
    lessons: tuple[LessonCard, ...]


@dataclass(frozen=True, slots=True)
class PublishedLesson:
    """A lesson of the newest revision, in one language."""

    lesson_id: str
    revision_id: str
    module: ModuleCard
    slug: str
    position: int
    """From 0, in its module."""
    text: LessonText


@dataclass(frozen=True, slots=True)
class TermCard:
    """A term as the glossary shows it, in one language."""

    slug: str
    name: str
    others: tuple[str, ...]
    meaning: str
    abroad: str
    """Its name in the other language."""
    avoided: tuple[str, ...]


# The document of a revision's lesson in the bound `language`.
DOCUMENT_SHA256 = case((bindparam("language") == "fr", RevisionLesson.fr_sha256), else_=RevisionLesson.en_sha256)

CATALOGUE = (
    select(
        Module.slug.label("module"),
        Revision.id.label("revision_id"),
        Revision.strand,
        Revision.requires,
        Revision.texts,
        Lesson.id.label("lesson_id"),
        Lesson.slug,
        LessonDocument.sha256,
        LessonDocument.title,
        LessonDocument.minutes,
        LessonDocument.objective,
    )
    .join(Revision, Revision.module_id == Module.id)
    .join(RevisionLesson, RevisionLesson.revision_id == Revision.id)
    .join(Lesson, Lesson.id == RevisionLesson.lesson_id)
    .join(LessonDocument, LessonDocument.sha256 == DOCUMENT_SHA256)
    .where(Revision.superseded_at.is_(None), Module.archived_at.is_(None))
    .order_by(Revision.position, Module.slug, RevisionLesson.position)
)


def catalogue(language: str) -> list[ModuleCard]:
    """Every published module with its lessons, in order."""
    modules: OrderedDict[str, list[Row[Any]]] = OrderedDict()
    for row in db.session.execute(CATALOGUE, {"language": language}):
        modules.setdefault(row.module, []).append(row)
    return [_card(rows, language) for rows in modules.values()]


_IN_MODULE = CATALOGUE.where(Module.slug == bindparam("module"))


def module_card(_actor: object, *, module: str, language: str) -> ModuleCard | None:
    rows = db.session.execute(_IN_MODULE, {"language": language, "module": module}).all()
    return _card(rows, language) if rows else None


def published_lesson(module: str, lesson: str, language: str) -> PublishedLesson | None:
    """A lesson of the newest revision; None for one that is not published."""
    rows = db.session.execute(_IN_MODULE, {"language": language, "module": module}).all()
    for position, row in enumerate(rows):
        if row.slug == lesson:
            card = _card(rows, language)
            return PublishedLesson(row.lesson_id, row.revision_id, card, row.slug, position, document(row.sha256))
    return None


_TITLES = (
    select(Module.slug, Revision.texts)
    .join(Revision, Revision.module_id == Module.id)
    .where(
        Module.slug.in_(bindparam("modules", expanding=True)),
        Revision.superseded_at.is_(None),
        Module.archived_at.is_(None),
    )
)


def titles(modules: Sequence[str], language: str) -> dict[str, str]:
    """The title of each of these modules that is published, by its slug."""
    if not modules:
        return {}
    rows = db.session.execute(_TITLES, {"modules": modules})
    return {slug: texts[language]["title"] for slug, texts in rows}


_RENDERED = select(LessonDocument.rendered).where(LessonDocument.sha256 == bindparam("sha256"))
_documents: OrderedDict[str, LessonText] = OrderedDict()


def document(sha256: str) -> LessonText:
    """A rendered document. It never changes under its hash, so that each process reads it once."""
    found = _documents.get(sha256)
    if found is None:
        found = from_stored(db.session.execute(_RENDERED, {"sha256": sha256}).scalar_one())
        _documents[sha256] = found
        while len(_documents) > KEPT_DOCUMENTS:
            _documents.popitem(last=False)
    return found


def glossary(language: str) -> list[TermCard]:
    """Every term, in the order of the alphabet; accents and capitals make no difference."""
    cards = [_term(row, language) for row in db.session.scalars(select(GlossaryTerm))]
    return sorted(cards, key=lambda card: unaccented(card.name))


def _term(row: GlossaryTerm, language: str) -> TermCard:
    name, *others = row.names[language]
    return TermCard(
        slug=row.slug,
        name=name,
        others=tuple(others),
        meaning=row.meanings[language],
        abroad=row.names["en" if language == "fr" else "fr"][0],
        avoided=tuple(row.avoided) if language == "fr" else (),
    )


_PICTURE = select(Picture).where(
    Picture.sha256 == bindparam("sha256"), exists().where(RevisionPicture.sha256 == Picture.sha256)
)


def picture(_actor: object, *, sha256: str) -> Picture | None:
    """A picture that some revision shows; None for any other, such as that of a draft."""
    return db.session.scalar(_PICTURE, {"sha256": sha256})


def _card(rows: Sequence[Row[Any]], language: str) -> ModuleCard:
    first = rows[0]
    texts = first.texts[language]
    return ModuleCard(
        slug=first.module,
        strand=first.strand,
        title=texts["title"],
        summary=texts["summary"],
        outcome=texts["outcome"],
        requires=tuple(first.requires),
        lessons=tuple(LessonCard(row.slug, row.title, row.minutes, row.objective) for row in rows),
    )
