"""Writing is kept in sessions: what one person wrote in one go, and never what another wrote over."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

GOES_ON = timedelta(minutes=30)
"""How long after a save of theirs the next one still belongs to the same session."""


@dataclass(frozen=True, slots=True)
class Session:
    """The newest session of a lesson in one language."""

    writer_id: str
    saved_at: datetime


def continues(session: Session | None, writer_id: str, at: datetime) -> bool:
    """Whether a save carries on this session. Nobody saved after it; a clock that was set back begins another."""
    if session is None or session.writer_id != writer_id:
        return False
    return timedelta(0) <= at - session.saved_at < GOES_ON


def version_of(text: str) -> str:
    """What tells this text from any other, line ends apart: a form carries it, for what its box held at first."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()[:16]
