"""Taking modules in from their files: a new revision where the content changed, nothing where it did not."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from portal.curriculum.models import (
    CompanionFile,
    GlossaryTerm,
    Lesson,
    LessonDocument,
    Module,
    Picture,
    Revision,
    RevisionLesson,
    SearchedText,
)
from portal.curriculum.rules import Companion, Glossary, LessonText
from portal.curriculum.rules.stored import to_stored
from portal.curriculum.service.pictures import media_type
from portal.curriculum.service.rendering import PIPELINE, explanations_in, rendered
from portal.curriculum.service.searchable import searched_text
from portal.curriculum.service.tree import LessonSource, ModuleSource, Tree
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.explanations import Explanation
from portal.kernel.i18n import LANGUAGES
from portal.kernel.transaction import end_reading


class Outcome(StrEnum):
    """What became of a module."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    RESTORED = "restored"
    """Its folder is back as it was: no new revision."""
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A lesson with the hash of its document in each language, and what is new: documents, what is searched of them."""

    lesson: LessonSource
    hashes: Mapping[str, str]
    documents: Sequence[LessonDocument]
    searched: Sequence[SearchedText]


@dataclass(frozen=True, slots=True)
class _Known:
    """The hashes of what is kept already."""

    documents: Collection[str]
    searched: Collection[str]


def sync(tree: Tree) -> "Publication":
    """Prepare what the tree holds; the publication's `publish()` belongs inside a transaction."""
    known = _Known(
        documents=set(db.session.scalars(select(LessonDocument.sha256))),
        searched=set(db.session.scalars(select(SearchedText.sha256))),
    )
    end_reading()  # rendering is slow
    return Publication(
        [(module, [_prepare(lesson, tree.glossary, known) for lesson in module.lessons]) for module in tree.modules],
        tree,
    )


class Publication:
    """Modules that are ready to be published together."""

    def __init__(self, modules: Sequence[tuple[ModuleSource, Sequence[_Prepared]]], tree: Tree) -> None:
        self._modules = modules
        self._glossary = tree.glossary
        self._companions = tree.companions
        self._present = sorted(tree.slugs)

    def publish(self) -> dict[str, Outcome]:
        """What became of each module. One that has no folder any more is archived; pairs keep it."""
        if self._present:
            _publish_glossary(self._glossary)
            _publish_companions(self._companions)
        outcomes = {module.slug: _publish(module, lessons) for module, lessons in self._modules}
        return outcomes | dict.fromkeys(self._archive_others(), Outcome.ARCHIVED)

    def _archive_others(self) -> list[str]:
        if not self._present:  # no module at all: it was the wrong folder
            return []
        others = db.session.scalars(
            select(Module).where(Module.slug.not_in(self._present), Module.archived_at.is_(None))
        ).all()
        for module in others:
            module.archived_at = now()
        return [module.slug for module in others]


def _prepare(lesson: LessonSource, glossary: Glossary, known: _Known) -> _Prepared:
    pictures = {name: f"/pictures/{_sha256(content)}" for name, content in lesson.pictures.items()}
    explained = {language: explanations_in(lesson.sources[language], language, glossary) for language in LANGUAGES}
    hashes = {
        language: _identity(lesson.sources[language], language, pictures, explained[language]) for language in LANGUAGES
    }
    documents = [
        _document(sha256, lesson, language, rendered(lesson.texts[language], pictures, explained[language]))
        for language, sha256 in hashes.items()
        if sha256 not in known.documents
    ]
    searched = [
        searched_text(sha256, lesson.texts[language])
        for language, sha256 in hashes.items()
        if sha256 not in known.searched
    ]
    return _Prepared(lesson, hashes, documents, searched)


def _identity(source: str, language: str, pictures: Mapping[str, str], explained: Sequence[Explanation]) -> str:
    return _sha256_of([PIPELINE, language, source, sorted(pictures.items()), [asdict(one) for one in explained]])


def _document(sha256: str, lesson: LessonSource, language: str, shown: LessonText) -> LessonDocument:
    text = lesson.texts[language]
    return LessonDocument(
        sha256=sha256,
        language=language,
        title=text.title,
        minutes=text.minutes,
        objective=text.objective,
        source=lesson.sources[language],
        step_keys=[step.key for step in text.steps],
        rendered=to_stored(shown),
    )


