"""What waits to be published, and how many pairs a module touches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.accounts.rules import SiteRole
from portal.curriculum.models import Lesson, Module, Picture, Revision
from portal.curriculum.rules import SHEET
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.refusal import Sentence
from portal.pairs.models import Pair, PairLesson
from portal.pairs.rules import named
from portal.studio.models import DraftRelease, ModuleAuthor
from portal.studio.rules import Titles, titles_in_sheet
from portal.studio.rules.releasing import Moments, ReleaseState, state_of


@dataclass(frozen=True, slots=True)
class ReleaseSeen:
    """A release, for its authors and for who reviews it."""

    id: str
    module_id: str
    slug: str
    titles: Titles
    """Of the module, as it was then."""
    asked_by_id: str
    asked_by: Sentence
    asked_at: datetime
    due_at: datetime | None
    note: str
    state: ReleaseState
    reviewed_by: Sentence | None
    reason: str | None

    def title(self, language: str) -> str:
        return self.titles.title(language)


_reviewer = aliased(Person)
_RELEASES = (
    select(DraftRelease, Module.slug, Person.name.label("asked_by"), _reviewer.name.label("reviewed_by"))
    .join(Module, Module.id == DraftRelease.module_id)
    .join(Person, Person.id == DraftRelease.asked_by_id)
    .outerjoin(_reviewer, _reviewer.id == DraftRelease.reviewed_by_id)
    .order_by(DraftRelease.asked_at.desc(), DraftRelease.id)
)
_LATEST = _RELEASES.where(DraftRelease.module_id == bindparam("module")).limit(1)
_ONE = _RELEASES.where(DraftRelease.id == bindparam("release"))
_WAITS = and_(
    DraftRelease.is_reviewed,
    DraftRelease.approved_at.is_(None),
    DraftRelease.sent_back_at.is_(None),
    DraftRelease.cancelled_at.is_(None),
)
_IN_REVIEW = _RELEASES.where(_WAITS)
_COUNT_IN_REVIEW = (
    select(func.count()).select_from(DraftRelease).where(_WAITS, DraftRelease.asked_by_id != bindparam("person"))
)
_IS_AUTHOR = select(ModuleAuthor.person_id).where(
    ModuleAuthor.module_id == bindparam("module"), ModuleAuthor.person_id == bindparam("person")
)
_HELD = select(DraftRelease).where(DraftRelease.id == bindparam("release")).with_for_update()
_PICTURES = select(Picture.sha256, Picture.content).where(Picture.sha256.in_(bindparam("hashes", expanding=True)))
_CURRENT = select(Revision.id).where(Revision.module_id == bindparam("module"), Revision.superseded_at.is_(None))
_SHOWN = (
    select(Revision.id)
    .join(Module, Module.id == Revision.module_id)
    .where(
        Module.id == bindparam("module"),
        Module.archived_at.is_(None),
        Revision.superseded_at.is_(None),
        Revision.content_sha256 == bindparam("content"),
    )
)
_BEGUN = (
    select(Lesson.slug, func.count())
    .join(PairLesson, PairLesson.lesson_id == Lesson.id)
    .join(Pair, Pair.id == PairLesson.pair_id)
    .where(Lesson.module_id == bindparam("module"), Pair.closed_at.is_(None))
    .group_by(Lesson.slug)
)
_OPEN_PAIRS = select(func.count()).select_from(Pair).where(Pair.closed_at.is_(None))


def latest_release(module_id: str) -> ReleaseSeen | None:
    row = db.session.execute(_LATEST, {"module": module_id}).one_or_none()
    return _seen(row) if row is not None else None


def my_release(actor: Actor, *, release: str) -> ReleaseSeen | None:
    """For the module's authors; one that must be reviewed, for every instructor."""
    row = db.session.execute(_ONE, {"release": release}).one_or_none()
    if row is None or SiteRole.INSTRUCTOR not in actor.roles:
        return None
    mine = {"module": row.DraftRelease.module_id, "person": actor.id}
    is_for_them = row.DraftRelease.is_reviewed or db.session.scalar(_IS_AUTHOR, mine) is not None
    return _seen(row) if is_for_them else None


def releases_in_review() -> list[ReleaseSeen]:
    return [_seen(row) for row in db.session.execute(_IN_REVIEW)]


def count_in_review(person_id: str) -> int:
    """Those that this person may answer: asked for by others."""
    return db.session.scalar(_COUNT_IN_REVIEW, {"person": person_id}) or 0


def held_release(release_id: str) -> DraftRelease:
    """Inside a transaction: as it is now, and nobody else's to change meanwhile."""
    again = {"populate_existing": True}
    return db.session.execute(_HELD, {"release": release_id}, execution_options=again).scalar_one()


def release_files(release_id: str) -> dict[str, bytes]:
    """The draft as it was then; of one that is over, without pictures that nothing shows any more."""
    row = db.session.get_one(DraftRelease, release_id)
    contents = dict(db.session.execute(_PICTURES, {"hashes": sorted(set(row.pictures.values()))}).all())
    texts = {path: text.encode() for path, text in row.texts.items()}
    return texts | {path: contents[sha256] for path, sha256 in row.pictures.items() if sha256 in contents}


def state_of_release(row: DraftRelease) -> ReleaseState:
    moments = (row.approved_at, row.sent_back_at, row.cancelled_at, row.published_at, row.failed_at)
    return state_of(Moments(row.is_reviewed, *moments))


def current_revision(module_id: str) -> str | None:
    """Its id, whether the module is in the catalogue or not."""
    return db.session.scalar(_CURRENT, {"module": module_id})


def is_published(module_id: str) -> bool:
    """Whether it is in the catalogue now."""
    module = db.session.get_one(Module, module_id)
    return module.archived_at is None and current_revision(module_id) is not None


def is_known(module_id: str, content_sha256: str) -> bool:
    """Whether this very content is in the catalogue now."""
    return db.session.scalar(_SHOWN, {"module": module_id, "content": content_sha256}) is not None


def slug_of(module_id: str) -> str:
    return db.session.get_one(Module, module_id).slug


def begun_in(module_id: str) -> Mapping[str, int]:
    """How many of the pairs that are not closed have begun each lesson, by its slug."""
    return dict(db.session.execute(_BEGUN, {"module": module_id}).all())


def open_pairs() -> int:
    return db.session.scalar(_OPEN_PAIRS) or 0


def author_ids(module_id: str) -> Sequence[str]:
    return db.session.scalars(select(ModuleAuthor.person_id).where(ModuleAuthor.module_id == module_id)).all()


def _seen(row: Row[*tuple[Any, ...]]) -> ReleaseSeen:
    kept: DraftRelease = row.DraftRelease
    return ReleaseSeen(
        id=kept.id,
        module_id=kept.module_id,
        slug=row.slug,
        titles=titles_in_sheet(row.slug, kept.texts[SHEET]),
        asked_by_id=kept.asked_by_id,
        asked_by=named(row.asked_by),
        asked_at=kept.asked_at,
        due_at=kept.due_at,
        note=kept.note,
        state=state_of_release(kept),
        reviewed_by=named(row.reviewed_by) if kept.reviewed_by_id else None,
        reason=kept.reason,
    )
