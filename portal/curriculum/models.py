"""Modules, their lessons, and the immutable revisions in which they are published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.curriculum.rules import Source, Strand
from portal.kernel.database import Base, Id, Words, enum_column, ref

SHA256 = 64


class Module(Base):
    """A module's identity. Without a revision, or while it is archived, it stands in no catalogue."""

    __tablename__ = "module"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    source: Mapped[Source] = enum_column(Source)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class Lesson(Base):
    """A lesson's identity, which outlives every revision."""

    __tablename__ = "lesson"

    id: Mapped[Id]
    module_id: Mapped[str] = ref("module.id")
    slug: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("module_id", "slug"),)


class Revision(Base):
    """A published state of a module. Only `superseded_at` is ever written again, and how the same sheet is set."""

    __tablename__ = "revision"

    id: Mapped[Id]
    module_id: Mapped[str] = ref("module.id")
    number: Mapped[int]
    strand: Mapped[Strand] = enum_column(Strand)
    position: Mapped[int]
    requires: Mapped[list[Any]]
    texts: Mapped[dict[str, Any]]
    """By language: title, summary, outcome."""
    sheet: Mapped[Words | None]
    """The source of the sheet; None for a revision that was superseded before it was kept."""
    content_sha256: Mapped[str] = mapped_column(String(SHA256))
    note: Mapped[Words | None]
    """What whoever published it says of it."""
    published_at: Mapped[datetime]
    published_by_id: Mapped[str | None] = ref("person.id")
    """None for what came from files."""
    superseded_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("module_id", "number"),
        Index(
            "uq_revision_current",
            "module_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )


class LessonDocument(Base):
    """One lesson in one language, rendered once. Revisions that did not change it share it."""

    __tablename__ = "lesson_document"

    sha256: Mapped[str] = mapped_column(String(SHA256), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int]
    objective: Mapped[Words]
    source: Mapped[Words]
    step_keys: Mapped[list[Any]]
    """In order: `read-1`, `try-1`…"""
    rendered: Mapped[dict[str, Any]]


class SearchedText(Base):
    """What a search looks through of a document: its words without case and accents, each after a space."""

    __tablename__ = "searched_text"

    sha256: Mapped[str] = mapped_column(String(SHA256), ForeignKey("lesson_document.sha256"), primary_key=True)
    title: Mapped[Words]
    objective: Mapped[Words]
    whole: Mapped[Words]
    """Title and objective too."""
    paragraphs: Mapped[list[Any]]
    """As they are written, for showing where the words stand."""


class RevisionLesson(Base):
    __tablename__ = "revision_lesson"

    revision_id: Mapped[str] = ref("revision.id", primary_key=True)
    lesson_id: Mapped[str] = ref("lesson.id", primary_key=True, index=True)
    position: Mapped[int]
    fr_sha256: Mapped[str] = mapped_column(String(SHA256), ForeignKey("lesson_document.sha256"))
    en_sha256: Mapped[str] = mapped_column(String(SHA256), ForeignKey("lesson_document.sha256"))


class Picture(Base):
    """A picture of a lesson, by its content."""

    __tablename__ = "picture"

    sha256: Mapped[str] = mapped_column(String(SHA256), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes]


class RevisionPicture(Base):
    """A picture that a lesson shows in a revision, by the name its documents use."""

    __tablename__ = "revision_picture"

    revision_id: Mapped[str] = ref("revision.id", primary_key=True)
    lesson_id: Mapped[str] = ref("lesson.id", primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(SHA256), ForeignKey("picture.sha256"), index=True)


class GlossaryTerm(Base):
    __tablename__ = "glossary_term"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int]
    """From 0, in its file: where two terms share words, the one that comes first is explained."""
    names: Mapped[dict[str, Any]]
    """By language, a list; the first is the one that is shown."""
    meanings: Mapped[dict[str, Any]]
    """By language."""
    avoided: Mapped[list[Any]]
    """What a French lesson does not say in its place."""
    is_everyday: Mapped[bool]


class CompanionFile(Base):
    """A file that goes with the lessons, as it is now."""

    __tablename__ = "companion_file"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[Words]
