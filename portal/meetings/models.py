"""When two people talk, and what they keep for it. Every text is encrypted under the key of who saved it."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Base, Cipher, Id, Version, enum_column, ref
from portal.meetings.rules import MeetingState, TextKind, state_of


class Meeting(Base):
    __tablename__ = "meeting"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id", index=True)
    proposed_by_id: Mapped[str] = ref("person.id")
    """Who made the offer that is open, or that was accepted."""
    uid: Mapped[str] = mapped_column(String(22), unique=True)
    """Its name in calendars, outside the portal, and no other id of it."""
    sequence: Mapped[int] = mapped_column(default=0)
    """How often calendars had something to change."""
    offered: Mapped[list[Any]]
    """The times that wait for an answer, as text; none once one was accepted."""
    starts_at: Mapped[datetime | None]
    """The time that was agreed last; None until one was."""
    minutes: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    """When one of the two said that it took place."""
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[str | None] = ref("person.id")
    """None for one that ended with its pair."""
    version: Mapped[Version]

    @property
    def state(self) -> MeetingState:
        return state_of(self.agreed_at, self.held_at, self.cancelled_at)


class MeetingText(Base):
    """What one of the two saved last of a text that both may change; the newer of the two rows is what it says.

    So each keeps what they saved themselves, whatever becomes of the other's account.
    """

    __tablename__ = "meeting_text"

    meeting_id: Mapped[str] = ref("meeting.id", primary_key=True)
    kind: Mapped[TextKind] = enum_column(TextKind, primary_key=True)
    author_id: Mapped[str] = ref("person.id", primary_key=True, index=True)
    text_cipher: Mapped[Cipher]
    saved_at: Mapped[datetime]
    version: Mapped[int]
    """Counted over both rows."""


class CalendarFeed(Base):
    """The address under which somebody's calendar program finds their meetings. It is computed (kernel.links).

    It works as long as its row is there; another one is another row.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    person_id: Mapped[str] = ref("person.id")
    salt: Mapped[str] = mapped_column(String(22))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id"),)
