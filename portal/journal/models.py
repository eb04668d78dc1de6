"""Exchanges and what is written in them. Every text is encrypted under its author's key for the pair."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.journal.rules import ExchangeKind, GuidingRole, HearingAnswer, Moment, Nearness
from portal.kernel.database import Base, Cipher, Id, Version, enum_column, ref


class Exchange(Base):
    """One occasion on which the two write apart and open together. Its row is locked at the opening."""

    __tablename__ = "exchange"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id", index=True)
    kind: Mapped[ExchangeKind] = enum_column(ExchangeKind)
    moment: Mapped[Moment | None] = enum_column(Moment)
    card: Mapped[str | None] = mapped_column(String(80))
    """The key of the card that it is about. The card itself is kept with the lessons, and with each text."""
    lesson_id: Mapped[str | None] = ref("lesson.id")
    revision_id: Mapped[str | None] = ref("revision.id")
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    version: Mapped[Version]

    __table_args__ = (
        Index(
            "uq_exchange_pair_id_lesson_id",
            "pair_id",
            "lesson_id",
            unique=True,
            sqlite_where=text("kind = 'lesson'"),
            postgresql_where=text("kind = 'lesson'"),
        ),
        Index(
            "uq_exchange_pair_id_moment",
            "pair_id",
            "moment",
            unique=True,
            sqlite_where=text("moment <> 'disagreement'"),
            postgresql_where=text("moment <> 'disagreement'"),
        ),
        Index("uq_exchange_pair_id_card", "pair_id", "card", unique=True),
    )


class Reflection(Base):
    """What one partner writes in an exchange. Its state is told by its moments (rules.state_of)."""

    __tablename__ = "reflection"

    id: Mapped[Id]
    exchange_id: Mapped[str] = ref("exchange.id")
    author_id: Mapped[str] = ref("person.id", index=True)
    role: Mapped[GuidingRole] = enum_column(GuidingRole)
    prompt: Mapped[list[Any]]
    """The prompts as they were shown, as sanitised HTML: one string a prompt."""
    language: Mapped[str] = mapped_column(String(2))
    text_cipher: Mapped[Cipher | None]
    saved_at: Mapped[datetime]
    sealed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_first: Mapped[bool] = mapped_column(default=False)
    """Opened by its author alone, before the other's was sealed."""
    after_other: Mapped[bool] = mapped_column(default=False)
    """Sealed after the other's text was opened."""
    passed_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    more_wished_at: Mapped[datetime | None]
    """The partner had written more, and wishes that something be added: once in an exchange."""
    advice_asked_at: Mapped[datetime | None]
    nearness: Mapped[Nearness | None] = enum_column(Nearness)
    """Of the prediction on a card: said by the partner, of whom it was."""
    talk_in_person_at: Mapped[datetime | None]
    """After three rounds, one line for the agenda of the next meeting."""
    version: Mapped[Version]

    __table_args__ = (UniqueConstraint("exchange_id", "author_id"),)


class Hearing(Base):
    """One round of *What I heard*: the partner's paraphrase of an open reflection."""

    __tablename__ = "hearing"

    id: Mapped[Id]
    reflection_id: Mapped[str] = ref("reflection.id")
    hearer_id: Mapped[str] = ref("person.id", index=True)
    round: Mapped[int]
    text_cipher: Mapped[Cipher | None]
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[HearingAnswer | None] = enum_column(HearingAnswer)
    clarification_cipher: Mapped[Cipher | None]
    said_better_at: Mapped[datetime | None]
    """Confirmed with the mark that the partner said it better than its author."""
    left_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("reflection_id", "round"),)


class _Said(Base):
    """What is said under a reflection that is open."""

    __abstract__ = True

    id: Mapped[Id]
    reflection_id: Mapped[str] = ref("reflection.id", index=True)
    author_id: Mapped[str] = ref("person.id")
    text_cipher: Mapped[Cipher | None]
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Addition(_Said):
    """What an author adds to a text that is open: dated, and never a rewrite."""

    __tablename__ = "addition"


class Reply(_Said):
    """Plain conversation under a reflection, after a confirmed hearing."""

    __tablename__ = "reply"


class Entry(Base):
    """A free entry, tied to no exchange. Its state is told by its moments (rules.entry_state)."""

    __tablename__ = "entry"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id", index=True)
    author_id: Mapped[str] = ref("person.id", index=True)
    under_id: Mapped[str | None] = ref("entry.id", index=True)
    """The shared entry that this one adds to: its author adds to it, and shares it as it is written."""
    text_cipher: Mapped[Cipher | None]
    saved_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    """Private from then on, for good."""
    shared_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[Version]
