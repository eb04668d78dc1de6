"""Drafts as their authors see them. `my_draft` is the door to everything that is being written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.accounts.rules import SiteRole
from portal.curriculum.models import Module, Revision
from portal.curriculum.rules import Source
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.studio.models import LessonDraft, ModuleAct, ModuleAuthor, ModuleDraft, WritingSession
from portal.studio.rules import (
    FRONT,
    ONE_SAVE,
    Act,
    Change,
    Draft,
    LessonDraftSeen,
    Text,
    Titles,
    as_far_as_written,
    title_in,
    titles_in_sheet,
    titles_published,
)

MOST_CHANGES = 12


@dataclass(frozen=True, slots=True)
class LessonFound:
    """A lesson of a draft, for one of the authors."""

    draft: Draft
    lesson: LessonDraftSeen


@dataclass(frozen=True, slots=True)
class Author:
    id: str
    name: str


_DRAFT = select(ModuleDraft, Module.slug).join(Module, Module.id == ModuleDraft.module_id)
_ONE_DRAFT = _DRAFT.where(Module.id == bindparam("module"))
_OF_ONE = _DRAFT.join(ModuleAuthor, ModuleAuthor.module_id == Module.id).where(
    ModuleAuthor.person_id == bindparam("person")
)
_MY_DRAFT = _OF_ONE.where(Module.slug == bindparam("module"))
_MY_DRAFTS = _OF_ONE.order_by(ModuleDraft.saved_at.desc(), Module.slug)

_later = aliased(WritingSession)
NEWEST = WritingSession.number == (
    select(func.max(_later.number))
    .where(_later.lesson_draft_id == WritingSession.lesson_draft_id, _later.language == WritingSession.language)
    .scalar_subquery()
)
"""The session that holds a lesson as it is now."""

_front = func.substr(WritingSession.text, 1, FRONT).label("front")
_LESSONS = (
    select(LessonDraft, WritingSession.language, _front, WritingSession.saved_at)
    .outerjoin(WritingSession, (WritingSession.lesson_draft_id == LessonDraft.id) & NEWEST)
    .where(LessonDraft.module_id.in_(bindparam("modules", expanding=True)))
    .order_by(LessonDraft.position, LessonDraft.slug, LessonDraft.id, WritingSession.language.desc())
)
_ONE_LESSON = _LESSONS.where(LessonDraft.slug == bindparam("lesson"))
_ALL_TEXTS = (
    select(LessonDraft.slug, WritingSession.language, WritingSession.text)
    .join(WritingSession, WritingSession.lesson_draft_id == LessonDraft.id)
    .where(LessonDraft.module_id == bindparam("module"), NEWEST)
)
_TEXTS = (
    select(WritingSession.language, WritingSession.text, WritingSession.saved_at, Person.name)
    .join(Person, Person.id == WritingSession.writer_id)
    .where(WritingSession.lesson_draft_id == bindparam("lesson"), NEWEST)
)
_TEXT_THEN = (
    select(WritingSession.text)
    .where(
        WritingSession.lesson_draft_id == bindparam("lesson"),
        WritingSession.language == bindparam("language"),
        WritingSession.saved_at <= bindparam("moment"),
    )
    .order_by(WritingSession.number.desc())
    .limit(1)
)
_NEWEST_SESSION = (
    select(WritingSession)
    .where(WritingSession.lesson_draft_id == bindparam("lesson"), WritingSession.language == bindparam("language"))
    .order_by(WritingSession.number.desc())
    .limit(1)
)
_AUTHORS = (
    select(Person.id, Person.name)
    .join(ModuleAuthor, ModuleAuthor.person_id == Person.id)
    .where(ModuleAuthor.module_id == bindparam("module"))
    .order_by(ModuleAuthor.added_at, Person.id)
)
_CHANGES = union_all(
    select(
        ModuleAct.done_at.label("at"),
        ModuleAct.person_id.label("who"),
        ModuleAct.act.label("act"),
        ModuleAct.lesson_slug.label("lesson"),
        literal("").label("language"),
    ).where(ModuleAct.module_id == bindparam("module")),
    select(
        WritingSession.saved_at.label("at"),
        WritingSession.writer_id.label("who"),
        null().label("act"),
        LessonDraft.slug.label("lesson"),
        WritingSession.language.label("language"),
    )
    .join(LessonDraft, LessonDraft.id == WritingSession.lesson_draft_id)
    .where(LessonDraft.module_id == bindparam("module"), WritingSession.number > 1),  # the first belongs to an act
).subquery()
_LATEST_CHANGES = (
    select(_CHANGES.c.at, _CHANGES.c.act, _CHANGES.c.lesson, _CHANGES.c.language, Person.name)
    .join(Person, Person.id == _CHANGES.c.who)
    .order_by(_CHANGES.c.at.desc(), _CHANGES.c.lesson, _CHANGES.c.language)
    .limit(MOST_CHANGES)
)
_SLUGS = select(Module.slug)
_KEPT_AS_FILES = select(Module.slug).where(Module.source == Source.FILES)
_COUNTS = (
    select(LessonDraft.module_id, func.count())
    .where(LessonDraft.removed_at.is_(None), LessonDraft.module_id.in_(bindparam("modules", expanding=True)))
    .group_by(LessonDraft.module_id)
)


def my_draft(actor: Actor, *, module: str, **_others: str) -> Draft | None:
    """The draft, for an instructor among its authors; None for everybody else."""
    if SiteRole.INSTRUCTOR not in actor.roles:
        return None
    row = db.session.execute(_MY_DRAFT, {"person": actor.id, "module": module}).one_or_none()
    return _draft(row) if row is not None else None


def draft_of(module_id: str) -> Draft | None:
    """For what the portal itself tells its authors."""
    row = db.session.execute(_ONE_DRAFT, {"module": module_id}).one_or_none()
    return _draft(row) if row is not None else None


def my_drafts(person_id: str) -> list[Draft]:
    """What was saved last comes first."""
    return [_draft(row) for row in db.session.execute(_MY_DRAFTS, {"person": person_id})]


def my_lesson(actor: Actor, *, module: str, lesson: str, **_others: str) -> LessonFound | None:
    """A lesson of such a draft, removed or not."""
    draft = my_draft(actor, module=module)
    if draft is None:
        return None
    rows = db.session.execute(_ONE_LESSON, {"modules": [draft.module_id], "lesson": lesson}).all()
    return LessonFound(draft, _lesson(rows)) if rows else None


def lessons_of(module_id: str) -> list[LessonDraftSeen]:
    """In their order, those that were removed among them."""
    return lessons_in([module_id])[module_id]


def lessons_in(module_ids: Sequence[str]) -> Mapping[str, list[LessonDraftSeen]]:
    """The same of several modules."""
    found: dict[str, list[LessonDraftSeen]] = {module_id: [] for module_id in module_ids}
    rows = db.session.execute(_LESSONS, {"modules": list(module_ids)}).all()
    for kept, group in groupby(rows, key=lambda row: row.LessonDraft):
        found[kept.module_id].append(_lesson(list(group)))
    return found


def texts_in(module_id: str) -> Mapping[str, Mapping[str, str]]:
    """Of every lesson by its slug: its texts by language, as they are now."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for lesson, language, text in db.session.execute(_ALL_TEXTS, {"module": module_id}):
        found[lesson][language] = text
    return found


