"""What somebody wrote in the studio: their own sessions, each whole, and no word of the other authors."""

from sqlalchemy import bindparam, select

from portal.curriculum.models import Module
from portal.kernel.database import db
from portal.privacy.rules.taken import LessonWritten, SheetWritten
from portal.studio.models import LessonDraft, SheetSession, WritingSession

_WRITTEN = (
    select(Module.slug, LessonDraft.slug, WritingSession.language, WritingSession.saved_at, WritingSession.text)
    .join(LessonDraft, LessonDraft.module_id == Module.id)
    .join(WritingSession, WritingSession.lesson_draft_id == LessonDraft.id)
    .where(WritingSession.writer_id == bindparam("me"))
    .order_by(Module.slug, LessonDraft.slug, WritingSession.language.desc(), WritingSession.number)
)


_SHEETS = (
    select(Module.slug, SheetSession.saved_at, SheetSession.sheet)
    .join(SheetSession, SheetSession.module_id == Module.id)
    .where(SheetSession.writer_id == bindparam("me"))
    .order_by(Module.slug, SheetSession.number)
)


def take_lessons_written(person_id: str) -> tuple[LessonWritten, ...]:
    rows = db.session.execute(_WRITTEN, {"me": person_id})
    return tuple(LessonWritten(f"{module}/{lesson}", language, at, text) for module, lesson, language, at, text in rows)


def take_sheets_written(person_id: str) -> tuple[SheetWritten, ...]:
    return tuple(SheetWritten(*row) for row in db.session.execute(_SHEETS, {"me": person_id}))
