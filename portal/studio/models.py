"""Modules that are being written, their authors, and every session in which somebody wrote."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Base, Id, Version, Words, ref

LONGEST_SLUG = 80
LANGUAGE = 2


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
