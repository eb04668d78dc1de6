"""Taking modules in from their files: a new revision where the content changed, nothing where it did not."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from sqlalchemy import select, update

from portal.curriculum.models import Lesson, LessonDocument, Module, Picture, Revision, RevisionLesson
from portal.curriculum.rules.stored import to_stored
from portal.curriculum.service.rendering import PIPELINE, rendered
from portal.curriculum.service.tree import MEDIA_TYPES, LessonSource, ModuleSource, Tree
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import LANGUAGES


class Outcome(StrEnum):
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document rendered before the transaction: rendering is slow."""

    lesson: LessonSource
    documents: Mapping[str, LessonDocument]


def sync(tree: Tree) -> "Publication":
    """Prepare what the tree holds; the publication's `publish()` belongs inside a transaction."""
    return Publication([(module, [_prepare(lesson) for lesson in module.lessons]) for module in tree.modules], tree)


class Publication:
    """Modules that are ready to be published together."""

    def __init__(self, modules: Sequence[tuple[ModuleSource, Sequence[_Prepared]]], tree: Tree) -> None:
        self._modules = modules
        self._present = tree.slugs

    def publish(self) -> dict[str, Outcome]:
        """What became of each module. One that has no folder any more is archived; pairs keep it."""
        outcomes = {module.slug: _publish(module, lessons) for module, lessons in self._modules}
        gone = select(Module).where(Module.slug.not_in(self._present), Module.archived_at.is_(None))
        for module in db.session.scalars(gone):
            module.archived_at = now()
            outcomes[module.slug] = Outcome.ARCHIVED
        return outcomes


def _prepare(lesson: LessonSource) -> _Prepared:
    pictures = {name: f"/pictures/{_sha256(content)}" for name, content in lesson.pictures.items()}
    return _Prepared(lesson, {language: _document(lesson, language, pictures) for language in LANGUAGES})


def _document(lesson: LessonSource, language: str, pictures: Mapping[str, str]) -> LessonDocument:
    source, text = lesson.sources[language], lesson.texts[language]
    identity = json.dumps([PIPELINE, language, source, sorted(pictures.items())])
    return LessonDocument(
        sha256=_sha256(identity.encode()),
        language=language,
        title=text.title,
        minutes=text.minutes,
        objective=text.objective,
        source=source,
        step_keys=[step.key for step in text.steps],
        rendered=to_stored(rendered(text, pictures)),
    )


def _publish(source: ModuleSource, lessons: Sequence[_Prepared]) -> Outcome:
    module = _module(source.slug)
    current = db.session.scalar(
        select(Revision).where(Revision.module_id == module.id, Revision.superseded_at.is_(None))
    )
    content = _content(source, lessons)
    if current is not None and current.content_sha256 == content and module.archived_at is None:
        return Outcome.UNCHANGED
    module.archived_at = None
    if current is not None:
        db.session.execute(update(Revision).where(Revision.id == current.id).values(superseded_at=now()))
    revision = Revision(
        module_id=module.id,
        number=current.number + 1 if current else 1,
        strand=source.sheet.strand,
        position=source.sheet.position,
        requires=list(source.sheet.requires),
        texts={language: dict(texts) for language, texts in source.sheet.texts.items()},
        content_sha256=content,
        published_at=now(),
    )
    db.session.add(revision)
    db.session.flush()
    for prepared in lessons:
        _add_lesson(module, revision, prepared)
    return Outcome.PUBLISHED


def _add_lesson(module: Module, revision: Revision, prepared: _Prepared) -> None:
    lesson = db.session.scalar(
        select(Lesson).where(Lesson.module_id == module.id, Lesson.slug == prepared.lesson.slug)
    ) or Lesson(module_id=module.id, slug=prepared.lesson.slug)
    db.session.add(lesson)
    for document in prepared.documents.values():
        if db.session.get(LessonDocument, document.sha256) is None:
            db.session.add(document)
    for name, content in prepared.lesson.pictures.items():
        _add_picture(name, content)
    db.session.flush()
    db.session.add(
        RevisionLesson(
            revision_id=revision.id,
            lesson_id=lesson.id,
            position=prepared.lesson.position,
            fr_sha256=prepared.documents["fr"].sha256,
            en_sha256=prepared.documents["en"].sha256,
        )
    )


def _add_picture(name: str, content: bytes) -> None:
    sha256 = _sha256(content)
    if db.session.get(Picture, sha256) is None:
        media_type = MEDIA_TYPES[PurePosixPath(name).suffix.lower()]
        db.session.add(Picture(sha256=sha256, media_type=media_type, content=content))


def _module(slug: str) -> Module:
    module = db.session.scalar(select(Module).where(Module.slug == slug))
    if module is None:
        module = Module(slug=slug, created_at=now())
        db.session.add(module)
        db.session.flush()
    return module


def _content(source: ModuleSource, lessons: Sequence[_Prepared]) -> str:
    whole = [
        asdict(source.sheet),
        [
            [p.lesson.slug, p.lesson.position, *(p.documents[language].sha256 for language in LANGUAGES)]
            for p in lessons
        ],
    ]
    return _sha256(json.dumps(whole, sort_keys=True).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
