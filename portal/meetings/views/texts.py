"""Where the two meet, what they want to talk about, and what they decided: each may change it."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import see_other
from portal.kernel.forms import VersionedForm, one_line_end
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.meetings import queries, service
from portal.meetings.forms import FORMS
from portal.meetings.policy import CHANGE_MEETING
from portal.meetings.queries import MeetingFound
from portal.meetings.rules import TextChanged, TextKind
from portal.meetings.views.blueprint import as_it_is_now, meeting_page, meetings

Answer = Response | tuple[str, int]


@meetings.post("/pairs/<pair>/meetings/<meeting>/place")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def save_place(found: MeetingFound) -> Answer:
    return _save(found, TextKind.PLACE)


@meetings.post("/pairs/<pair>/meetings/<meeting>/agenda")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def save_agenda(found: MeetingFound) -> Answer:
    return _save(found, TextKind.AGENDA)


@meetings.post("/pairs/<pair>/meetings/<meeting>/decisions")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def save_decisions(found: MeetingFound) -> Answer:
    return _save(found, TextKind.DECISIONS)


def _save(found: MeetingFound, kind: TextKind) -> Answer:
    form = FORMS[kind](prefix=kind)
    if not form.validate():
        return meeting_page(found, writing={kind: form}), 422
    text = one_line_end(form.written())
    try:
        with transaction():
            service.save_text(found.pair, found.meeting.id, kind, text, form.version_read())
    except Refusal as refusal:
        form.refuse(refusal)
        return _refused(as_it_is_now(found), kind, form, refusal)
    return see_other(url_for("meetings.show", pair=found.pair.id, meeting=found.meeting.id, done="saved", _anchor=kind))


def _refused(found: MeetingFound, kind: TextKind, form: VersionedForm, refusal: Refusal) -> tuple[str, int]:
    """Both texts side by side: what was typed in its box, and beside it what the partner saved meanwhile."""
    newer = None
    if isinstance(refusal, TextChanged):
        newer = service.read_texts(found.meeting.id)[kind]
        form.version.data = str(newer.version)
    shown = meeting_page(found, writing={kind: form}, newer=newer, changed=kind, refused=refusal.sentence)
    return shown, refusal.status
