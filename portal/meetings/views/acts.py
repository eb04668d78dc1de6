"""Accepting and cancelling a meeting, and saying that it took place."""

from collections.abc import Callable

from flask import url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import see_other
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.meetings import queries, service
from portal.meetings.forms import AcceptForm
from portal.meetings.policy import CHANGE_MEETING
from portal.meetings.queries import MeetingFound
from portal.meetings.views.blueprint import as_it_is_now, meeting_page, meetings
from portal.pairs.rules import MyPair

Answer = Response | tuple[str, int]


@meetings.post("/pairs/<pair>/meetings/<meeting>/accept")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def accept(found: MeetingFound) -> Answer:
    form = AcceptForm()
    form.offer(found.meeting.times)
    if found.meeting.times and not form.validate():
        return meeting_page(found, accepting=form), 422
    try:
        with transaction():
            service.accept(found.pair, found.meeting.id, form.value())
    except Refusal as refusal:
        form.refuse(refusal)
        return meeting_page(as_it_is_now(found), accepting=form, refused=refusal.sentence), refusal.status
    return _shown(found, "agreed")


@meetings.post("/pairs/<pair>/meetings/<meeting>/cancel")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def cancel(found: MeetingFound) -> Answer:
    return _do(service.cancel, found, "cancelled")


@meetings.post("/pairs/<pair>/meetings/<meeting>/hold")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def hold(found: MeetingFound) -> Answer:
    return _do(service.say_held, found, "held")


def _do(act: Callable[[MyPair, str], None], found: MeetingFound, done: str) -> Answer:
    try:
        with transaction():
            act(found.pair, found.meeting.id)
    except Refusal as refusal:
        return meeting_page(as_it_is_now(found), refused=refusal.sentence), refusal.status
    return _shown(found, done)


def _shown(found: MeetingFound, done: str) -> Response:
    return see_other(url_for("meetings.show", pair=found.pair.id, meeting=found.meeting.id, done=done))
