"""What was done, by whom, in which pair: facts, never a percentage."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Base, Cipher, Id, ref

_not_undone = text("undone_at IS NULL")


class StepDone(Base):
    """A person did a step. Undoing keeps the row and its moment."""

    __tablename__ = "step_done"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id")
    person_id: Mapped[str] = ref("person.id")
    lesson_id: Mapped[str] = ref("lesson.id")
    step_key: Mapped[str] = mapped_column(String(20))
    revision_id: Mapped[str] = ref("revision.id")
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    note_cipher: Mapped[Cipher | None]
    note_shared_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_step_done_pair_id_lesson_id", "pair_id", "lesson_id"),  # also of what was undone
        Index(
            "uq_step_done_pair_id_lesson_id_person_id_step_key",
            "pair_id",
            "lesson_id",
            "person_id",
            "step_key",
            unique=True,
            sqlite_where=_not_undone,
            postgresql_where=_not_undone,
        ),
    )


class CheckAnswer(Base):
    """One try at one question. The first is kept like all others; tries are free."""

    __tablename__ = "check_answer"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id")
    person_id: Mapped[str] = ref("person.id")
    lesson_id: Mapped[str] = ref("lesson.id")
    revision_id: Mapped[str] = ref("revision.id")
    step_key: Mapped[str] = mapped_column(String(20))
    question: Mapped[int]
    try_number: Mapped[int]
    option: Mapped[int]
    right: Mapped[bool]
    answered_at: Mapped[datetime]
    asked_anew_at: Mapped[datetime | None]
    """Since when it counts no more: the pair took a newer revision, where the question is another."""

    __table_args__ = (
        UniqueConstraint(
            "pair_id", "lesson_id", "person_id", "step_key", "question", "try_number", name="uq_check_answer_try"
        ),
    )


class LessonDone(Base):
    """A person finished a lesson, in this revision. A newer revision never takes it back."""

    __tablename__ = "lesson_done"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id")
    person_id: Mapped[str] = ref("person.id")
    lesson_id: Mapped[str] = ref("lesson.id")
    revision_id: Mapped[str] = ref("revision.id")
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_lesson_done_pair_id_lesson_id_person_id",
            "pair_id",
            "lesson_id",
            "person_id",
            unique=True,
            sqlite_where=_not_undone,
            postgresql_where=_not_undone,
        ),
    )