def counts_of_lessons(module_ids: Sequence[str]) -> Mapping[str, int]:
    return dict(db.session.execute(_COUNTS, {"modules": list(module_ids)}).all()) if module_ids else {}


def texts_of(lesson_id: str) -> Mapping[str, Text]:
    """By language, as they are now."""
    rows = db.session.execute(_TEXTS, {"lesson": lesson_id})
    return {row.language: Text(row.text, row.saved_at, row.name) for row in rows}


def texts_then(lesson_id: str, texts: Mapping[str, Text]) -> dict[str, str]:
    """By language, what its text was when the other one was last touched, where it was written since."""
    found = {}
    for (language, text), (_other, other) in permutations(texts.items(), 2):
        moment = other.saved_at + ONE_SAVE
        if text.saved_at > moment:
            then = {"lesson": lesson_id, "language": language, "moment": moment}
            found[language] = db.session.scalar(_TEXT_THEN, then)
    return {language: text for language, text in found.items() if text is not None}


def newest_session(lesson_id: str, language: str) -> WritingSession | None:
    return db.session.scalar(
        _NEWEST_SESSION, {"lesson": lesson_id, "language": language}, execution_options={"populate_existing": True}
    )


def authors_of(module_id: str) -> list[Author]:
    """In the order in which they joined."""
    return [Author(*row) for row in db.session.execute(_AUTHORS, {"module": module_id})]


