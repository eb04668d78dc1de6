"""What people say that they offer and seek, and the levels that they put on their profile."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.assessment.rules import Band
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


class LevelsChosen(Base):
    """That somebody chose which levels to show, or none, and when: what their form is made from."""

    __tablename__ = "levels_chosen"

    person_id: Mapped[str] = ref("person.id", primary_key=True)
    chosen_at: Mapped[datetime]
    version: Mapped[Version]


class ShownLevel(Base):
    """A level of one sitting that its person put on their profile: as it was then, whatever the situations become."""

    __tablename__ = "shown_level"

    id: Mapped[Id]
    person_id: Mapped[str] = ref("person.id")
    strand: Mapped[Strand] = enum_column(Strand)
    band: Mapped[Band | None] = enum_column(Band)
    """None for what was published before it was kept: it is told to nobody."""
    sitting_id: Mapped[str] = ref("sitting.id", index=True)
    shown_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "strand"),)
