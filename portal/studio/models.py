"""Modules that are being written, their authors, and every session in which somebody wrote."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.curriculum.models import SHA256
from portal.kernel.database import ID_LENGTH, Base, Id, Version, Words, ref
from portal.studio.rules.layout import LONGEST_PICTURE_NAME

LONGEST_SLUG = 80
LANGUAGE = 2

_open_release = text("published_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL AND sent_back_at IS NULL")


class ModuleDraft(Base):
    """A module as its authors are writing it. `sheet` is the source of its module.toml."""

    __tablename__ = "module_draft"

    module_id: Mapped[str] = ref("module.id", primary_key=True)
    sheet: Mapped[Words]
    saved_at: Mapped[datetime]
    set_aside_at: Mapped[datetime | None]
    version: Mapped[Version]
    """Of the sheet."""


class ModuleAuthor(Base):
    __tablename__ = "module_author"

    module_id: Mapped[str] = ref("module.id", primary_key=True)
    person_id: Mapped[str] = ref("person.id", primary_key=True, index=True)
    added_by_id: Mapped[str] = ref("person.id")
    added_at: Mapped[datetime]


class LessonDraft(Base):
    """A lesson of a draft. One that was removed can be put back."""

    __tablename__ = "lesson_draft"

    id: Mapped[Id]
    module_id: Mapped[str] = ref("module_draft.module_id")
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG))
    position: Mapped[int]
    removed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("module_id", "slug"),)


class WritingSession(Base):
    """What one person wrote in one go, in one language of a lesson. The newest is the lesson as it is now."""

    __tablename__ = "writing_session"

    id: Mapped[Id]
    lesson_draft_id: Mapped[str] = ref("lesson_draft.id")
    language: Mapped[str] = mapped_column(String(LANGUAGE))
    number: Mapped[int]
    """From 1: their order, whatever a clock says."""
    writer_id: Mapped[str] = ref("person.id", index=True)
    text: Mapped[Words]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("lesson_draft_id", "language", "number"),)


class SheetSession(Base):
    """The sheet of a module as one person left it in one go. The newest is the sheet as it is now."""

    __tablename__ = "sheet_session"

    id: Mapped[Id]
    module_id: Mapped[str] = ref("module_draft.module_id")
    number: Mapped[int]
    """From 1: their order, whatever a clock says."""
    writer_id: Mapped[str] = ref("person.id", index=True)
    sheet: Mapped[Words]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("module_id", "number"),)


class ModuleAct(Base):
    """Who changed what. `act` is one of the studio's rules, which know more of them from time to time."""

    __tablename__ = "module_act"

    id: Mapped[Id]
    module_id: Mapped[str] = ref("module.id")
    person_id: Mapped[str] = ref("person.id", index=True)
    act: Mapped[str] = mapped_column(String(20))
    lesson_slug: Mapped[str | None] = mapped_column(String(LONGEST_SLUG))
    done_at: Mapped[datetime]

    __table_args__ = (Index("ix_module_act_module_id_done_at", "module_id", "done_at"),)


class DraftRelease(Base):
    """A draft as it was when its authors asked for it to be published: later, or once another has approved it.

    Where it stands is told by its moments (rules.releasing).
    """

    __tablename__ = "release"

    id: Mapped[Id]
    module_id: Mapped[str] = ref("module_draft.module_id")
    asked_by_id: Mapped[str] = ref("person.id", index=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """None: as soon as it may be."""
    note: Mapped[Words]
    texts: Mapped[dict[str, str]]
    """By path in the module's folder."""
    pictures: Mapped[dict[str, str]]
    """The hash of each, by path."""
    is_reviewed: Mapped[bool]
    """Whether another instructor approves it first."""
    reviewed_by_id: Mapped[str | None] = ref("person.id", index=True)
    approved_at: Mapped[datetime | None]
    sent_back_at: Mapped[datetime | None]
    reason: Mapped[Words | None]
    """Why it was sent back."""
    cancelled_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    revision_id: Mapped[str | None] = ref("revision.id")

    __table_args__ = (
        Index("uq_release_open", "module_id", unique=True, sqlite_where=_open_release, postgresql_where=_open_release),
        Index("ix_release_module_id_asked_at", "module_id", "asked_at"),
    )


class DraftPicture(Base):
    """A picture of a lesson that is being written, by the name that its texts use."""

    __tablename__ = "draft_picture"

    lesson_draft_id: Mapped[str] = ref("lesson_draft.id", primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_PICTURE_NAME), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(SHA256), ForeignKey("picture.sha256"), index=True)
    added_by_id: Mapped[str] = ref("person.id", index=True)
    added_at: Mapped[datetime]


class ModuleImport(Base):
    """What somebody sent to be taken in, until they say so: one at a time, theirs alone, for an hour."""

    __tablename__ = "module_import"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("person.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG))
    archive: Mapped[bytes]
    """Read, with its pictures clean, and written anew."""
    sent_at: Mapped[datetime]
