"""The pages of meetings, and the address of a calendar, as a browser without script meets them."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import Person
from portal.availability import service as availability
from portal.availability.rules import Slot
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.meetings import queries, service
from portal.meetings.rules import MeetingState
from tests.bench.weighing import statements_of
from tests.builders import TwoPeople, lies_in, pair, post, sign_in
from tests.meetings.acting import DAY, actor, agreed, cancelled, do, followed, held, proposed, tomorrow

MONTREAL = ZoneInfo("America/Toronto")
PLACE, DECIDED = "Café du coin", "Chacune essaie un billet"
MOST = 12


@pytest.fixture
def two(app: Flask) -> TwoPeople:
    return pair(app)


@pytest.fixture
def browsers(app: Flask, two: TwoPeople) -> tuple[FlaskClient, FlaskClient]:
    return sign_in(app, two.first), sign_in(app, two.second)


def by_hand(moment: datetime) -> str:
    return f"{moment.astimezone(MONTREAL):%Y-%m-%dT%H:%M}"


def meeting_of(app: Flask, two: TwoPeople) -> str:
    with app.app_context():
        (found,) = queries.meetings_in(two.id).all
        return found.id


def state_of(app: Flask, two: TwoPeople, meeting: str) -> MeetingState:
    with app.app_context():
        found = queries.my_meeting(actor(two.first), pair=two.id, meeting=meeting)
        assert found is not None
        return found.meeting.state


def test_two_people_find_a_time_and_meet(app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]) -> None:
    first, second = browsers
    times = {"time_1": by_hand(tomorrow()), "time_2": by_hand(tomorrow() + DAY), "minutes": "45", "venue": PLACE}
    answer = post(first, f"/pairs/{two.id}/meetings", key=new_id(), **times)
    meeting = meeting_of(app, two)
    here = f"/pairs/{two.id}/meetings/{meeting}"
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{here}?done=proposed")
    mine, theirs = first.get(here).text, second.get(here).text
    assert "45\u00a0minutes" in mine or "45 minutes" in mine
    assert PLACE in mine
    assert PLACE in theirs
    assert f"{here}/accept" in theirs
    assert f"{here}/accept" not in mine
    assert post(second, f"{here}/accept", starts_at=tomorrow().isoformat()).status_code == 303
    assert post(second, f"{here}/accept", starts_at=tomorrow().isoformat()).status_code == 303
    assert post(second, f"{here}/hold").status_code == 409
    with clock.at(tomorrow()):
        assert post(second, f"{here}/hold").status_code == 303
    assert state_of(app, two, meeting) is MeetingState.HELD
    answer = post(first, f"{here}/decisions", **{"decisions-text": DECIDED, "decisions-version": "0"})
    assert answer.status_code == 303
    assert DECIDED in second.get(here).text
    assert lies_in(app, DECIDED, PLACE) == set()


def test_a_time_is_chosen_among_those_on_offer(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    here = f"/pairs/{two.id}/meetings/{proposed(app, two)}"
    for wrong in ({}, {"starts_at": "tomorrow"}, {"starts_at": (tomorrow() + DAY).isoformat()}):
        answer = post(browsers[1], f"{here}/accept", **wrong)
        assert answer.status_code == 422
        assert 'id="starts_at-error"' in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"time_1": "2020-01-01T10:00"},
        {"time_1": "soon"},
        {"time_1": "9999-12-31T23:59"},
        {"time_1": "2027-03-14T02:30"},
        {"times": "2020-01-01T10:00:00+00:00"},
        {"minutes": "7"},
    ],
)
def test_what_cannot_be_proposed_comes_back_with_what_was_written(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient], wrong: dict[str, str]
) -> None:
    sent = {"time_2": by_hand(tomorrow()) if wrong else "", "venue": PLACE, "minutes": "30", **wrong}
    answer = post(browsers[0], f"/pairs/{two.id}/meetings", key=new_id(), **sent)
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert PLACE in answer.text
    with app.app_context():
        assert queries.meetings_in(two.id).all == ()


def test_times_in_common_are_offered_and_nothing_else_of_the_partners_week(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    weeks = ((two.first, Slot(0, 17 * 60, 19 * 60)), (two.second, Slot(0, 18 * 60, 21 * 60)))
    with app.app_context(), transaction():
        for someone, slot in weeks:
            availability.add(someone.id, [slot])
    with clock.at(datetime(2026, 11, 28, 12, tzinfo=MONTREAL)):
        page = browsers[0].get(f"/pairs/{two.id}/meetings?lang=en").text
    offered = re.findall(r'name="times"[^>]*value="([^"]+)"', page)
    assert offered[0] == "2026-11-30T23:00:00+00:00"
    assert {one[11:16] for one in offered} == {"23:00"}
    assert "Monday, November 30, 6:00 p.m." in page


def test_other_times_are_proposed_and_what_is_stale_is_shown(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    meeting = agreed(app, two)
    here = f"/pairs/{two.id}/meetings/{meeting}/move"
    (version,) = re.findall(r'name="version" value="(\d+)"', browsers[0].get(here).text)
    moved = {"version": version, "minutes": "30", "time_1": by_hand(tomorrow() + DAY)}
    assert post(browsers[0], here, key=new_id(), **moved).status_code == 303
    later = by_hand(tomorrow() + 3 * DAY)
    answer = post(browsers[1], here, key=new_id(), **moved | {"time_1": later})
    assert answer.status_code == 409
    assert later in answer.text
    assert state_of(app, two, meeting) is MeetingState.PROPOSED
    (newer,) = re.findall(r'name="version" value="(\d+)"', answer.text)
    assert post(browsers[1], here, key=new_id(), **moved | {"time_1": later, "version": newer}).status_code == 303


@pytest.mark.parametrize("kind", ["place", "agenda", "decisions"])
def test_a_stale_text_overwrites_nothing(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient], kind: str
) -> None:
    here = f"/pairs/{two.id}/meetings/{agreed(app, two)}"
    first, second = browsers

    def save(browser: FlaskClient, text: str, version: int) -> int:
        answer = post(browser, f"{here}/{kind}", **{f"{kind}-text": text, f"{kind}-version": str(version)})
        if answer.status_code == 409:
            assert "Mine" in answer.text
            assert "Theirs" in answer.text
        return int(answer.status_code)

    assert save(first, "Mine", 0) == 303
    assert save(first, "Mine", 0) == 303, "the same, sent again"
    assert save(second, "Theirs", 0) == 409
    assert save(second, "Mine and Theirs", 1) == 303
    assert save(first, "x" * 5000, 2) == 422
    assert "Mine and Theirs" in first.get(here).text


def test_a_smaller_step_is_offered_on_the_page(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    here = f"/pairs/{two.id}/meetings?lang=en"
    cancelled(app, two)
    assert "A smaller next step" not in browsers[0].get(here).text
    cancelled(app, two)
    assert "A smaller next step" in browsers[1].get(here).text
    assert 'selected value="15"' in browsers[1].get(f"{here}&minutes=15").text
    proposed(app, two)
    assert "A smaller next step" not in browsers[1].get(here).text


def test_a_closed_pair_shows_its_meetings_and_offers_none(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    meeting = held(app, two)
    do(app, two, two.first, lambda pair: service.save_text(pair, meeting, "decisions", DECIDED, 0))  # type: ignore[arg-type]
    post(browsers[0], f"/pairs/{two.id}/close/now")
    index = browsers[1].get(f"/pairs/{two.id}/meetings").text
    page = browsers[1].get(f"/pairs/{two.id}/meetings/{meeting}").text
    assert "/pairs/" in index
    assert f'action="/pairs/{two.id}/meetings"' not in index
    assert DECIDED in page
    assert f"/meetings/{meeting}/" not in page
    assert browsers[1].get(f"/pairs/{two.id}/meetings/{meeting}/move").status_code == 303


def test_an_address_shows_the_calendar_of_whoever_has_it_until_it_is_changed(app: Flask, two: TwoPeople) -> None:
    agreed(app, two)
    owner, anyone = sign_in(app, two.first), app.test_client()
    assert anyone.get(f"/calendar/{new_id()}{'x' * 43}.ics").status_code == 404
    post(owner, "/account/calendar")
    page = owner.get("/account/calendar")
    assert page.headers["Cache-Control"] == "no-store"
    (address,) = re.findall(r'value="http://localhost(/calendar/[^"]+)"', page.text)
    answer = anyone.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Robots-Tag"] == "noindex"
    post(owner, "/account/calendar")
    assert anyone.get(address).status_code == 404
    post(owner, "/account/calendar/close")
    assert "/calendar/" not in owner.get("/account/calendar").text.replace("/account/calendar", "")


def test_an_address_of_somebody_who_is_gone_works_no_more(app: Flask, two: TwoPeople) -> None:
    token = followed(app, two.first)
    with app.app_context(), transaction():
        db.session.get_one(Person, two.first.id).disabled_at = now()
    assert app.test_client().get(f"/calendar/{token}.ics").status_code == 404


def test_the_week_of_a_page(app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]) -> None:
    here = "/account/availability"
    hours = {"begins": "17:00", "ends": "18:30"}
    assert post(browsers[0], here, weekdays=["0", "2"], **hours).status_code == 303
    assert post(browsers[0], here, weekdays=["0"], begins="18:00", ends="00:00").status_code == 303
    page = browsers[0].get(f"{here}?lang=en").text
    assert re.findall(r'name="slot" value="([^"]+)"', page) == ["0-1020-1440", "2-1020-1110"]
    for wrong in (
        {},
        {"weekdays": "0", "begins": "17:05", "ends": "18:00"},
        {"weekdays": "0", **hours, "ends": "16:00"},
    ):
        answer = post(browsers[0], here, **wrong)
        assert answer.status_code == 422
        assert 'id="errors"' in answer.text
    assert post(browsers[0], f"{here}/remove", slot="0-1020-1110").status_code == 303
    assert post(browsers[0], f"{here}/remove", slot="9-1-99999").status_code == 422
    assert re.findall(r'name="slot" value="([^"]+)"', browsers[0].get(here).text) == ["0-1110-1440", "2-1020-1110"]
    assert 'name="slot"' not in browsers[1].get(here).text


def test_the_workspace_tells_of_the_next_meeting_in_a_line(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    here = f"/pairs/{two.id}?lang=en"

    def told(browser: FlaskClient) -> str:
        section = browser.get(here).text.partition('id="meetings-title"')[2].partition("</section>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", section).split())

    assert "Propose a meeting" in told(browsers[0])
    meeting = proposed(app, two, tomorrow())
    assert "You proposed times for a meeting" in told(browsers[0])
    assert "Maïté proposes times for a meeting" in told(browsers[1])
    do(app, two, two.second, lambda pair: service.accept(pair, meeting, tomorrow()))
    assert "your next meeting" in told(browsers[0])
    with clock.at(tomorrow() + DAY):
        assert "did you meet?" in told(browsers[1])
    with clock.at(tomorrow() + 8 * DAY):
        assert "Propose a meeting" in told(browsers[1])
    do(app, two, two.first, lambda pair: service.cancel(pair, meeting))
    assert "smaller step" not in told(browsers[0])
    cancelled(app, two)
    assert "smaller step" in told(browsers[0])


def test_the_agenda_is_on_the_page_and_the_eight_are_beginnings(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    meeting = agreed(app, two)
    here = f"/pairs/{two.id}/meetings/{meeting}?lang=en"
    page = browsers[0].get(here).text
    assert "For you" in page
    assert "For Ibrahim" in page
    (first,) = {number for number in re.findall(r"[?&]agenda=(\d+)", page) if number == "1"} or {"none"}
    lines = browsers[0].get(f"{here}&agenda={first}").text if first != "none" else ""
    with app.app_context():
        began = service.lines_of("1")
    assert began is None or began.splitlines()[0] in lines
    post(browsers[1], f"/pairs/{two.id}/pause")
    assert "For Ibrahim" not in browsers[0].get(here).text


def test_the_page_of_a_meeting_takes_few_statements(
    app: Flask, two: TwoPeople, browsers: tuple[FlaskClient, FlaskClient]
) -> None:
    here = f"/pairs/{two.id}/meetings/{agreed(app, two, place=PLACE)}"
    browsers[0].get(here)
    with statements_of(app) as sent:
        browsers[0].get(here)
    few = len(sent)
    assert 0 < few <= MOST
    for _number in range(5):
        held(app, two)
    with statements_of(app) as sent:
        browsers[0].get(here)
    assert len(sent) == few
