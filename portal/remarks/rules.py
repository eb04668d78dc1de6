"""A remark on a lesson: what it is about, where it stands, and what can be done with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal

LONGEST_WORDS = 2000


class RemarkState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Moments:
    answered_at: datetime | None
    settled_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewRemark:
    """What a reader sends: no word of a journal, and no pair."""

    words: str
    step_key: str | None
    """None for the whole lesson."""
    is_named: bool


@dataclass(frozen=True, slots=True)
class LessonRead:
    """The lesson that a remark is about, as its writer read it."""

    id: str
    revision_id: str
    language: str


def state_of(moments: Moments) -> RemarkState:
    if moments.withdrawn_at is not None:
        return RemarkState.WITHDRAWN
    if moments.settled_at is not None:
        return RemarkState.SETTLED
    return RemarkState.ANSWERED if moments.answered_at is not None else RemarkState.WAITING


def refuse_withdrawn(withdrawn_at: datetime | None) -> None:
    """Nothing more is done with a remark that its writer took back."""
    if withdrawn_at is not None:
        raise Refusal(_l("This remark was withdrawn by the person who wrote it."))


def refuse_other_answer(kept: str | None, answer: str) -> None:
    """An answer is given once. The same words, sent twice, answer once."""
    if kept is not None and kept != answer:
        raise Refusal(_l("This remark was answered in the meantime. What you wrote is still here."))
