"""The meetings of a pair: all of them, and one; proposing one, and other times for it."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.meetings import queries, service
from portal.meetings.forms import MoveForm, OfferForm
from portal.meetings.policy import CHANGE_MEETING, SEE_MEETINGS
from portal.meetings.queries import MeetingFound
from portal.meetings.rules import LENGTHS, USUAL, ChangedMeanwhile
from portal.meetings.views.blueprint import DONE, as_it_is_now, meeting_page, meetings
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair


@meetings.get("/pairs/<pair>/meetings")
@requires_on(SEE_MEETINGS, my_pair)
def index(pair: MyPair) -> str:
    """`minutes`: how long the form begins with."""
    asked = request.args.get("minutes", "")
    minutes = int(asked) if asked in map(str, LENGTHS) else USUAL
    return page("meetings/index.html", **_shown(pair, OfferForm(formdata=None, minutes=minutes)))


@meetings.post("/pairs/<pair>/meetings")
@requires_on(SEE_MEETINGS, my_pair)
def propose(pair: MyPair) -> Response | tuple[str, int]:
    form = OfferForm()
    if not form.validate():
        return invalid("meetings/index.html", **_shown(pair, form))

    def make() -> str:
        meeting = service.propose(pair, form.value())
        service.say_where(pair, meeting, form.where())
        return url_for("meetings.show", pair=pair.id, meeting=meeting.id, done="proposed")

    try:
        with transaction():
            address = once(form, make)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("meetings/index.html", refusal.status, **_shown(pair, form))
    return see_other(address)


@meetings.get("/pairs/<pair>/meetings/<meeting>")
@requires_on(SEE_MEETINGS, queries.my_meeting)
def show(found: MeetingFound) -> str:
    return meeting_page(found)


@meetings.get("/pairs/<pair>/meetings/<meeting>/move")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def moving(found: MeetingFound) -> str | Response:
    pair, meeting = found.pair, found.meeting
    if not (pair.may_share and meeting.is_open):
        return see_other(url_for("meetings.show", pair=pair.id, meeting=meeting.id))
    form = MoveForm(formdata=None, minutes=meeting.minutes, version=str(meeting.version))
    return page("meetings/move.html", **_moving(found, form))


@meetings.post("/pairs/<pair>/meetings/<meeting>/move")
@requires_on(CHANGE_MEETING, queries.my_meeting)
def move(found: MeetingFound) -> Response | tuple[str, int]:
    form, pair, meeting = MoveForm(), found.pair, found.meeting
    if not form.validate():
        return invalid("meetings/move.html", **_moving(found, form))

    def offer_others() -> str:
        service.move(pair, meeting.id, form.value(), form.version_read())
        return url_for("meetings.show", pair=pair.id, meeting=meeting.id, done="moved")

    try:
        with transaction():
            address = once(form, offer_others)
    except Refusal as refusal:
        return _not_moved(as_it_is_now(found), form, refusal)
    return see_other(address)


def _not_moved(found: MeetingFound, form: MoveForm, refusal: Refusal) -> tuple[str, int]:
    """The times as they were written, with where the meeting stands now; sent again, they come after that."""
    form.refuse(refusal)
    form.version.data = str(found.meeting.version)
    is_stale = isinstance(refusal, ChangedMeanwhile)
    return invalid("meetings/move.html", refusal.status, **_moving(found, form), is_stale=is_stale)


def _shown(pair: MyPair, form: OfferForm) -> dict[str, Any]:
    form.suggest(service.times_in_common(pair, form.length()) if pair.may_share else ())
    return {"pair": pair, "seen": service.read_meetings(pair), "form": form, "done": done_sentence(DONE)}


def _moving(found: MeetingFound, form: MoveForm) -> dict[str, Any]:
    form.suggest(service.times_in_common(found.pair, form.length()))
    return {"pair": found.pair, "meeting": found.meeting, "form": form}
