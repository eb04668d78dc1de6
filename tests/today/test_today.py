"""The one next thing, what waits, and what is new."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from justhtml import JustHTML

from portal.accounts.models import Person
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.i18n import format_day
from portal.kernel.transaction import transaction
from portal.pairs.rules import CLOSING_LASTS, MyPair
from portal.pairs.service import leaving, lifecycle
from portal.privacy.service import delete_account
from tests.builders import person, post, sign_in
from tests.learning.conftest import Two, settle_roles
from tests.pairs.acting import Half

LATER = timedelta(minutes=5)
KEPT = "You keep what you wrote to each other."
TEXT = "A sentence that is long enough."


def words(page: str, selector: str) -> list[str]:
    found = JustHTML(page, sanitize=False).query(selector)
    return [" ".join(one.to_text().split()) for one in found]


def until_of(page: str) -> str:
    return str(JustHTML(page, sanitize=False).query("input[name=until]")[0].attrs["value"])


def next_thing(page: str) -> str:
    return words(page, "#next-title")[0]


def test_who_is_alone_is_invited_to_invite(app: Flask) -> None:
    alone = sign_in(app, person(app, "Noor", language="en"))
    assert next_thing(alone.get("/today").text) == "Invite the person you want to learn with"
    post(alone, "/pairs/new", seen_on="/pairs/new", key="a" * 22)
    assert next_thing(alone.get("/today").text) == "Your invitation waits for an answer"


def test_a_new_pair_settles_who_guides_first(app: Flask, two: Two) -> None:
    assert next_thing(two.me.get("/today").text) == "Settle who guides what, with Ibrahim"
    post(two.me, f"/pairs/{two.pair.id}/roles", culture_guide=two.pair.second.id)
    assert next_thing(two.you.get("/today").text) == "Maïté proposes who guides what"
    assert next_thing(two.me.get("/today").text) == "ouverture"


def test_what_was_begun_comes_next_at_its_very_step(app: Flask, two: Two) -> None:
    settle_roles(app, two)
    two.act(two.me, "/steps/read-1/done")
    page = two.me.get("/today").text
    assert next_thing(page) == "premiere"
    assert JustHTML(page, sanitize=False).query(".next .button.main")[0].attrs["href"] == f"{two.lesson}#try-1"


def test_what_waits_to_be_heard_leaves_the_page_after_fourteen_days(app: Flask, two: Two) -> None:
    for who in (two.me, two.you):
        two.act(who, "/reflection", text=TEXT, act="seal", version="0")
    assert any("what you heard from Ibrahim" in line for line in words(two.me.get("/today").text, ".waits li"))
    with clock.at(now() + timedelta(days=15)):
        me = sign_in(app, two.pair.first)
        assert "what you heard from Ibrahim" not in me.get("/today").text
        assert "what you heard from Ibrahim" in me.get(f"/pairs/{two.pair.id}").text


def test_news_is_what_came_after_the_last_act_or_the_last_look(two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    assert "Nothing new." in two.me.get("/today").text
    with clock.at(now() + LATER):
        two.act(two.you, "/steps/read-1/done")
        page = two.me.get("/today").text
    assert words(page, ".plainlist li")[0].startswith("Ibrahim went on with “premiere”.")


def test_i_have_seen_this_counts_until_the_page_was_made_and_no_longer(app: Flask, two: Two) -> None:
    start = now()
    with clock.at(start):
        two.act(two.you, "/steps/read-1/done")
    with clock.at(start + LATER):
        page = two.me.get("/today").text
    with clock.at(start + 2 * LATER):
        two.act(two.you, "/steps/try-1/done")
    with clock.at(start + 3 * LATER):
        post(two.me, "/today/seen", until=until_of(page))
        assert len(words(two.me.get("/today").text, ".plainlist li")) == 2
        post(two.me, "/today/seen", until=until_of(two.me.get("/today").text))
        assert "Nothing new." in two.me.get("/today").text
    with app.app_context():
        assert db.session.get_one(Person, two.pair.first.id).seen_until == start + 3 * LATER


@pytest.mark.parametrize("until", ["", "soon", "9999-12-31T00:00:00+00:00"])
def test_nobody_sees_what_is_yet_to_come(app: Flask, two: Two, until: str) -> None:
    moment = now()
    with clock.at(moment):
        assert post(two.me, "/today/seen", until=until).status_code == 303
    with app.app_context():
        seen = db.session.get_one(Person, two.pair.first.id).seen_until
    assert seen is None or seen <= moment


def test_nothing_is_due_in_a_pair_on_pause(two: Two) -> None:
    post(two.you, f"/pairs/{two.pair.id}/pause")
    assert next_thing(two.me.get("/today").text) == "Nothing asks for you today"


def test_a_sealed_text_waits_and_asks_for_nothing(two: Two) -> None:
    two.act(two.me, "/reflection", text=TEXT, act="seal", version="0")
    page = two.me.get("/today").text
    assert any("Your reflection is sealed." in line for line in words(page, ".waits li"))
    assert TEXT not in page
    assert TEXT not in two.you.get("/today").text
    assert "Maïté has sealed a reflection on “premiere”." in two.you.get("/today").text


def test_a_text_that_stands_alone_offers_a_choice_and_leaves_after_four_weeks(app: Flask, two: Two) -> None:
    two.act(two.me, "/reflection", text=TEXT, act="seal", version="0")
    for days, told, news in (
        (13, "Your reflection is sealed.", True),
        (15, "Choose what becomes of your sealed", True),
        (29, "", False),
    ):
        with clock.at(now() + timedelta(days=days)):
            mine, theirs = (sign_in(app, who).get("/today").text for who in (two.pair.first, two.pair.second))
        lines = " ".join(words(mine, ".waits li"))
        assert told in lines
        assert ("sealed" in lines) is bool(told)
        assert ("Maïté has sealed a reflection" in theirs) is news


def test_who_sealed_is_told_of_a_pass(two: Two) -> None:
    two.act(two.me, "/reflection", text=TEXT, act="seal", version="0")
    two.act(two.you, "/reflection", text="", act="pass", version="0")
    page = two.me.get("/today").text
    assert "Ibrahim passed this time, on “premiere”." in page
    assert "Choose what becomes of your sealed reflection: wait, open it" in " ".join(words(page, ".waits li"))


def test_in_a_closing_pair_a_sealed_text_waits_for_a_choice_until_it_closes(app: Flask, two: Two) -> None:
    two.act(two.me, "/reflection", text=TEXT, act="seal", version="0")
    with clock.at(now() + timedelta(days=27)):
        post(sign_in(app, two.pair.second), f"/pairs/{two.pair.id}/close")
    for days, waits in ((27, True), (50, True), (58, False)):
        with clock.at(now() + timedelta(days=days, minutes=1)):
            page = sign_in(app, two.pair.first).get("/today").text
        assert ("Choose what becomes of your sealed reflection" in page) is waits


def test_the_partner_is_told_that_the_pair_began_pauses_and_closes(two: Two) -> None:
    assert "Your pair with Ibrahim has begun." in two.me.get("/today").text
    moment = now()
    for number, (act, told) in enumerate({"pause": "is on pause", "close": "is closing"}.items(), start=1):
        with clock.at(moment + number * LATER):
            post(two.you, f"/pairs/{two.pair.id}/{act}")
            assert f"Your pair with Maïté {told}." not in two.you.get("/today").text
            assert f"Your pair with Ibrahim {told}." in two.me.get("/today").text


@pytest.mark.parametrize("end", [leaving.block_partner, lambda pair: lifecycle.close_at_once(pair.id)])
def test_who_stays_is_told_once_that_the_pair_is_closed(app: Flask, two: Two, end: Callable[[MyPair], None]) -> None:
    moment = now() + LATER
    with clock.at(moment):
        half = Half(app, two.pair.id, two.pair.second)
        half.do(end)
        browser = sign_in(app, two.pair.first)
        told = browser.get("/today").text
        with app.test_request_context("/?lang=en"):
            day = format_day(moment)
        assert words(told, "aside li") == [f"Your pair with Ibrahim is closed. {KEPT} {day}"]
        assert next_thing(told) == "Invite the person you want to learn with"
        post(browser, "/today/seen", seen_on="/today", until=until_of(told))
    with clock.at(moment + LATER):
        assert words(browser.get("/today").text, "aside") == []


def test_who_stays_is_told_that_a_pair_closed_by_itself(app: Flask, two: Two) -> None:
    post(two.you, f"/pairs/{two.pair.id}/close")
    with clock.at(now() + CLOSING_LASTS + LATER):
        assert any("is closed." in line for line in words(sign_in(app, two.pair.first).get("/today").text, "aside li"))


def test_who_stays_is_told_that_the_other_deleted_their_account(app: Flask, two: Two) -> None:
    with clock.at(now() + LATER):
        with app.app_context(), transaction():
            delete_account(two.pair.second.id)
        [told] = words(sign_in(app, two.pair.first).get("/today").text, "aside li")
    assert told.startswith("The other person deleted their account: your pair is closed.")


def test_a_closing_pair_begins_nothing_and_says_how_to_finish(two: Two) -> None:
    post(two.you, f"/pairs/{two.pair.id}/close")
    page = two.me.get("/today").text
    assert next_thing(page) == "Your pair is closing, with Ibrahim"
    assert "Settle who guides what" not in page
