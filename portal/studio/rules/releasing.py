"""What is published: a draft as it was looked at; where it stands until then; and when that is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.curriculum.rules import Files
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence

FURTHEST = timedelta(days=366)
LONGEST_NOTE = 600


class ReleaseState(StrEnum):
    REVIEW = "review"
    """Another instructor has to look at it first."""
    PLANNED = "planned"
    PUBLISHED = "published"
    FAILED = "failed"
    """When its time came, something kept it from being published."""
    SENT_BACK = "sent-back"
    CANCELLED = "cancelled"


OPEN = frozenset({ReleaseState.REVIEW, ReleaseState.PLANNED})


@dataclass(frozen=True, slots=True)
class Moments:
    """What happened to a release."""

    is_reviewed: bool
    """Whether somebody else must approve it."""
    approved_at: datetime | None = None
    sent_back_at: datetime | None = None
    cancelled_at: datetime | None = None
    published_at: datetime | None = None
    failed_at: datetime | None = None


def state_of(moments: Moments) -> ReleaseState:
    if moments.published_at is not None:
        return ReleaseState.PUBLISHED
    if moments.failed_at is not None:
        return ReleaseState.FAILED
    if moments.cancelled_at is not None:
        return ReleaseState.CANCELLED
    if moments.sent_back_at is not None:
        return ReleaseState.SENT_BACK
    return ReleaseState.REVIEW if moments.is_reviewed and moments.approved_at is None else ReleaseState.PLANNED


NOT_ANY_MORE: Mapping[ReleaseState, Sentence] = {
    ReleaseState.REVIEW: _l("Another instructor has to approve it first."),
    ReleaseState.PLANNED: _l("It was approved in the meantime."),
    ReleaseState.PUBLISHED: _l("It was published in the meantime."),
    ReleaseState.FAILED: _l("It could not be published when its time came."),
    ReleaseState.SENT_BACK: _l("It was sent back in the meantime."),
    ReleaseState.CANCELLED: _l("It was cancelled in the meantime."),
}


def refuse_unless(state: ReleaseState, *possible: ReleaseState) -> None:
    if state not in possible:
        raise Refusal(NOT_ANY_MORE[state])


def refuse_own(asked_by_id: str, reviewer_id: str) -> None:
    """Whoever asked does not look at it for the second time themselves."""
    if asked_by_id == reviewer_id:
        raise Refusal(_l("You asked for this review: another instructor gives it."))


def moment_in(zone: str, day: date, hour: time, now: datetime) -> datetime:
    """That day and hour of somebody's clock. Raises a Refusal where their clock never shows it, or it is past."""
    wanted = datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
    moment = wanted.astimezone(ZoneInfo("UTC"))
    if moment.astimezone(wanted.tzinfo).replace(fold=0) != wanted:
        raise Refusal(_l("The clocks jump over this hour that day. Choose another."), field="hour", status=422)
    if moment <= now:
        raise Refusal(_l("This moment is past. Choose a later one."), field="day", status=422)
    if moment > now + FURTHEST:
        raise Refusal(_l("Choose a day within a year."), field="day", status=422)
    return moment


def digest_of(files: Files) -> str:
    """The same for the same files, and for no others."""
    parts = (f"{path}\0{hashlib.sha256(files[path]).hexdigest()}" for path in sorted(files))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
