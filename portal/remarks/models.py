"""Remarks on lessons. Their words, and the answer to them, are closed by their writer's key, and go with it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Base, Cipher, Id, ref


class Remark(Base):
    __tablename__ = "remark"

    id: Mapped[Id]
    writer_id: Mapped[str] = ref("person.id", index=True)
    lesson_id: Mapped[str] = ref("lesson.id", index=True)
    revision_id: Mapped[str] = ref("revision.id")
    """What its writer read."""
    step_key: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    is_named: Mapped[bool]
    """Whether who answers reads the writer's name."""
    text_cipher: Mapped[Cipher | None]
    sent_at: Mapped[datetime]
    answer_cipher: Mapped[Cipher | None]
    answered_by_id: Mapped[str | None] = ref("person.id")
    answered_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
