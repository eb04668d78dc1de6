"""Publishing a module: a new revision where the content changed, nothing where it did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from portal.curriculum.models import Lesson, Module, Revision, RevisionLesson, RevisionPicture
from portal.curriculum.rules import Source
from portal.curriculum.service.preparing import PreparedLesson, PreparedModule, sha256_of
from portal.kernel.clock import now
from portal.kernel.database import db, insert_new, new_id
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
_LESSONS = select(Lesson.slug, Lesson.id).where(Lesson.module_id == bindparam("module"))
_SHOWN = select(RevisionLesson).where(RevisionLesson.revision_id == bindparam("revision"))
_PICTURES = select(RevisionPicture).where(RevisionPicture.revision_id == bindparam("revision"))


def publish(prepared: PreparedModule, release: Release) -> Published:
    """Inside a transaction. Raises a Refusal when the slug is that of a module from elsewhere."""
    module = _held(prepared.source.slug, release.source)
    was_archived = module.archived_at is not None
    module.archived_at = None
    _keep(prepared.lessons)
    current = db.session.scalar(_CURRENT, {"module": module.id})
    if current is not None and current.content_sha256 == prepared.content_sha256:
        _show_newest_rendering(current, prepared)
        return Published(Outcome.RESTORED if was_archived else Outcome.UNCHANGED, current.id)
    if current is not None:
        db.session.execute(update(Revision).where(Revision.id == current.id).values(superseded_at=now()))
    revision = _revision(module, prepared, release, number=current.number + 1 if current else 1)
    return Published(Outcome.PUBLISHED, revision.id)


def show_anew(prepared: PreparedModule) -> None:
    """Inside a transaction: what is published already, as it is rendered now. What was revised meanwhile stays."""
    module = _held(prepared.source.slug, Source.STUDIO)
    current = db.session.scalar(_CURRENT, {"module": module.id})
    if current is not None and current.content_sha256 == prepared.content_sha256:
        _keep(prepared.lessons)
        _show_newest_rendering(current, prepared)


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
    _add_lessons(revision, prepared)
    return revision


def _add_lessons(revision: Revision, prepared: PreparedModule) -> None:
    ids = _lesson_ids(revision.module_id, [lesson.source.slug for lesson in prepared.lessons])
    db.session.add_all(
        RevisionLesson(
            revision_id=revision.id,
            lesson_id=ids[lesson.source.slug],
            position=lesson.source.position,
            fr_sha256=lesson.hashes["fr"],
            en_sha256=lesson.hashes["en"],
        )
        for lesson in prepared.lessons
    )
    db.session.flush()
    _show_pictures(revision.id, ids, prepared.lessons)


def _lesson_ids(module_id: str, slugs: Sequence[str]) -> Mapping[str, str]:
    """By slug, of every lesson that the module has or had; those that are new are made."""
    ids = dict(db.session.execute(_LESSONS, {"module": module_id}).all())
    new = [Lesson(id=new_id(), module_id=module_id, slug=slug) for slug in slugs if slug not in ids]
    db.session.add_all(new)
    db.session.flush()
    return ids | {lesson.slug: lesson.id for lesson in new}


def _show_newest_rendering(revision: Revision, prepared: PreparedModule) -> None:
    """The same words, rendered otherwise than they were: they are shown so, and the revision stays the one it is."""
    revision.sheet = prepared.source.sheet_source
    ids = dict(db.session.execute(_LESSONS, {"module": revision.module_id}).all())
    rows = {row.lesson_id: row for row in db.session.scalars(_SHOWN, {"revision": revision.id})}
    for lesson in prepared.lessons:
        row = rows[ids[lesson.source.slug]]
        row.fr_sha256, row.en_sha256 = lesson.hashes["fr"], lesson.hashes["en"]
    _show_pictures(revision.id, ids, prepared.lessons)


def _show_pictures(revision_id: str, ids: Mapping[str, str], lessons: Sequence[PreparedLesson]) -> None:
    """These, under these names, and no others."""
    kept = {(row.lesson_id, row.name): row for row in db.session.scalars(_PICTURES, {"revision": revision_id})}
    for lesson in lessons:
        for name, content in lesson.source.pictures.items():
            key = (ids[lesson.source.slug], name)
            row = kept.pop(key, None) or RevisionPicture(revision_id=revision_id, lesson_id=key[0], name=name)
            row.sha256 = sha256_of(content)
            db.session.add(row)
    for row in kept.values():
        db.session.delete(row)


def _keep(lessons: Sequence[PreparedLesson]) -> None:
    """Keep what is new: the documents, then what leans on them, and the pictures."""
    insert_new(db.session(), [row for lesson in lessons for row in lesson.documents])
    insert_new(db.session(), [row for lesson in lessons for row in lesson.searched])
    insert_new(db.session(), [row for lesson in lessons for row in lesson.pictures])
