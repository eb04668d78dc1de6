"""Two people, what they settled between them, and which revision of a lesson they are on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.curriculum.rules import Strand
from portal.kernel.database import Base, Cipher, Id, Version, enum_column, ref


class Invitation(Base):
    """A link that makes a pair: single use, 14 days, revocable. The token is computed (kernel.links)."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    inviter_id: Mapped[str] = ref("person.id", index=True)
    program_id: Mapped[str] = ref("program.id")
    email: Mapped[str | None] = mapped_column(String(254))
    salt: Mapped[str] = mapped_column(String(22))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[str | None] = ref("person.id")
    pair_id: Mapped[str | None] = ref("pair.id")


class Pair(Base):
    """Two people in a programme. Its state (active, paused, closing, closed) is told by its moments and theirs."""

    __tablename__ = "pair"

    id: Mapped[Id]
    program_id: Mapped[str] = ref("program.id", index=True)
    people_key: Mapped[str] = mapped_column(String(45))
    created_at: Mapped[datetime]
    closing_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[Version]

    __table_args__ = (
        Index(
            "uq_pair_people_key",
            "people_key",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class PairPerson(Base):
    """One of the two, in their seat. Both rows are locked whenever something opens for both."""

    __tablename__ = "pair_person"

    pair_id: Mapped[str] = ref("pair.id", primary_key=True)
    person_id: Mapped[str] = ref("person.id", primary_key=True, index=True)
    seat: Mapped[int]
    joined_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    """To the other, a freeze is a pause."""
    done_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    """When this person left its programme, which closed the pair; or deleted their account."""
    goes_on_at: Mapped[datetime | None]
    """After that: since when this person would go on in the open programme."""

    __table_args__ = (UniqueConstraint("pair_id", "seat"), CheckConstraint("seat IN (1, 2)", name="seat"))


class FormerPair(Base):
    """A pair as it closed in the programme from which it went on in the open one: what is seen of it there."""

    __tablename__ = "former_pair"

    pair_id: Mapped[str] = ref("pair.id", primary_key=True)
    program_id: Mapped[str] = ref("program.id", index=True)
    closed_at: Mapped[datetime]
    weeks: Mapped[list[Any]]
    """The Mondays, as text."""
    lessons_together: Mapped[int]


class Block(Base):
    """One person wants no other pair with another. Nobody but who blocks knows."""

    __tablename__ = "block"

    blocker_id: Mapped[str] = ref("person.id", primary_key=True)
    blocked_id: Mapped[str] = ref("person.id", primary_key=True, index=True)
    blocked_at: Mapped[datetime]


class StrandRole(Base):
    """Who guides a strand: proposed by one, agreed by the other. History is kept as rows."""

    __tablename__ = "strand_role"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id", index=True)
    strand: Mapped[Strand] = enum_column(Strand)
    guide_id: Mapped[str] = ref("person.id")
    proposed_by_id: Mapped[str] = ref("person.id")
    proposed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class PairLesson(Base):
    """A lesson the pair has begun: the revision it stays on, a swap of roles, and when both were done."""

    __tablename__ = "pair_lesson"

    pair_id: Mapped[str] = ref("pair.id", primary_key=True)
    lesson_id: Mapped[str] = ref("lesson.id", primary_key=True)
    revision_id: Mapped[str] = ref("revision.id")
    begun_by_id: Mapped[str] = ref("person.id")
    begun_at: Mapped[datetime]
    guide_id: Mapped[str | None] = ref("person.id")
    guide_set_by_id: Mapped[str | None] = ref("person.id")
    guide_set_at: Mapped[datetime | None]
    done_together_at: Mapped[datetime | None]
    renewed_at: Mapped[datetime | None]
    """When one of the two last took a newer revision, and from which."""
    renewed_by_id: Mapped[str | None] = ref("person.id")
    renewed_from_id: Mapped[str | None] = ref("revision.id")
    version: Mapped[Version]


class AgreementSheet(Base):
    """What one of the two fills in apart. The other sees it only once both have handed theirs over."""

    __tablename__ = "agreement_sheet"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id")
    author_id: Mapped[str] = ref("person.id")
    text_cipher: Mapped[Cipher | None]
    """None once its author deleted their account."""
    saved_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    version: Mapped[Version]

    __table_args__ = (UniqueConstraint("pair_id", "author_id"),)


class Agreement(Base):
    """One text of the agreement, numbered within the pair. Signed by both, it holds until the next one is."""

    __tablename__ = "agreement"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id")
    number: Mapped[int]
    author_id: Mapped[str] = ref("person.id")
    template_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    proposed_at: Mapped[datetime]
    version: Mapped[Version]

    __table_args__ = (UniqueConstraint("pair_id", "number"),)


class AgreementCopy(Base):
    """The same text under the key of each of the two: what both signed stays with one when the other is gone."""

    __tablename__ = "agreement_copy"

    agreement_id: Mapped[str] = ref("agreement.id", primary_key=True)
    person_id: Mapped[str] = ref("person.id", primary_key=True)
    text_cipher: Mapped[Cipher]


class AgreementSignature(Base):
    __tablename__ = "agreement_signature"

    agreement_id: Mapped[str] = ref("agreement.id", primary_key=True)
    person_id: Mapped[str] = ref("person.id", primary_key=True)
    signed_at: Mapped[datetime]


class PairWeek(Base):
    """A week in which one of the two did something. Nothing finer than a week is kept for others."""

    __tablename__ = "pair_week"

    pair_id: Mapped[str] = ref("pair.id", primary_key=True)
    person_id: Mapped[str] = ref("person.id", primary_key=True)
    week_on: Mapped[date] = mapped_column(primary_key=True)
