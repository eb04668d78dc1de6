"""Publishing a module: a new revision where the content changed, nothing where it did not."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from portal.curriculum.models import Lesson, Module, Revision, RevisionLesson, RevisionPicture
from portal.curriculum.rules import Source
from portal.curriculum.service.preparing import PreparedLesson, PreparedModule, sha256_of
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence


class Outcome(StrEnum):
    """What became of a module."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    RESTORED = "restored"
    """It is back as it was: no new revision."""
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Release:
    """From where a module is published; for the studio also by whom, and what they say of it."""

    source: Source
    by_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    outcome: Outcome
    revision_id: str
    """The newest revision, whether it is new or not."""


_MODULE = select(Module).where(Module.slug == bindparam("slug")).with_for_update()
_CURRENT = select(Revision).where(Revision.module_id == bindparam("module"), Revision.superseded_at.is_(None))
_LESSON = select(Lesson).where(Lesson.module_id == bindparam("module"), Lesson.slug == bindparam("slug"))


def publish(prepared: PreparedModule, release: Release) -> Published:
    """Inside a transaction. Raises a Refusal when the slug is that of a module from elsewhere."""
    module = _held(prepared.source.slug, release.source)
    was_archived = module.archived_at is not None
    module.archived_at = None
    for lesson in prepared.lessons:
        _keep(lesson)
    current = db.session.scalar(_CURRENT, {"module": module.id})
    if current is not None and current.content_sha256 == prepared.content_sha256:
        _show_newest_rendering(current, prepared)
        return Published(Outcome.RESTORED if was_archived else Outcome.UNCHANGED, current.id)
    if current is not None:
        db.session.execute(update(Revision).where(Revision.id == current.id).values(superseded_at=now()))
    revision = _revision(module, prepared, release, number=current.number + 1 if current else 1)
    return Published(Outcome.PUBLISHED, revision.id)


def unpublish(module_id: str) -> None:
    """It leaves the catalogue; pairs keep what they began. Inside a transaction."""
    module = db.session.get_one(Module, module_id, with_for_update=True)
    module.archived_at = module.archived_at or now()


def two_sources(slug: str) -> Sentence:
    return _l("“%(slug)s” names a folder of files and a module made in the studio. Rename the folder.", slug=slug)


def _held(slug: str, source: Source) -> Module:
    """The module, which nobody else publishes meanwhile; made when it is new."""
    module = db.session.scalar(_MODULE, {"slug": slug})
    if module is None:
        module = Module(slug=slug, source=source, created_at=now())
        db.session.add(module)
        db.session.flush()
    if module.source is not source:
        raise Refusal(two_sources(slug))
    return module


def _revision(module: Module, prepared: PreparedModule, release: Release, number: int) -> Revision:
    source = prepared.source
    revision = Revision(
        module_id=module.id,
        number=number,
        strand=source.sheet.strand,
        position=source.sheet.position,
        requires=list(source.sheet.requires),
        texts={language: dict(texts) for language, texts in source.sheet.texts.items()},
        sheet=source.sheet_source,
        content_sha256=prepared.content_sha256,
        note=release.note,
        published_at=now(),
        published_by_id=release.by_id,
    )
    db.session.add(revision)
    db.session.flush()
    for lesson in prepared.lessons:
        _add_lesson(module, revision, lesson)
    return revision


def _add_lesson(module: Module, revision: Revision, prepared: PreparedLesson) -> None:
    source = prepared.source
    known = db.session.scalar(_LESSON, {"module": module.id, "slug": source.slug})
    lesson = known or Lesson(module_id=module.id, slug=source.slug)
    db.session.add(lesson)
    db.session.flush()
    db.session.add(
        RevisionLesson(
            revision_id=revision.id,
            lesson_id=lesson.id,
            position=source.position,
            fr_sha256=prepared.hashes["fr"],
            en_sha256=prepared.hashes["en"],
        )
    )
    _show_pictures(revision.id, lesson.id, prepared)


def _show_newest_rendering(revision: Revision, prepared: PreparedModule) -> None:
    """The same words, rendered by a newer pipeline: they are shown, and the revision stays the one it is."""
    revision.sheet = prepared.source.sheet_source
    mine = select(Lesson.slug, RevisionLesson).join(Lesson).where(RevisionLesson.revision_id == revision.id)
    rows = dict(db.session.execute(mine).all())
    for lesson in prepared.lessons:
        row = rows[lesson.source.slug]
        row.fr_sha256, row.en_sha256 = lesson.hashes["fr"], lesson.hashes["en"]
        _show_pictures(revision.id, row.lesson_id, lesson)


def _show_pictures(revision_id: str, lesson_id: str, prepared: PreparedLesson) -> None:
    for name, content in prepared.source.pictures.items():
        shown = {"revision_id": revision_id, "lesson_id": lesson_id, "name": name, "sha256": sha256_of(content)}
        db.session.merge(RevisionPicture(**shown))


def _keep(prepared: PreparedLesson) -> None:
    """Keep what is new: the documents, then what leans on them, and the pictures."""
    for rows in (prepared.documents, prepared.searched, prepared.pictures):
        for row in rows:
            if db.session.get(type(row), row.sha256) is None:
                db.session.add(row)
        db.session.flush()
