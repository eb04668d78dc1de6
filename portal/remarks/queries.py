"""Remarks, for who wrote them and for who answers them. Their words come as they lie: encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.curriculum.models import Lesson, Module, Revision, RevisionLesson
from portal.curriculum.queries import DOCUMENT_SHA256, document
from portal.curriculum.rules import Step
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.refusal import Sentence
from portal.pairs.rules import named
from portal.remarks.models import Remark
from portal.remarks.rules import Moments, RemarkState, state_of
from portal.studio.models import ModuleAuthor


@dataclass(frozen=True, slots=True)
class RemarkSeen:
    """A remark as its two readers know it, without its words."""

    id: str
    writer_id: str
    writer_name: Sentence | None
    """None for who answers, where the writer prefers not to be named."""
    module: str
    module_title: str
    lesson: str
    lesson_title: str
    revision: int
    language: str
    """That of the page it was written on."""
    step: Step | None
    state: RemarkState
    sent_at: datetime
    answered_at: datetime | None
    answered_by: Sentence | None
    settled_at: datetime | None
    text_cipher: bytes | None
    answer_cipher: bytes | None


@dataclass(frozen=True, slots=True)
class ModuleWaiting:
    """A module with so many remarks that nobody has answered or settled."""

    slug: str
    title: str
    waiting: int


_answerer = aliased(Person)
_REMARKS = (
    select(
        Remark,
        Person.name.label("writer_name"),
        _answerer.name.label("answered_by"),
        Module.slug.label("module"),
        Lesson.slug.label("lesson"),
        Revision.number.label("revision"),
        Revision.texts,
        DOCUMENT_SHA256.label("sha256"),
    )
    .join(Person, Person.id == Remark.writer_id)
    .outerjoin(_answerer, _answerer.id == Remark.answered_by_id)
    .join(Lesson, Lesson.id == Remark.lesson_id)
    .join(Module, Module.id == Lesson.module_id)
    .join(Revision, Revision.id == Remark.revision_id)
    .join(
        RevisionLesson,
        (RevisionLesson.revision_id == Remark.revision_id) & (RevisionLesson.lesson_id == Remark.lesson_id),
    )
    .order_by(Remark.sent_at.desc(), Remark.id)
)
_MINE = _REMARKS.where(Remark.writer_id == bindparam("me"))
_ONE_OF_MINE = _MINE.where(Remark.id == bindparam("remark"))
_ON_MODULE = _REMARKS.where(Module.slug == bindparam("module"), Remark.withdrawn_at.is_(None))
_ONE_ON_MODULE = _REMARKS.where(Module.slug == bindparam("module"), Remark.id == bindparam("remark"))
_AUTHORS = (
    select(ModuleAuthor.person_id)
    .join(Lesson, Lesson.module_id == ModuleAuthor.module_id)
    .where(Lesson.id == bindparam("lesson"), ModuleAuthor.person_id != bindparam("writer"))
    .order_by(ModuleAuthor.person_id)
)
_WAITING_FOR = (
    select(Module.slug, Revision.texts, func.count().label("waiting"))
    .join(ModuleAuthor, ModuleAuthor.module_id == Module.id)
    .join(RoleGiven, RoleGiven.person_id == ModuleAuthor.person_id)
    .join(Revision, (Revision.module_id == Module.id) & Revision.superseded_at.is_(None))
    .join(Lesson, Lesson.module_id == Module.id)
    .join(Remark, Remark.lesson_id == Lesson.id)
    .where(
        ModuleAuthor.person_id == bindparam("author"),
        RoleGiven.role == SiteRole.INSTRUCTOR,
        Remark.writer_id != bindparam("author"),
        Remark.answered_at.is_(None),
        Remark.settled_at.is_(None),
        Remark.withdrawn_at.is_(None),
    )
    .group_by(Module.slug, Revision.id)
    .order_by(Module.slug)
)
_WAITING = (
    select(func.count())
    .select_from(Remark)
    .join(Lesson, Lesson.id == Remark.lesson_id)
    .where(
        Lesson.module_id == bindparam("module"),
        Remark.answered_at.is_(None),
        Remark.settled_at.is_(None),
        Remark.withdrawn_at.is_(None),
    )
)


def my_remarks(person_id: str, language: str) -> list[RemarkSeen]:
    """Those that a person wrote, the newest first."""
    return [_seen(row, language) for row in db.session.execute(_MINE, {"me": person_id, "language": language})]


def my_remark(actor: Actor, *, remark: str) -> RemarkSeen | None:
    """One of the actor's own."""
    keys = {"me": actor.id, "remark": remark, "language": actor.language}
    row = db.session.execute(_ONE_OF_MINE, keys).one_or_none()
    return _seen(row, actor.language) if row is not None else None


def remarks_on(module: str, language: str) -> list[RemarkSeen]:
    """Those on the lessons of a module, for who answers them: the newest first, without those taken back."""
    rows = db.session.execute(_ON_MODULE, {"module": module, "language": language})
    return [_seen(row, language, for_answerer=True) for row in rows]


def remark_on(module: str, remark: str, language: str) -> RemarkSeen | None:
    keys = {"module": module, "remark": remark, "language": language}
    row = db.session.execute(_ONE_ON_MODULE, keys).one_or_none()
    return _seen(row, language, for_answerer=True) if row is not None else None


def authors_told(lesson_id: str, writer_id: str) -> Sequence[str]:
    """Who writes the module of a lesson, but for who left the remark themselves."""
    return db.session.scalars(_AUTHORS, {"lesson": lesson_id, "writer": writer_id}).all()


def waiting_for(author_id: str, language: str) -> list[ModuleWaiting]:
    """The modules that this instructor writes, on which remarks wait for them."""
    rows = db.session.execute(_WAITING_FOR, {"author": author_id})
    return [ModuleWaiting(row.slug, row.texts[language]["title"], row.waiting) for row in rows]


def waiting_on(module_id: str) -> int:
    """How many remarks on a module have neither an answer nor been settled."""
    return db.session.scalar(_WAITING, {"module": module_id}) or 0


def _seen(row: Row[Any], language: str, *, for_answerer: bool = False) -> RemarkSeen:
    remark: Remark = row.Remark
    text = document(row.sha256)
    return RemarkSeen(
        id=remark.id,
        writer_id=remark.writer_id,
        writer_name=named(row.writer_name) if remark.is_named or not for_answerer else None,
        module=row.module,
        module_title=row.texts[language]["title"],
        lesson=row.lesson,
        lesson_title=text.title,
        revision=row.revision,
        language=remark.language,
        step=text.step(remark.step_key) if remark.step_key else None,
        state=state_of(Moments(remark.answered_at, remark.settled_at, remark.withdrawn_at)),
        sent_at=remark.sent_at,
        answered_at=remark.answered_at,
        answered_by=named(row.answered_by) if remark.answered_by_id else None,
        settled_at=remark.settled_at,
        text_cipher=remark.text_cipher,
        answer_cipher=remark.answer_cipher,
    )
