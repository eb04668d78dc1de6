"""Notices, and what each person chose to get. No words: what a notice says is told from its kind."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import ID_LENGTH, Base, Id, enum_column, ref
from portal.notices.rules import Kind, Pace, Topic

_UNREAD = text("read_at IS NULL AND cleared_at IS NULL")


class Notice(Base):
    """Something to tell a person, on the page and perhaps by mail. One event is told to one person once."""

    __tablename__ = "notice"

    id: Mapped[Id]
    person_id: Mapped[str] = ref("person.id")
    kind: Mapped[Kind] = enum_column(Kind)
    event_key: Mapped[str] = mapped_column(String(80))
    pair_id: Mapped[str | None] = ref("pair.id", index=True)
    source_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    """The row that it tells of: when that goes, so does the notice."""
    subject_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    """What the page is about to which it leads."""
    on_page: Mapped[bool]
    """Whether its person wants such notices on the page, or by mail alone."""
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("person_id", "event_key"),
        Index("ix_notice_unread", "person_id", "on_page", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_notice_person_id_created_at", "person_id", "created_at"),
    )


class NoticeSetting(Base):
    """What one person chose for all notices. Who chose nothing has no row until something is told to them."""

    __tablename__ = "notice_setting"

    person_id: Mapped[str] = ref("person.id", primary_key=True)
    salt: Mapped[str] = mapped_column(String(22))
    """Of the link that unsubscribes."""
    quiet_from: Mapped[int]
    quiet_to: Mapped[int]
    """Minutes after midnight, on the person's own clock."""
    unsubscribed_at: Mapped[datetime | None]
    digested_at: Mapped[datetime | None]
    """When the last mail of several notices left: there is one a day."""
    version: Mapped[int]


class NoticeChoice(Base):
    """What they chose for one topic."""

    __tablename__ = "notice_choice"

    person_id: Mapped[str] = ref("person.id", primary_key=True)
    topic: Mapped[Topic] = enum_column(Topic, primary_key=True)
    pace: Mapped[Pace] = enum_column(Pace)
    on_page: Mapped[bool]
