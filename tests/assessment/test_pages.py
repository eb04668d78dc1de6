"""The pages of the self-assessment, in the order in which somebody meets them."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.assessment import service
from portal.assessment.models import Sitting
from portal.assessment.rules import Given, SittingKind, shuffled
from portal.kernel import ledger
from portal.kernel.database import Base, db
from portal.kernel.transaction import transaction
from tests import builders
from tests.assessment.asking import all_given, ask, asked, sit
from tests.builders import Someone, sign_in

BEFORE = "/self-assessment/before"
AFTER = "/self-assessment/after"
SHEETS = 6
REASON = "Reason cu01"


@pytest.fixture
def maite(app: Flask) -> Someone:
    ask(app)
    return builders.person(app, "Maïté", language="en")


@pytest.fixture
def browser(app: Flask, maite: Someone) -> FlaskClient:
    return sign_in(app, maite)


def send(browser: FlaskClient, address: str, version: int = 0, act: str = "on", **said: str) -> TestResponse:
    """`cu01="a3"`: the first option, and sure."""
    fields = {f"answer-{key}": one[:1] for key, one in said.items()}
    fields |= {f"sure-{key}": one[1:] for key, one in said.items()}
    return builders.post(browser, address, seen_on="/account/", version=str(version), act=act, **fields)


def kept(app: Flask, who: Someone, kind: SittingKind = SittingKind.BEFORE) -> Mapping[str, Given]:
    with app.app_context():
        sat = service.read(who.id).of(kind)
        return sat.given if sat else {}


def version(browser: FlaskClient, address: str) -> int:
    found = re.search(r'name="version" value="(\d+)"', browser.get(address).text)
    assert found
    return int(found.group(1))


def test_where_no_situations_came_with_the_lessons_there_is_nothing_to_answer(app: Flask) -> None:
    browser = sign_in(app, builders.person(app, language="en"))
    assert "There is nothing to answer yet" in browser.get("/self-assessment").text
    assert browser.get(f"{BEFORE}/1").status_code == 404
    assert browser.get("/account/offers").status_code == 200


def test_it_is_answered_a_page_at_a_time_left_and_taken_up(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    answer = send(browser, f"{BEFORE}/1", cu01="a3", cu02="b1")
    assert answer.headers["Location"] == f"{BEFORE}/2"
    answer = send(browser, f"{BEFORE}/2", version(browser, f"{BEFORE}/2"), act="stop", cu03="c2", cu04="")
    assert answer.headers["Location"] == "/self-assessment?done=kept"
    assert kept(app, maite) == {"cu01": Given("a", 3), "cu02": Given("b", 1), "cu03": Given("c", 2)}
    again = sign_in(app, maite).get("/self-assessment").text
    assert "1 of 6 pages answered in full" in again
    assert f'href="{BEFORE}/2">Go on' in again
    first = browser.get(f"{BEFORE}/1").text
    assert re.search(r'<input checked[^>]*name="answer-cu01"[^>]*value="a"', first)
    assert re.search(r'<input checked[^>]*name="sure-cu02"[^>]*value="1"', first)


def test_the_last_page_leads_to_looking_it_over(browser: FlaskClient) -> None:
    assert send(browser, f"{BEFORE}/{SHEETS}", to03="a3").headers["Location"] == f"{BEFORE}/finish"
    looked_over = browser.get(f"{BEFORE}/finish").text
    assert "11 situations are not answered." in looked_over
    assert "1 of 2 not answered" in looked_over


def test_an_answer_is_changed_and_left_out_until_it_is_finished(
    app: Flask, maite: Someone, browser: FlaskClient
) -> None:
    send(browser, f"{BEFORE}/1", cu01="a3", cu02="a3")
    send(browser, f"{BEFORE}/1", 1, cu01="d1", cu02="")
    assert kept(app, maite) == {"cu01": Given("d", 1)}


def test_whoever_answers_says_how_sure_and_loses_nothing(browser: FlaskClient) -> None:
    refused = send(browser, f"{BEFORE}/1", cu01="b", cu02="a2")
    assert refused.status_code == 422
    assert "Say also how sure you are of this answer." in refused.text
    assert re.search(r'<input checked[^>]*name="answer-cu01"[^>]*value="b"', refused.text)
    assert re.search(r'<input checked[^>]*name="sure-cu02"[^>]*value="2"', refused.text)


def test_what_was_answered_elsewhere_is_not_overwritten_unseen(
    app: Flask, maite: Someone, browser: FlaskClient
) -> None:
    send(browser, f"{BEFORE}/1", cu01="a3", cu02="a3")
    send(browser, f"{BEFORE}/1", 1, cu01="b2", cu02="a3")
    stale = send(browser, f"{BEFORE}/1", 1, cu01="c1", cu02="a3")
    assert stale.status_code == 409
    assert "Kept now: Act cu01 2 (Probably)" in " ".join(stale.text.split())
    assert re.search(r'<input checked[^>]*name="answer-cu01"[^>]*value="c"', stale.text)
    assert kept(app, maite)["cu01"] == Given("b", 2)
    newer = re.search(r'name="version" value="(\d+)"', stale.text)
    assert newer
    assert send(browser, f"{BEFORE}/1", int(newer.group(1)), cu01="c1", cu02="a3").status_code == 303
    assert kept(app, maite)["cu01"] == Given("c", 1)


def test_two_pages_answered_side_by_side_are_both_kept(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    for page, said in ((1, {"cu01": "a3"}), (2, {"cu03": "b2"}), (3, {"st01": "c1"})):
        assert send(browser, f"{BEFORE}/{page}", 0, **said).status_code == 303
    assert kept(app, maite) == {"cu01": Given("a", 3), "cu03": Given("b", 2), "st01": Given("c", 1)}


def test_the_same_sent_again_changes_nothing(app: Flask, browser: FlaskClient) -> None:
    for _press in range(2):
        assert send(browser, f"{BEFORE}/1", 0, cu01="a3").status_code == 303
    with app.app_context():
        assert db.session.query(Sitting).one().version == 1


def test_options_stand_in_an_order_of_ones_own(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    page = browser.get(f"{BEFORE}/1").text
    situation = asked().situations[0]
    expected = [one.key for one in shuffled(situation, maite.id, SittingKind.BEFORE)]
    assert re.findall(r'name="answer-cu01"[^>]*value="([a-d])"', page) == expected
    assert browser.get(f"{BEFORE}/1").text.count("Act cu01") == 4


def test_no_page_of_the_first_sitting_tells_a_worth_or_a_reason(
    app: Flask, maite: Someone, browser: FlaskClient
) -> None:
    send(browser, f"{BEFORE}/1", cu01="a3", cu02="a3")
    seen = [browser.get(address).text for address in (f"{BEFORE}/1", f"{BEFORE}/finish", "/self-assessment")]
    sit(app, maite.id, SittingKind.BEFORE, all_given())
    seen += [browser.get(address).text for address in ("/self-assessment/results", "/self-assessment")]
    answers = browser.get("/self-assessment/answers/culture")
    assert answers.headers["Location"] == "/self-assessment"
    assert not [page for page in seen if "Reason" in page]


def test_it_is_finished_once_something_can_be_told(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    refused = builders.post(browser, f"{BEFORE}/finish", seen_on="/account/")
    assert refused.status_code == 422
    assert "Answer at least ten situations of a strand first" in refused.text
    sit(app, maite.id, SittingKind.BEFORE, all_given(), finish=False)
    for _press in range(2):
        answer = builders.post(browser, f"{BEFORE}/finish", seen_on="/account/", version="1")
        assert answer.headers["Location"] == "/self-assessment/results?done=finished"


def test_what_was_answered_since_it_was_looked_over_is_looked_over_first(
    app: Flask, maite: Someone, browser: FlaskClient
) -> None:
    sit(app, maite.id, SittingKind.BEFORE, all_given(), finish=False)
    seen = version(browser, f"{BEFORE}/finish")
    assert send(browser, f"{BEFORE}/1", seen, cu01="", cu02="a3").status_code == 303
    stale = builders.post(browser, f"{BEFORE}/finish", seen_on="/account/", version=str(seen))
    assert stale.status_code == 409
    assert "Look them over as they are now" in stale.text
    assert "1 situation is not answered." in stale.text
    newer = re.search(r'name="version" value="(\d+)"', stale.text)
    assert newer
    done = builders.post(browser, f"{BEFORE}/finish", seen_on="/account/", version=newer.group(1))
    assert done.status_code == 303


def sat_on(page: str) -> str:
    (found,) = re.findall(r'name="sat" value="([^"]+)"', page)
    return str(found)


@pytest.mark.parametrize("kind", SittingKind)
def test_a_sitting_is_erased_alone_with_what_was_published_from_it(
    app: Flask, maite: Someone, browser: FlaskClient, kind: SittingKind
) -> None:
    """Pressed twice it takes no other along; what is left counts as the first, and it stays erased after a restore."""
    for one, option in ((SittingKind.BEFORE, "c"), (SittingKind.AFTER, "a")):
        sit(app, maite.id, one, all_given(option, 3))
    with app.app_context():
        rows = {row.kind: row.id for row in db.session.scalars(select(Sitting))}
        in_backup = db.session.get_one(Sitting, rows[kind])
        columns = {column.name: getattr(in_backup, column.name) for column in Sitting.__table__.columns}
    shown = builders.post(browser, "/account/profile/levels", sitting=rows[SittingKind.AFTER], strands="culture")
    assert shown.status_code == 303
    page = browser.get(f"/self-assessment/{kind}/erase").text
    assert ("counts as your first" in page) is (kind is SittingKind.BEFORE)
    for _press in range(2):
        answer = builders.post(browser, f"/self-assessment/{kind}/erase", seen_on="/account/", sat=sat_on(page))
        assert answer.headers["Location"] == "/self-assessment?done=erased"
    left = {given.option for given in kept(app, maite).values()}
    assert left == {"a" if kind is SittingKind.BEFORE else "c"}
    assert kept(app, maite, SittingKind.AFTER) == {}
    assert ("Your profile shows no level" in browser.get("/account/profile").text) is (kind is SittingKind.AFTER)
    assert browser.get(f"{AFTER}/erase").headers["Location"] == "/self-assessment"
    assert browser.get(f"{AFTER}/1").status_code == 200
    with app.app_context():
        with transaction():
            db.session.add(Sitting(**columns | {"kind": SittingKind.AFTER}))
        with transaction():
            ledger.replay(ledger.read(ledger.ledger_path()))
        assert rows[kind] not in db.session.scalars(select(Sitting.id)).all()


def test_somebody_elses_sitting_is_not_erased(app: Flask, maite: Someone) -> None:
    sit(app, maite.id, SittingKind.BEFORE, all_given())
    with app.app_context():
        hers = db.session.scalars(select(Sitting.id)).one()
    other = sign_in(app, builders.person(app))
    builders.post(other, f"{BEFORE}/erase", seen_on="/account/", sat=hers)
    assert len(kept(app, maite)) == 12


def test_a_finished_sitting_is_not_answered_any_more(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    sit(app, maite.id, SittingKind.BEFORE, all_given())
    assert browser.get(f"{BEFORE}/1").headers["Location"] == "/self-assessment/results"
    refused = send(browser, f"{BEFORE}/1", 99, cu01="d1", cu02="a3")
    assert refused.status_code == 409
    assert "is finished" in refused.text
    assert kept(app, maite)["cu01"] == Given("a", 3)


def test_the_second_begins_when_the_first_is_finished(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    assert browser.get(f"{AFTER}/1").headers["Location"] == "/self-assessment"
    assert send(browser, f"{AFTER}/1", cu01="a3").status_code == 409
    assert kept(app, maite, SittingKind.AFTER) == {}
    sit(app, maite.id, SittingKind.BEFORE, all_given("d"))
    page = browser.get(f"{AFTER}/1").text
    assert not re.search(r'<input checked[^>]*name="answer-cu01"[^>]*value="[a-d]"', page)
    assert "Kept now" not in page


def test_results_tell_level_growth_and_calibration(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    assert browser.get("/self-assessment/results").headers["Location"] == "/self-assessment"
    sit(app, maite.id, SittingKind.BEFORE, all_given("c", 3))
    first = browser.get("/self-assessment/results").text
    assert first.count("To explore</strong>") == 3
    assert "4 of 12" in first, "what the answers given could be worth"
    assert "count as 24 of 36" in first
    assert "surer than right" in first
    assert "What changed" not in first
    sit(app, maite.id, SittingKind.AFTER, all_given("a", 3))
    both = " ".join(browser.get("/self-assessment/results").text.split())
    assert both.count("Ready to guide</strong>") == 3
    assert both.count("From 12 to 36 points.") == 3
    assert "Dimension culture 1: from 2 to 6 of 6" in both
    assert both.count("a gap of 67, then of 0") == 3


def test_a_strand_that_fell_is_not_told_as_grown(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    """Nor is it called learning to fall to where one's doubts were."""
    sit(app, maite.id, SittingKind.BEFORE, all_given("a", 1))
    sit(app, maite.id, SittingKind.AFTER, all_given("d", 1))
    page = browser.get("/self-assessment/results").text
    assert "You grew in:" not in page
    assert page.count("A lower score is no verdict") == 3
    assert "You know better what you know" not in page


