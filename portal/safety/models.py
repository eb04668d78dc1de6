"""Reports. What they say is encrypted under a key of the report's own (see service.sealing)."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import ID_LENGTH, Base, Cipher, Id, ref


class Report(Base):
    """What one of a pair shows of the other to who handles it, and what becomes of it (rules.state_of)."""

    __tablename__ = "report"

    id: Mapped[Id]
    pair_id: Mapped[str] = ref("pair.id", index=True)
    reporter_id: Mapped[str] = ref("person.id", index=True)
    reported_id: Mapped[str] = ref("person.id", index=True)
    handler_id: Mapped[str] = ref("person.id", index=True)
    text_cipher: Mapped[Cipher | None]
    """What happened, in the reporter's words; erased when they withdraw it."""
    excerpt_cipher: Mapped[Cipher | None]
    shown_kind: Mapped[str | None] = mapped_column(String(20))
    """What kind of text the excerpt was said to be from (service.showing), and its row, which may be erased since."""
    shown_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    shown_opened_at: Mapped[datetime | None]
    shown_gone_at: Mapped[datetime | None]
    """When it had been taken back before the excerpt could be compared with it; None where it could."""
    attested_at: Mapped[datetime | None]
    """When the portal found the excerpt, word for word, in that text, open to the reporter; None if it did not."""
    answer_cipher: Mapped[Cipher | None]
    sent_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
