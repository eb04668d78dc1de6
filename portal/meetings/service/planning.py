"""Proposing, accepting, moving, cancelling a meeting, and saying that it took place. The pair is held meanwhile."""

from datetime import datetime

from sqlalchemy import bindparam, select

from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.signals import announce
from portal.meetings.models import Meeting
from portal.meetings.rules import ChangedMeanwhile, MeetingAct, MeetingState, Offer, moved, times_in
from portal.meetings.signals import MeetingAgreed, MeetingCancelled, MeetingMoved, MeetingProposed
from portal.pairs.rules import MyPair
from portal.pairs.service import hold, note_week

_ONE = select(Meeting).where(Meeting.id == bindparam("meeting"), Meeting.pair_id == bindparam("pair"))


def propose(pair: MyPair, offer: Offer) -> Meeting:
    """A new meeting, whose times wait for the partner."""
    _refuse(pair, offer)
    moment = now()
    meeting = Meeting(
        id=new_id(),
        pair_id=pair.id,
        proposed_by_id=pair.me.id,
        uid=new_id(),
        minutes=offer.minutes,
        offered=offer.as_text,
        created_at=moment,
        changed_at=moment,
    )
    db.session.add(meeting)
    db.session.flush()
    _tell(MeetingProposed, pair, meeting)
    return meeting


def accept(pair: MyPair, meeting_id: str, starts_at: datetime | None) -> None:
    """One of the times that the partner offers. What was accepted already stays so."""
    hold(pair).refuse_paused()
    meeting = held_meeting(pair, meeting_id)
    before = meeting.state
    moved(before, MeetingAct.ACCEPT)
    if before is MeetingState.AGREED and meeting.starts_at == starts_at:
        return
    if starts_at is None or meeting.proposed_by_id == pair.me.id or starts_at not in times_in(meeting.offered):
        raise ChangedMeanwhile
    if starts_at <= now():
        raise Refusal(_l("This time is over. Propose another."), field="starts_at", status=422)
    meeting.starts_at, meeting.agreed_at, meeting.offered = starts_at, now(), []
    _change(meeting)
    _tell(MeetingAgreed, pair, meeting)


def move(pair: MyPair, meeting_id: str, offer: Offer, version: int) -> None:
    """Other times are on offer. Raises ChangedMeanwhile for a meeting that is no longer as it was shown."""
    _refuse(pair, offer)
    meeting = held_meeting(pair, meeting_id)
    before = meeting.state
    moved(before, MeetingAct.MOVE)
    if meeting.version != version:
        raise ChangedMeanwhile
    meeting.proposed_by_id, meeting.agreed_at = pair.me.id, None
    meeting.offered, meeting.minutes = offer.as_text, offer.minutes
    _change(meeting)
    _tell(MeetingMoved if before is MeetingState.AGREED else MeetingProposed, pair, meeting)


def cancel(pair: MyPair, meeting_id: str) -> None:
    """During a pause too: nobody waits somewhere in vain."""
    hold(pair)
    meeting = held_meeting(pair, meeting_id)
    before = meeting.state
    moved(before, MeetingAct.CANCEL)
    if before is MeetingState.CANCELLED:
        return
    end(meeting, now(), pair.me.id)
    _tell(MeetingCancelled, pair, meeting)


def say_held(pair: MyPair, meeting_id: str) -> None:
    """It took place."""
    hold(pair)
    meeting = held_meeting(pair, meeting_id)
    before = meeting.state
    moved(before, MeetingAct.HOLD)
    if meeting.starts_at is None or meeting.starts_at > now():
        raise Refusal(_l("You can say so once the meeting has begun."))
    if before is MeetingState.HELD:
        return
    meeting.held_at = now()
    _change(meeting)
    note_week(pair.id, pair.me.id)


def end(meeting: Meeting, at: datetime, by_id: str | None) -> None:
    """It will not take place."""
    meeting.cancelled_at, meeting.cancelled_by_id, meeting.offered = at, by_id, []
    _change(meeting)


def held_meeting(pair: MyPair, meeting_id: str) -> Meeting:
    """As it is now that the pair is held."""
    keys = {"meeting": meeting_id, "pair": pair.id}
    return db.session.scalars(_ONE, keys, execution_options={"populate_existing": True}).one()


def _refuse(pair: MyPair, offer: Offer) -> None:
    current = hold(pair)
    current.refuse_paused()
    offer.refuse_unsound(now(), current.closes_at)


def _change(meeting: Meeting) -> None:
    """Whoever looked at it before looks at something older; so do calendars, where it is in any."""
    meeting.version += 1
    meeting.changed_at = now()
    meeting.sequence += meeting.starts_at is not None


def _tell(
    kind: type[MeetingProposed | MeetingAgreed | MeetingMoved | MeetingCancelled], pair: MyPair, meeting: Meeting
) -> None:
    note_week(pair.id, pair.me.id)
    announce(kind(meeting.id, pair.id, pair.me.id, pair.partner.id, now()))