def test_a_small_change_is_left_without_a_word(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    sit(app, maite.id, SittingKind.BEFORE, all_given("b", 2))
    sit(app, maite.id, SittingKind.AFTER, all_given("b", 2))
    assert "Nothing that can be told from chance" in browser.get("/self-assessment/results").text


def test_afterwards_both_answers_and_every_reason_are_there(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    sit(app, maite.id, SittingKind.BEFORE, all_given("c", 3, cu02=Given()))
    sit(app, maite.id, SittingKind.AFTER, all_given("a", 1))
    page = " ".join(browser.get("/self-assessment/answers/culture").text.split())
    assert [page.count(f"{REASON} {worth}") for worth in range(4)] == [1] * 4
    assert "Before: Yes" in page
    assert "After: I hesitate" in page
    assert page.count("Before: left out.") == 1
    assert "st01" not in page


def test_nothing_of_it_lies_readable(app: Flask, maite: Someone) -> None:
    """No column of any table tells what was chosen, how sure, or what it came to."""
    sit(app, maite.id, SittingKind.BEFORE, all_given("c", 3))
    with app.app_context():
        columns = {column.name for column in Base.metadata.tables["sitting"].c}
        assert columns == {
            "id",
            "person_id",
            "kind",
            "begun_at",
            "saved_at",
            "finished_at",
            "answers_cipher",
            "version",
        }
        (cipher,) = db.session.scalars(select(Sitting.answers_cipher)).all()
    assert cipher is not None
    assert b"cu01" not in cipher


def test_nobody_reaches_somebody_elses(app: Flask, maite: Someone, browser: FlaskClient) -> None:
    """An address names no person: whoever asks sees their own."""
    sit(app, maite.id, SittingKind.BEFORE, all_given())
    other = sign_in(app, builders.person(app, "Ibrahim", language="en"))
    assert other.get("/self-assessment/results").headers["Location"] == "/self-assessment"
    assert "Finished on" not in other.get("/self-assessment").text


@pytest.mark.parametrize("path", ["sooner/1", "before/0", "before/99", "before/x", "answers/nothing"])
def test_what_is_no_page_is_not_there(browser: FlaskClient, path: str) -> None:
    assert browser.get(f"/self-assessment/{path}").status_code == 404


def test_it_reads_in_french(app: Flask, maite: Someone) -> None:
    language = builders.person(app, "Zoé", language="fr")
    sit(app, language.id, SittingKind.BEFORE, all_given("c", 3))
    page = sign_in(app, language).get("/self-assessment/results").text
    assert "À explorer" in page
    assert "33 %" in page
