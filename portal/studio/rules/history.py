"""Writing is kept in sessions: what one person wrote in one go, and never what another wrote over."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

GOES_ON = timedelta(minutes=30)
"""How long after a save of theirs the next one still belongs to the same session."""
LONGEST = timedelta(hours=1)
"""How long a session goes on, however often it is saved."""
MUCH = 300
"""How many characters fewer, in one save, leave what was there in a session of its own."""
ONE_SAVE = timedelta(seconds=30)
"""What is saved together is not saved at one moment."""


@dataclass(frozen=True, slots=True)
class Session:
    """The newest session of a lesson in one language."""

    writer_id: str
    begun_at: datetime
    saved_at: datetime
    text: str


def continues(
    session: Session | None, writer_id: str, text: str, at: datetime, other_saved_at: datetime | None = None
) -> bool:
    """Whether a save carries on this session. Nobody saved after it; a clock that was set back begins another.

    `other_saved_at`: when the other language last was. What a text said then is kept, to tell what changed since.
    """
    if session is None or session.writer_id != writer_id or _takes_much_away(session.text, text):
        return False
    if other_saved_at is not None and session.saved_at <= other_saved_at + ONE_SAVE < at:
        return False
    return timedelta(0) <= at - session.saved_at < GOES_ON and at - session.begun_at < LONGEST


def _takes_much_away(before: str, after: str) -> bool:
    return len(before) - len(after) >= MUCH or bool(before.strip() and not after.strip())


def version_of(text: str) -> str:
    """What tells this text from any other, line ends apart: a form carries it, for what its box held at first."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()[:16]
