"""The sessions in which a lesson was written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.kernel.database import db, is_id
from portal.kernel.identity import Actor
from portal.studio.models import WritingSession
from portal.studio.queries import LessonFound, my_lesson, newest_session


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as a list shows it."""

    id: str
    language: str
    number: int
    writer: str
    """Empty once they deleted their account."""
    begun_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SessionFound:
    """A session of a lesson, for one of the authors: what it left, what was there before, and what is there now."""

    found: LessonFound
    line: SessionLine
    text: str
    before: str
    now: str

    @property
    def is_now(self) -> bool:
        return self.text == self.now


_LINES = (
    select(
        WritingSession.id,
        WritingSession.language,
        WritingSession.number,
        Person.name,
        WritingSession.begun_at,
        WritingSession.saved_at,
    )
    .join(Person, Person.id == WritingSession.writer_id)
    .where(WritingSession.lesson_draft_id == bindparam("lesson"))
    .order_by(WritingSession.number.desc())
)
_ONE = _LINES.add_columns(WritingSession.text).where(WritingSession.id == bindparam("session"))
_BEFORE = select(WritingSession.text).where(
    WritingSession.lesson_draft_id == bindparam("lesson"),
    WritingSession.language == bindparam("language"),
    WritingSession.number == bindparam("number"),
)


def sessions_of(lesson_id: str) -> list[SessionLine]:
    """In both languages, the newest first."""
    return [SessionLine(*row) for row in db.session.execute(_LINES, {"lesson": lesson_id})]


def my_session(actor: Actor, *, module: str, lesson: str, session: str) -> SessionFound | None:
    found = my_lesson(actor, module=module, lesson=lesson)
    if found is None or not is_id(session):
        return None
    row = db.session.execute(_ONE, {"lesson": found.lesson.id, "session": session}).one_or_none()
    if row is None:
        return None
    *of_line, text = row
    line = SessionLine(*of_line)
    place = {"lesson": found.lesson.id, "language": line.language}
    before = db.session.scalar(_BEFORE, {**place, "number": line.number - 1})
    newest = newest_session(found.lesson.id, line.language)
    return SessionFound(found, line, text, before or "", newest.text if newest else "")
