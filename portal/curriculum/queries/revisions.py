"""The revisions of a module, and the files each was made of."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
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
from portal.curriculum.rules import (
    SHEET,
    Glossary,
    LessonText,
    ModuleSheet,
    Requirements,
    Surroundings,
    Term,
    lesson_files,
    lesson_folder,
    parse,
    write_sheet,
)
from portal.curriculum.rules.stored import from_stored
from portal.kernel.database import db


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision as a list shows it."""

    id: str
    number: int
    published_at: datetime
    published_by_id: str | None
    """None for what came from files."""
    published_by: str | None
    """Their name; empty once they have deleted their account."""
    note: str | None
    is_current: bool


_OF_MODULE = (
    select(Revision, Person.name)
    .outerjoin(Person, Person.id == Revision.published_by_id)
    .where(Revision.module_id == bindparam("module"))
    .order_by(Revision.number.desc())
)


def revisions_of(module_id: str) -> list[RevisionLine]:
    """The newest first."""
    return [
        RevisionLine(
            id=revision.id,
            number=revision.number,
            published_at=revision.published_at,
            published_by_id=revision.published_by_id,
            published_by=name,
            note=revision.note,
            is_current=revision.superseded_at is None,
        )
        for revision, name in db.session.execute(_OF_MODULE, {"module": module_id})
    ]


_fr, _en = aliased(LessonDocument), aliased(LessonDocument)
_LESSONS = (
    select(Lesson.id, RevisionLesson.position, Lesson.slug, _fr.source.label("fr"), _en.source.label("en"))
    .join(RevisionLesson, RevisionLesson.lesson_id == Lesson.id)
    .join(_fr, _fr.sha256 == RevisionLesson.fr_sha256)
    .join(_en, _en.sha256 == RevisionLesson.en_sha256)
    .where(RevisionLesson.revision_id == bindparam("revision"))
    .order_by(RevisionLesson.position)
)
_PICTURES = (
    select(RevisionPicture.lesson_id, RevisionPicture.name, Picture.content)
    .join(Picture, Picture.sha256 == RevisionPicture.sha256)
    .where(RevisionPicture.revision_id == bindparam("revision"))
)


def files_of(revision_id: str) -> dict[str, bytes]:
    """What a revision was made of, byte for byte."""
    revision = db.session.get_one(Revision, revision_id)
    files = {SHEET: (revision.sheet or write_sheet(_sheet(revision))).encode()}
    pictures = defaultdict[str, dict[str, bytes]](dict)
    for lesson_id, name, content in db.session.execute(_PICTURES, {"revision": revision_id}):
        pictures[lesson_id][name] = content
    for lesson_id, position, slug, french, english in db.session.execute(_LESSONS, {"revision": revision_id}):
        documents = {"fr": french, "en": english}
        files |= lesson_files(lesson_folder(position, slug), documents, pictures[lesson_id])
    return files


def _sheet(revision: Revision) -> ModuleSheet:
    return ModuleSheet(revision.strand, revision.position, tuple(revision.requires), revision.texts)


@dataclass(frozen=True, slots=True)
class Edition:
    """A lesson as one revision published it, in Markdown."""

    revision_id: str
    published_at: datetime
    note: str | None
    texts: Mapping[str, LessonText]
    """By language."""
    pictures: Mapping[str, str]
    """The hash of each, by its name."""


_SHOWN = select(RevisionPicture.name, RevisionPicture.sha256).where(
    RevisionPicture.revision_id == bindparam("revision"), RevisionPicture.lesson_id == bindparam("lesson")
)
_EDITION = (
    select(
        Revision.published_at, Revision.note, LessonDocument.language, LessonDocument.source, LessonDocument.rendered
    )
    .join(RevisionLesson, RevisionLesson.revision_id == Revision.id)
    .join(LessonDocument, LessonDocument.sha256.in_((RevisionLesson.fr_sha256, RevisionLesson.en_sha256)))
    .where(Revision.id == bindparam("revision"), RevisionLesson.lesson_id == bindparam("lesson"))
)


def edition(revision_id: str, lesson_id: str) -> Edition:
    """A lesson that is in this revision."""
    asked = {"revision": revision_id, "lesson": lesson_id}
    rows, shown = db.session.execute(_EDITION, asked).all(), db.session.execute(_SHOWN, asked).all()
    texts = {row.language: parse(row.source, row.language).lesson or from_stored(row.rendered) for row in rows}
    return Edition(revision_id, rows[0].published_at, rows[0].note, texts, dict(shown))


_NEWEST = (
    select(Revision.id)
    .join(Module, Module.id == Revision.module_id)
    .join(RevisionLesson, RevisionLesson.revision_id == Revision.id)
    .where(
        RevisionLesson.lesson_id == bindparam("lesson"), Revision.superseded_at.is_(None), Module.archived_at.is_(None)
    )
)


def newest_with(lesson_id: str) -> str | None:
    """The newest revision, where it is published and has the lesson."""
    return db.session.scalar(_NEWEST, {"lesson": lesson_id})


_REQUIRES = (
    select(Module.slug, Revision.requires)
    .join(Revision, Revision.module_id == Module.id)
    .where(Revision.superseded_at.is_(None))
)


def surroundings(*, is_strict: bool = False) -> Surroundings:
    """What a module is checked against that is written here: every module that was ever published, and the glossary."""
    return Surroundings(_requirements(), _glossary(), is_strict)


def _requirements() -> Requirements:
    return {slug: tuple(requires) for slug, requires in db.session.execute(_REQUIRES)}


def _glossary() -> Glossary:
    rows = db.session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.position))
    return tuple(
        Term(
            slug=row.slug,
            names={language: tuple(names) for language, names in row.names.items()},
            meaning=row.meanings,
            avoid=tuple(row.avoided),
            is_everyday=row.is_everyday,
        )
        for row in rows
    )
