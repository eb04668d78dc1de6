"""A lesson of a pair, in the revision the two began, else in the newest."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.curriculum.models import Lesson, LessonDocument, Module, Revision, RevisionLesson, RevisionPicture
from portal.curriculum.queries import DOCUMENT_SHA256, document
from portal.kernel.identity import Actor
from portal.kernel.reading import Reading
from portal.learning.rules import LessonSeen, Renewal
from portal.pairs.models import Pair, PairLesson, StrandRole
from portal.pairs.queries import PAIR_SEEN, pair_of

KEPT_VALUES = 1024

# A lesson that was begun is shown as it was then, even when it has left the catalogue.
_SHOWN = or_(
    PairLesson.revision_id == Revision.id,
    and_(PairLesson.revision_id.is_(None), Revision.superseded_at.is_(None), Module.archived_at.is_(None)),
)

_counted = aliased(RevisionLesson)
_TOTAL = (
    select(func.count())
    .select_from(_counted)
    .where(_counted.revision_id == Revision.id)
    .correlate(Revision)
    .scalar_subquery()
)
_before = aliased(RevisionLesson)
_NUMBER = (
    select(func.count())
    .select_from(_before)
    .where(_before.revision_id == Revision.id, _before.position <= RevisionLesson.position)
    .correlate(Revision, RevisionLesson)
    .scalar_subquery()
)

_newest, _listed = aliased(Revision), aliased(RevisionLesson)
_fr, _en = aliased(LessonDocument), aliased(LessonDocument)
_newest_fr, _newest_en = aliased(LessonDocument), aliased(LessonDocument)
_picture, _newest_picture = aliased(RevisionPicture), aliased(RevisionPicture)
_SHOWS_OTHERS = exists().where(
    _picture.revision_id == Revision.id,
    _picture.lesson_id == Lesson.id,
    _newest_picture.revision_id == _newest.id,
    _newest_picture.lesson_id == Lesson.id,
    _newest_picture.name == _picture.name,
    _newest_picture.sha256 != _picture.sha256,
)
_NEWER = (
    select(_newest.id)
    .join(_listed, _listed.revision_id == _newest.id)
    .join(_fr, _fr.sha256 == RevisionLesson.fr_sha256)
    .join(_en, _en.sha256 == RevisionLesson.en_sha256)
    .join(_newest_fr, _newest_fr.sha256 == _listed.fr_sha256)
    .join(_newest_en, _newest_en.sha256 == _listed.en_sha256)
    .where(
        _newest.module_id == Module.id,
        _newest.superseded_at.is_(None),
        _listed.lesson_id == Lesson.id,
        Revision.superseded_at.is_not(None),
        Module.archived_at.is_(None),
        or_(_fr.source != _newest_fr.source, _en.source != _newest_en.source, _SHOWS_OTHERS),
    )
    .correlate(Module, Lesson, Revision, RevisionLesson)
    .scalar_subquery()
)
"""The newest revision, where the lesson has other words or pictures in it, however the same ones are rendered."""

_LESSON = Reading(
    PAIR_SEEN.add_columns(
        Lesson.id.label("lesson_id"),
        Module.slug.label("module"),
        Lesson.slug,
        Revision.id.label("revision_id"),
        Revision.strand,
        cast(Revision.texts, Text).label("texts"),
        DOCUMENT_SHA256.label("sha256"),
        _NUMBER.label("number"),
        _TOTAL.label("total"),
        PairLesson.revision_id.label("begun_revision_id"),
        PairLesson.guide_id.label("lesson_guide_id"),
        PairLesson.renewed_at,
        PairLesson.renewed_by_id,
        PairLesson.renewed_from_id,
        _NEWER.label("newer_id"),
        StrandRole.guide_id.label("strand_guide_id"),
    )
    .join(Module, Module.slug == bindparam("module"))
    .join(Lesson, and_(Lesson.module_id == Module.id, Lesson.slug == bindparam("lesson")))
    .join(RevisionLesson, RevisionLesson.lesson_id == Lesson.id)
    .join(Revision, Revision.id == RevisionLesson.revision_id)
    .outerjoin(PairLesson, and_(PairLesson.pair_id == Pair.id, PairLesson.lesson_id == Lesson.id))
    .outerjoin(
        StrandRole,
        and_(
            StrandRole.pair_id == Pair.id,
            StrandRole.strand == Revision.strand,
            StrandRole.agreed_at.is_not(None),
            StrandRole.replaced_at.is_(None),
        ),
    )
    .where(Pair.id == bindparam("pair"), _SHOWN)
)


def my_lesson(actor: Actor, *, pair: str, module: str, lesson: str, language: str) -> LessonSeen | None:
    """A lesson in a pair, for one of its two; None for everybody else."""
    row = _LESSON.one_or_none(me=actor.id, pair=pair, module=module, lesson=lesson, language=language)
    if row is None:
        return None
    return LessonSeen(
        pair=pair_of(row, actor),
        id=row.lesson_id,
        module=row.module,
        slug=row.slug,
        module_title=_stored(row.texts)[language]["title"],
        number=row.number,
        total=row.total,
        strand=row.strand,
        revision_id=row.revision_id,
        guide_id=row.lesson_guide_id or row.strand_guide_id,
        is_begun=row.begun_revision_id is not None,
        text=document(row.sha256),
        newer_id=row.newer_id,
        renewal=_renewal(row, actor),
    )


def _renewal(row: Any, actor: Actor) -> Renewal | None:
    if row.renewed_at is None:
        return None
    return Renewal(row.renewed_from_id, row.renewed_by_id == actor.id, row.renewed_at)


@lru_cache(maxsize=KEPT_VALUES)
def _stored(text: str) -> Any:
    """What a published revision holds as JSON. It never changes: each process reads it once."""
    return json.loads(text)
