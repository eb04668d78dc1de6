"""A run of reverse mentoring, and who is in it."""

from datetime import date, datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Base, Id, Version, enum_column, ref
from portal.programs.rules import EnrolmentRole


class Program(Base):
    __tablename__ = "program"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_fr: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    is_open: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[Version]

    __table_args__ = (
        Index(
            "uq_program_is_open", "is_open", unique=True, sqlite_where=text("is_open"), postgresql_where=text("is_open")
        ),
    )


class Enrolment(Base):
    __tablename__ = "enrolment"

    id: Mapped[Id]
    program_id: Mapped[str] = ref("program.id")
    person_id: Mapped[str] = ref("person.id", index=True)
    role: Mapped[EnrolmentRole] = enum_column(EnrolmentRole)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("program_id", "person_id", "role"),)
