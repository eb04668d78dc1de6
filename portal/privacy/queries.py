"""What the register says is somebody's, as it lies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select

from portal.accounts.models import Consent, Person
from portal.curriculum.models import Lesson, LessonDocument, Module, Revision, RevisionLesson
from portal.curriculum.queries import DOCUMENT_SHA256
from portal.kernel.database import Base, db
from portal.pairs.models import PairPerson
from portal.pairs.rules import named
from portal.privacy.rules.vocabulary import Table
from portal.progress.models import StepDone

_MY_PAIRS = select(PairPerson.pair_id).where(PairPerson.person_id == bindparam("me"))
_LESSONS = select(Lesson.id, Module.slug, Lesson.slug).join(Module, Module.id == Lesson.module_id)
_MODULES = select(Module.id, Module.slug)
_TITLES = (
    select(Module.slug, Lesson.slug, LessonDocument.title)
    .join(Lesson, Lesson.module_id == Module.id)
    .join(RevisionLesson, RevisionLesson.lesson_id == Lesson.id)
    .join(Revision, Revision.id == RevisionLesson.revision_id)
    .join(LessonDocument, LessonDocument.sha256 == DOCUMENT_SHA256)
    .order_by(Revision.number)
)
_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("people", expanding=True)))
_CONSENTS = select(Consent).where(Consent.person_id == bindparam("me")).order_by(Consent.given_at, Consent.purpose)
_NOTES = (
    select(StepDone)
    .where(StepDone.pair_id == bindparam("pair"), StepDone.note_cipher.is_not(None))
    .order_by(StepDone.done_at)
)


def rows_of(table: Table, person_id: str) -> Sequence[Mapping[str, Any]]:
    """Every row of this person in a table of the register, with the columns that they take along."""
    stored = Base.metadata.tables[table.name]
    theirs = [stored.c[name] == bindparam("me") for name in table.whose]
    if table.pairs:
        theirs.append(stored.c[table.pairs].in_(_MY_PAIRS))
    in_order = [stored.c[name] for name in table.taken if name.endswith(("_at", "_on"))][:1]
    statement = select(*(stored.c[name] for name in table.taken)).where(or_(*theirs))
    statement = statement.order_by(*in_order, *stored.primary_key)
    if table.known_by:
        statement = statement.where(or_(*(stored.c[name].is_not(None) for name in table.known_by)))
    return [dict(row) for row in db.session.execute(statement, {"me": person_id}).mappings()]


def targets_of(table: Table) -> Mapping[str, str]:
    """The table that each of the columns points to, where it points to one."""
    stored = Base.metadata.tables[table.name]
    return {column.name: key.column.table.name for column in stored.columns for key in column.foreign_keys}


def lesson_names() -> Mapping[str, str]:
    """`module/lesson`, by id."""
    return {row[0]: f"{row[1]}/{row[2]}" for row in db.session.execute(_LESSONS)}


def module_names() -> Mapping[str, str]:
    """Their slugs, by id."""
    return dict(db.session.execute(_MODULES).all())


def lesson_titles(language: str) -> Mapping[str, str]:
    """The title of each lesson in its newest revision, by `module/lesson`."""
    rows = db.session.execute(_TITLES, {"language": language})
    return {f"{row[0]}/{row[1]}": row[2] for row in rows}


def names_of(people: Iterable[str]) -> Mapping[str, str]:
    """By id; of who deleted their account, no name is left."""
    rows = db.session.execute(_NAMES, {"people": list(people)})
    return {row.id: str(named(row.name)) for row in rows}


def consents_of(person_id: str) -> Sequence[Consent]:
    return db.session.scalars(_CONSENTS, {"me": person_id}).all()


def notes_in(pair_id: str) -> Sequence[StepDone]:
    """The steps of both that carry a note."""
    return db.session.scalars(_NOTES, {"pair": pair_id}).all()
