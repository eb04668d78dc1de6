"""The blueprint of meetings, and what its pages share."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

from portal.kernel.answers import done_sentence, page
from portal.kernel.clock import now
from portal.kernel.forms import VersionedForm
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.meetings import queries, service
from portal.meetings.forms import FORMS, AcceptForm
from portal.meetings.queries import MeetingFound
from portal.meetings.rules import TextKind, may_be_written

meetings = Blueprint("meetings", __name__)

DONE = {
    "proposed": _l("Your times are proposed."),
    "agreed": _l("It is agreed, and in your calendars."),
    "moved": _l("Other times are proposed. Until one is accepted, nothing is agreed."),
    "cancelled": _l("This meeting is cancelled."),
    "held": _l("It took place. What did you decide?"),
    "saved": _l("It is saved, for both of you."),
}


def as_it_is_now(found: MeetingFound) -> MeetingFound:
    """Read again, after something about it was refused."""
    return queries.my_meeting(signed_in(), pair=found.pair.id, meeting=found.meeting.id) or found


def meeting_page(
    found: MeetingFound,
    *,
    accepting: AcceptForm | None = None,
    writing: Mapping[TextKind, VersionedForm] | None = None,
    **more: Any,
) -> str:
    """The page. `accepting` and `writing`: forms that come back."""
    began = service.lines_of(request.args.get("agenda", "")) if request.method == "GET" else None
    texts, pair, meeting = service.read_texts(found.meeting.id), found.pair, found.meeting
    forms = {
        kind: FORMS[kind](formdata=None, prefix=kind, text=text.text, version=str(text.version))
        for kind, text in texts.items()
        if pair.may_share and may_be_written(kind, meeting.state)
    }
    if began and TextKind.AGENDA in forms:
        forms[TextKind.AGENDA].begin_with(began)
    accepting = accepting or AcceptForm(formdata=None)
    accepting.offer(meeting.times)
    return page(
        "meetings/show.html",
        pair=pair,
        meeting=meeting,
        texts=texts,
        agenda=service.agenda_of(found),
        starting_points=service.starting_points(),
        accepting=accepting,
        forms=forms | dict(writing or {}),
        has_begun=meeting.has_begun(now()),
        done=done_sentence(DONE),
        **more,
    )
