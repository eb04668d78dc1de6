"""A sitting of the self-assessment. What was answered is encrypted under its person's own key: no column tells it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.assessment.rules import SittingKind
from portal.kernel.database import Base, Cipher, Id, Version, enum_column, ref


class Sitting(Base):
    """Each person sits once before and once after."""

    __tablename__ = "sitting"

    id: Mapped[Id]
    person_id: Mapped[str] = ref("person.id")
    kind: Mapped[SittingKind] = enum_column(SittingKind)
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    answers_cipher: Mapped[Cipher | None]
    version: Mapped[Version]

    __table_args__ = (UniqueConstraint("person_id", "kind"),)
