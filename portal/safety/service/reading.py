"""A report with its words, for who sent it and for who handles it. Nothing else becomes readable by it."""

from dataclasses import dataclass

from portal.kernel.database import db
from portal.kernel.refusal import Sentence
from portal.safety.models import Report
from portal.safety.queries import ReportSeen
from portal.safety.service import sealing
from portal.safety.service.showing import SHOWABLE


@dataclass(frozen=True, slots=True)
class ReportRead:
    seen: ReportSeen
    words: str | None
    """None once it was withdrawn."""
    excerpt: str | None
    shown_name: Sentence | None
    """What the excerpt was taken from."""
    answer: str | None


def read(seen: ReportSeen) -> ReportRead:
    row, opener = db.session.get_one(Report, seen.id), sealing.opener(seen.id)
    return ReportRead(
        seen=seen,
        words=sealing.open_with(opener, row.id, "text_cipher", row.text_cipher),
        excerpt=sealing.open_with(opener, row.id, "excerpt_cipher", row.excerpt_cipher),
        shown_name=SHOWABLE[row.shown_kind].name if row.shown_kind else None,
        answer=sealing.open_with(opener, row.id, "answer_cipher", row.answer_cipher),
    )
