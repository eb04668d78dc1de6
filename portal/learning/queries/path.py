"""The lessons of a pair's path.

The words of a revision never change, and the newest are the same for all pairs: each process reads every revision once.
What is read at each request is which revisions are the newest, and what the pair has begun or settled for itself.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from portal.curriculum.models import Lesson, LessonDocument, Module, Revision, RevisionLesson
from portal.curriculum.queries import DOCUMENT_SHA256
from portal.curriculum.rules import Strand
from portal.kernel.database import db
from portal.kernel.reading import Reading
from portal.learning.rules import PathLesson
from portal.pairs.models import Pair, PairLesson

KEPT_REVISIONS = 512


class _Shown(NamedTuple):
    """A revision in one language."""

    module: str
    strand: Strand
    position: int
    lessons: Mapping[str, tuple[int, PathLesson]]
    """By id, each with its position."""


_revisions: OrderedDict[tuple[str, str], _Shown] = OrderedDict()
"""By id and language."""


def _newest(*, archived: bool) -> Any:
    """The ids of the newest revisions, or of those that were the newest when their module left the catalogue."""
    revision, module = aliased(Revision), aliased(Module)
    is_archived = module.archived_at.is_not(None) if archived else module.archived_at.is_(None)
    return (
        select(func.aggregate_strings(revision.id, ","))
        .join(module, module.id == revision.module_id)
        .where(revision.superseded_at.is_(None), is_archived)
        .scalar_subquery()
    )


_OF_PAIRS = Reading(
    select(
        Pair.id.label("pair_id"),
        _newest(archived=False).label("newest"),
        _newest(archived=True).label("archived"),
        PairLesson.lesson_id,
        PairLesson.revision_id,
        PairLesson.guide_id,
        PairLesson.done_together_at,
    )
    .outerjoin(PairLesson, PairLesson.pair_id == Pair.id)
    .where(Pair.id.in_(bindparam("pairs", expanding=True)))
)


def paths(pair_ids: Sequence[str], language: str) -> dict[str, list[PathLesson]]:
    """The lessons of each pair's path, in order, in one statement; in two where a revision was not read before.

    A lesson that was begun is shown as it was then, even when it has left the catalogue.
    """
    rows = _OF_PAIRS.all(pairs=list(pair_ids))
    newest, archived = _ids(rows[0].newest), _ids(rows[0].archived)
    begun = {row.revision_id for row in rows if row.revision_id is not None}
    shown = _shown({*newest, *archived, *begun}, language)
    listed = [shown[one] for one in newest if one in shown]  # a module without lessons has nothing to show
    current = {one.module: one for one in (*listed, *(shown[one] for one in archived if one in shown))}
    by_pair: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        by_pair[row.pair_id][row.lesson_id] = row
    return {pair_id: _in_order(_placed(listed, by_pair[pair_id], shown, current)) for pair_id in pair_ids}


_Placed = tuple[int, str, int, str, PathLesson]
"""Where a lesson stands on the path, and the lesson."""


def _placed(
    newest: Sequence[_Shown], own: Mapping[str, Any], shown: Mapping[str, _Shown], current: Mapping[str, _Shown]
) -> Iterator[_Placed]:
    """`own` is what the pair has of its own, by lesson; `current` the newest revision of each module."""
    for revision in newest:
        for lesson_id, (position, lesson) in revision.lessons.items():
            row = own.get(lesson_id)
            if row is None:
                yield revision.position, lesson.module, position, lesson.slug, lesson
            elif row.revision_id is None:
                yield revision.position, lesson.module, position, lesson.slug, _settled(lesson, row, revision)
    listed = {one.module: one for one in newest}
    for lesson_id, row in own.items():
        if row.revision_id is not None:
            revision = shown[row.revision_id]
            position, lesson = revision.lessons[lesson_id]
            module = current.get(revision.module, revision)
            settled = _settled(lesson, row, module)
            if _reads_otherwise(lesson, listed.get(revision.module)):
                settled = settled._replace(has_newer=True)
            yield module.position, lesson.module, position, lesson.slug, settled


def _reads_otherwise(lesson: PathLesson, newest: _Shown | None) -> bool:
    """Whether the newest revision has the lesson in other words, however the same ones are rendered."""
    _position, newer = newest.lessons.get(lesson.id, (0, lesson)) if newest is not None else (0, lesson)
    return newer.words != lesson.words


def _settled(lesson: PathLesson, row: Any, module: _Shown) -> PathLesson:
    """With what the pair has of its own; in the strand that its module is of by now."""
    return lesson._replace(strand=module.strand, guide_id=row.guide_id, done_together_at=row.done_together_at)


def _in_order(placed: Iterator[_Placed]) -> list[PathLesson]:
    return [lesson for *_place, lesson in sorted(placed, key=lambda one: one[:4])]


def _ids(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []


_fr, _en = aliased(LessonDocument), aliased(LessonDocument)
_REVISIONS = (
    select(
        Revision.id.label("revision_id"),
        Module.slug.label("module"),
        Revision.strand,
        Revision.position,
        Revision.texts,
        Revision.requires,
        RevisionLesson.position.label("lesson_position"),
        Lesson.id,
        Lesson.slug,
        LessonDocument.title,
        LessonDocument.minutes,
        LessonDocument.step_keys,
        _fr.source.label("fr"),
        _en.source.label("en"),
    )
    .join(Module, Module.id == Revision.module_id)
    .join(RevisionLesson, RevisionLesson.revision_id == Revision.id)
    .join(Lesson, Lesson.id == RevisionLesson.lesson_id)
    .join(LessonDocument, LessonDocument.sha256 == DOCUMENT_SHA256)
    .join(_fr, _fr.sha256 == RevisionLesson.fr_sha256)
    .join(_en, _en.sha256 == RevisionLesson.en_sha256)
    .where(Revision.id.in_(bindparam("revisions", expanding=True)))
)


def _shown(revision_ids: Collection[str], language: str) -> dict[str, _Shown]:
    kept = {one: _revisions.get((one, language)) for one in revision_ids}
    found = {one: shown for one, shown in kept.items() if shown is not None}
    missing = [one for one in revision_ids if one not in found]
    if missing:
        found |= _read(missing, language)
        _revisions.update({(one, language): found[one] for one in missing if one in found})
        while len(_revisions) > KEPT_REVISIONS:
            _revisions.popitem(last=False)
    return found


def _read(revision_ids: Sequence[str], language: str) -> dict[str, _Shown]:
    rows = defaultdict(list)
    for row in db.session.execute(_REVISIONS, {"revisions": revision_ids, "language": language}):
        rows[row.revision_id].append(row)
    return {revision_id: _revision(of_one, language) for revision_id, of_one in rows.items()}


def _revision(rows: Sequence[Any], language: str) -> _Shown:
    first = rows[0]
    lessons = {row.id: (row.lesson_position, _lesson(row, language)) for row in rows}
    return _Shown(first.module, first.strand, first.position, lessons)


def _lesson(row: Any, language: str) -> PathLesson:
    return PathLesson(
        id=row.id,
        module=row.module,
        slug=row.slug,
        strand=row.strand,
        module_title=row.texts[language]["title"],
        requires=tuple(row.requires),
        title=row.title,
        minutes=row.minutes,
        step_keys=tuple(row.step_keys),
        guide_id=None,
        done_together_at=None,
        words=hash((row.fr, row.en)),
    )
