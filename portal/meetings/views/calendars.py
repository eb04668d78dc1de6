"""Meetings in one's own calendar: by a secret address that a program follows, or one at a time."""

from flask import Response as FlaskResponse
from flask import make_response, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import PUBLIC, SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor, signed_in
from portal.kernel.transaction import transaction
from portal.meetings import queries
from portal.meetings.policy import SEE_MEETINGS
from portal.meetings.queries import FeedSeen, MeetingFound
from portal.meetings.service import calendars as service
from portal.meetings.views.blueprint import meetings

DONE = {
    "opened": _l("Your calendar has an address. Give it to your calendar program."),
    "closed": _l("The address works no more."),
}


@meetings.get("/account/calendar")
@requires(SIGNED_IN)
def calendar() -> FlaskResponse:
    """The address is as good as a key: the page is kept nowhere."""
    feed = queries.feed_of(signed_in().id)
    address = service.address_of(feed) if feed is not None else None
    answer = make_response(page("meetings/calendar.html", feed=feed, address=address, done=done_sentence(DONE)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@meetings.post("/account/calendar")
@requires(SIGNED_IN)
def open_calendar() -> Response:
    with transaction():
        service.open_address(signed_in().id)
    return see_other(url_for("meetings.calendar", done="opened"))


@meetings.post("/account/calendar/close")
@requires(SIGNED_IN)
def close_calendar() -> Response:
    with transaction():
        service.close_address(signed_in().id)
    return see_other(url_for("meetings.calendar", done="closed"))


def _by_address(_actor: Actor | None, *, token: str) -> FeedSeen | None:
    return service.read_address(token)


@meetings.get("/calendar/<token>.ics")
@requires_on(PUBLIC, _by_address)
def feed(found: FeedSeen) -> FlaskResponse:
    return _file(service.followed(found), "vice-versa.ics")


@meetings.get("/pairs/<pair>/meetings/<meeting>.ics")
@requires_on(SEE_MEETINGS, queries.my_meeting)
def invitation(found: MeetingFound) -> FlaskResponse:
    return _file(service.invitation(found, signed_in().time_zone), "vice-versa.ics")


def _file(content: bytes, name: str) -> FlaskResponse:
    answer = make_response(content)
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
