"""What people say that they offer and seek, and the levels that they put on their profile."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.curriculum.rules import Strand
from portal.kernel.database import Base, Id, Version, enum_column, ref

LONGEST_KEY = 80


class GiveAndTakeSaid(Base):
    """That somebody said it, and when: the row that is held while it changes."""

    __tablename__ = "give_and_take"

    person_id: Mapped[str] = ref("person.id", primary_key=True)
    saved_at: Mapped[datetime]
    version: Mapped[Version]


class Offer(Base):
    __tablename__ = "offer"

    person_id: Mapped[str] = ref("person.id", primary_key=True)
    dimension: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    rank: Mapped[int]
    """From 1, in the order of the form."""


class Seek(Base):
    __tablename__ = "seek"

    person_id: Mapped[str] = ref("person.id", primary_key=True)
    dimension: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    rank: Mapped[int]
    """From 1, the most wanted."""


class ShownLevel(Base):
    """A strand whose level in one sitting its person put on their profile. The level itself stays in the sitting."""

    __tablename__ = "shown_level"

    id: Mapped[Id]
    person_id: Mapped[str] = ref("person.id")
    strand: Mapped[Strand] = enum_column(Strand)
    sitting_id: Mapped[str] = ref("sitting.id", index=True)
    shown_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "strand"),)