def changes_in(module_id: str) -> list[Change]:
    """The latest first."""
    rows = db.session.execute(_LATEST_CHANGES, {"module": module_id})
    return [Change(row.at, row.name, Act(row.act) if row.act else None, row.lesson or "", row.language) for row in rows]


def kept_as_files() -> frozenset[str]:
    """The slugs of the modules that every instructor answers for."""
    return frozenset(db.session.scalars(_KEPT_AS_FILES))


def taken_slugs() -> set[str]:
    """Of every module, whoever made it."""
    return set(db.session.scalars(_SLUGS))


def _draft(row: Row[*tuple[Any, ...]]) -> Draft:
    kept: ModuleDraft = row.ModuleDraft
    return Draft(
        module_id=kept.module_id,
        slug=row.slug,
        sheet=as_far_as_written(kept.sheet),
        version=kept.version,
        saved_at=kept.saved_at,
        set_aside_at=kept.set_aside_at,
    )


def _lesson(rows: Sequence[Row[*tuple[Any, ...]]]) -> LessonDraftSeen:
    """From a row for each language; one without any, for a lesson that has no text."""
    kept: LessonDraft = rows[0].LessonDraft
    return LessonDraftSeen(
        id=kept.id,
        slug=kept.slug,
        position=kept.position,
        titles={row.language: title_in(row.front) for row in rows if row.language},
        saved_at=max((row.saved_at for row in rows if row.saved_at), default=None),
        removed_at=kept.removed_at,
    )


@dataclass(frozen=True, slots=True)
class ModuleAnswered:
    """A module, for who answers for it: its authors or, where it is kept as files, every instructor."""

    id: str
    slug: str
    titles: Titles
    """As it is published; before that, as its draft has it."""
    is_drafted: bool

    def title(self, language: str) -> str:
        return self.titles.title(language)


_ANSWERED = (
    select(Module.id, Module.slug, Module.source, Revision.texts, ModuleDraft.sheet, ModuleAuthor.person_id)
    .outerjoin(Revision, (Revision.module_id == Module.id) & Revision.superseded_at.is_(None))
    .outerjoin(ModuleDraft, ModuleDraft.module_id == Module.id)
    .outerjoin(ModuleAuthor, (ModuleAuthor.module_id == Module.id) & (ModuleAuthor.person_id == bindparam("person")))
    .where(Module.slug == bindparam("module"))
)


def my_module(actor: Actor, *, module: str) -> ModuleAnswered | None:
    """For an instructor who answers for it."""
    row = db.session.execute(_ANSWERED, {"person": actor.id, "module": module}).one_or_none()
    if row is None or SiteRole.INSTRUCTOR not in actor.roles:
        return None
    if row.source is not Source.FILES and row.person_id is None:
        return None
    titles = titles_published(row.slug, row.texts) if row.texts else titles_in_sheet(row.slug, row.sheet or "")
    return ModuleAnswered(row.id, row.slug, titles, is_drafted=row.source is Source.STUDIO)
