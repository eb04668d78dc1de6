"""What somebody sent to be taken in, and the module as it is now, to plan against."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select

from portal.accounts.rules import SiteRole
from portal.curriculum.models import Module, Revision
from portal.curriculum.rules import Source
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.identity import Actor
from portal.kernel.uploads import archives
from portal.studio import queries
from portal.studio.models import LessonDraft, ModuleImport, SheetSession, WritingSession
from portal.studio.queries.pictures import hashes_in
from portal.studio.rules import Draft
from portal.studio.rules.layout import SentModule, parts_of
from portal.studio.rules.planning import LessonNow, ModuleNow, TextNow

KEPT = timedelta(hours=1)
"""How long what was sent waits to be taken in."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What was sent, read again, and the draft that it is for: None for a module that is not there yet."""

    id: str
    sent: SentModule
    draft: Draft | None


_MINE = select(ModuleImport).where(
    ModuleImport.id == bindparam("id"),
    ModuleImport.person_id == bindparam("person"),
    ModuleImport.sent_at > bindparam("since"),
)
_SESSIONS = (
    select(LessonDraft.slug, WritingSession.language, WritingSession.text, WritingSession.writer_id)
    .join(WritingSession, WritingSession.lesson_draft_id == LessonDraft.id)
    .where(LessonDraft.module_id == bindparam("module"))
    .order_by(WritingSession.number)
)
_LESSONS = select(LessonDraft).where(LessonDraft.module_id == bindparam("module")).order_by(LessonDraft.position)
_SHEETS = (
    select(SheetSession.sheet, SheetSession.writer_id)
    .where(SheetSession.module_id == bindparam("module"))
    .order_by(SheetSession.number)
)
_SLUG = select(Module.id).where(Module.slug == bindparam("slug"))
_FROM_FILES = (
    select(Revision.id)
    .join(Module, Module.id == Revision.module_id)
    .where(
        Module.slug == bindparam("slug"),
        Module.source == bindparam("source"),
        Module.archived_at.is_(None),
        Revision.superseded_at.is_(None),
    )
)

Sessions = Sequence[tuple[str, str]]
"""Texts with their writers, the newest last."""


def my_arrival(actor: Actor, *, arrival: str) -> Arrival | None:
    """For whoever sent it, within the hour."""
    if SiteRole.INSTRUCTOR not in actor.roles:
        return None
    mine = {"id": arrival, "person": actor.id, "since": now() - KEPT}
    row = db.session.scalar(_MINE, mine)
    if row is None:
        return None
    sent = parts_of(row.slug, archives.read_own(row.archive))
    return Arrival(row.id, sent, queries.my_draft(actor, module=row.slug))


def revision_from_files(slug: str) -> str | None:
    """The newest revision of a module that is kept as files: every instructor may take it along."""
    return db.session.scalar(_FROM_FILES, {"slug": slug, "source": Source.FILES})


def is_taken(slug: str) -> bool:
    """Whether a module has this name, whoever made it."""
    return db.session.scalar(_SLUG, {"slug": slug}) is not None


def module_now(module_id: str, person_id: str) -> ModuleNow:
    """The draft as it is, its history, and what others wrote in it last."""
    sessions: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for lesson, language, text, writer in _sessions_in(module_id):
        sessions[lesson][language].append((text, writer))
    pictures = hashes_in(module_id)
    lessons = {
        row.slug: LessonNow(
            row.position,
            row.removed_at is not None,
            {language: _text_now(texts, person_id) for language, texts in sessions[row.slug].items()},
            pictures.get(row.slug, {}),
        )
        for row in lessons_in(module_id)
    }
    sheets = [(sheet, writer) for sheet, writer in db.session.execute(_SHEETS, {"module": module_id})]
    return ModuleNow(_text_now(sheets or [("", person_id)], person_id), lessons)


def lessons_in(module_id: str) -> Sequence[LessonDraft]:
    """Those that were removed too."""
    return db.session.scalars(_LESSONS, {"module": module_id}, execution_options={"populate_existing": True}).all()


def _text_now(texts: Sessions, person_id: str) -> TextNow:
    text, writer = texts[-1]
    return TextNow(text, frozenset(earlier for earlier, _writer in texts[:-1]), writer != person_id)


def _sessions_in(module_id: str) -> Sequence[tuple[str, str, str, str]]:
    """Lesson, language, text and writer, the oldest first."""
    rows = db.session.execute(_SESSIONS, {"module": module_id})
    return [(lesson, language, text, writer) for lesson, language, text, writer in rows]