def _publish(source: ModuleSource, lessons: Sequence[_Prepared]) -> Outcome:
    module = _module(source.slug)
    was_archived = module.archived_at is not None
    module.archived_at = None
    for prepared in lessons:
        _keep(prepared)
    current = db.session.scalar(
        select(Revision).where(Revision.module_id == module.id, Revision.superseded_at.is_(None))
    )
    content = _content(source)
    if current is not None and current.content_sha256 == content:
        _show_newest_rendering(current, lessons)
        return Outcome.RESTORED if was_archived else Outcome.UNCHANGED
    if current is not None:
        db.session.execute(update(Revision).where(Revision.id == current.id).values(superseded_at=now()))
    revision = _revision(module, source, content, number=current.number + 1 if current else 1)
    for prepared in lessons:
        _add_lesson(module, revision, prepared)
    return Outcome.PUBLISHED


def _revision(module: Module, source: ModuleSource, content: str, number: int) -> Revision:
    revision = Revision(
        module_id=module.id,
        number=number,
        strand=source.sheet.strand,
        position=source.sheet.position,
        requires=list(source.sheet.requires),
        texts={language: dict(texts) for language, texts in source.sheet.texts.items()},
        content_sha256=content,
        published_at=now(),
    )
    db.session.add(revision)
    db.session.flush()
    return revision


def _add_lesson(module: Module, revision: Revision, prepared: _Prepared) -> None:
    mine = select(Lesson).where(Lesson.module_id == module.id, Lesson.slug == prepared.lesson.slug)
    lesson = db.session.scalar(mine) or Lesson(module_id=module.id, slug=prepared.lesson.slug)
    db.session.add(lesson)
    db.session.flush()
    db.session.add(
        RevisionLesson(
            revision_id=revision.id,
            lesson_id=lesson.id,
            position=prepared.lesson.position,
            fr_sha256=prepared.hashes["fr"],
            en_sha256=prepared.hashes["en"],
        )
    )


def _publish_glossary(glossary: Glossary) -> None:
    """The terms as they are now, and no others."""
    kept = {row.slug: row for row in db.session.scalars(select(GlossaryTerm))}
    for slug in kept.keys() - {term.slug for term in glossary}:
        db.session.delete(kept[slug])
    for term in glossary:
        row = kept.get(term.slug) or GlossaryTerm(slug=term.slug)
        row.names = {language: list(names) for language, names in term.names.items()}
        row.meanings, row.avoided = dict(term.meaning), list(term.avoid)
        db.session.add(row)


def _publish_companions(companions: Mapping[Companion, str | None]) -> None:
    """The files as they are now. One that is wrong stays as it was; one that is gone is no more."""
    kept = {row.name: row for row in db.session.scalars(select(CompanionFile))}
    for name in kept.keys() - companions.keys():
        db.session.delete(kept[name])
    for companion, source in companions.items():
        if source is not None:
            row = kept.get(companion) or CompanionFile(name=companion)
            row.source = source
            db.session.add(row)


def _show_newest_rendering(revision: Revision, lessons: Sequence[_Prepared]) -> None:
    """The same words, rendered by a newer pipeline: they are shown, and the revision stays the one it is."""
    mine = select(Lesson.slug, RevisionLesson).join(Lesson).where(RevisionLesson.revision_id == revision.id)
    rows = dict(db.session.execute(mine).all())
    for prepared in lessons:
        row = rows[prepared.lesson.slug]
        row.fr_sha256, row.en_sha256 = prepared.hashes["fr"], prepared.hashes["en"]


def _keep(prepared: _Prepared) -> None:
    """Keep what is new: the documents, then what leans on them, and the pictures."""
    pictures = [
        Picture(sha256=_sha256(content), media_type=media_type(content), content=content)
        for content in prepared.lesson.pictures.values()
    ]
    for rows in (prepared.documents, prepared.searched, pictures):
        for row in rows:
            if db.session.get(type(row), row.sha256) is None:
                db.session.add(row)
        db.session.flush()


def _module(slug: str) -> Module:
    module = db.session.scalar(select(Module).where(Module.slug == slug))
    if module is None:
        module = Module(slug=slug, created_at=now())
        db.session.add(module)
        db.session.flush()
    return module


def _content(source: ModuleSource) -> str:
    """The same for the same words and pictures, however they are rendered."""
    lessons = [
        [lesson.slug, lesson.position, lesson.sources, {name: _sha256(p) for name, p in lesson.pictures.items()}]
        for lesson in source.lessons
    ]
    return _sha256_of([asdict(source.sheet), lessons])


def _sha256_of(value: list[Any]) -> str:
    return _sha256(json.dumps(value, sort_keys=True).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
