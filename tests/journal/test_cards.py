"""Assumption cards, through their pages and all the machinery of an exchange."""

from datetime import timedelta
from itertools import product
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from portal.curriculum.models import CompanionFile
from portal.curriculum.rules import Companion
from portal.journal.models import Exchange, Reflection
from portal.journal.queries import exchange_lines, moments_of
from portal.journal.rules import ReflectionState, state_of
from portal.journal.service import find_open_text
from portal.kernel import clock, ledger
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import LANGUAGES
from portal.kernel.ledger import Erasure
from portal.kernel.transaction import transaction
from portal.privacy.service import delete_account, take_pair
from tests.journal.acting import OTHER_TEXT, TEXT, Browser, Two, actions, attributes, every, parsed, reflection, words
from tests.journal.carding import CHOICE, MINE, OPEN, SCALE, THEIRS, sealed, take_in_cards, write
from tests.journal.test_letters import write as write_letter
from tests.journal.test_statements import asked

JSON = {"Accept": "application/json"}
SECRET = {"answer": "zygomorphe-4711", "prediction": "zygomorphe-4712"}


@pytest.fixture(autouse=True)
def cards(app: Flask) -> None:
    take_in_cards(app)


def page_of(browser: Browser, card: str) -> str:
    return f"/../cards/{card}"


def both_open(maite: Browser, ibrahim: Browser, card: str = OPEN) -> tuple[str, str]:
    return sealed(maite, card, **MINE), sealed(ibrahim, card, **THEIRS)


def exchanges(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Exchange).count()


def test_the_list_has_every_card_and_where_both_stand(maite: Browser, ibrahim: Browser) -> None:
    page = maite.page("/../cards")
    assert len(every(page, ".notes a", "href")) == 20
    row = sealed(maite, OPEN, **SECRET)
    page = ibrahim.page("/../cards")
    assert "You have not written yet. Maïté sealed theirs on" in words(page, ".stands")
    assert "zygomorphe" not in page.to_html()
    assert len(every(page, ".notes a", "href")) == 19
    sealed(ibrahim, OPEN, **THEIRS)
    assert every(maite.page("/../cards"), ".entry a", "href") == [f"{maite.journal}/{row}"]


def test_sealed_it_tells_the_other_nothing_and_opens_with_theirs(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = sealed(maite, OPEN, **SECRET)
    for path in (f"/{row}", page_of(ibrahim, OPEN), "", "/../cards", "/../predictions"):
        assert "zygomorphe" not in ibrahim.get(path).text
    assert sealed(ibrahim, OPEN, **THEIRS) != row
    for browser in (maite, ibrahim):
        page = browser.page(f"/{row}")
        assert [word in words(page, ".leaves") for word in (*SECRET.values(), *THEIRS.values())] == [True] * 4
        assert "What made you think so?" in words(page, "main")
        assert words(page, "h1") == "The first network I open in the morning, and why."
    assert exchanges(two.app) == 1


def test_what_an_act_is_told_to_have_done_is_not_told_once_it_is_no_more_so(maite: Browser, ibrahim: Browser) -> None:
    sent = maite.client.get(maite.journal + "/" + sealed(maite, OPEN, **MINE) + "?done=sealed")
    assert "Your card is sealed." in sent.text
    row = (sent.request.path).rpartition("/")[2]
    sealed(ibrahim, OPEN, **THEIRS)
    again = maite.page(f"/{row}?done=sealed")
    assert "Your card is sealed." not in again.to_html()


def test_each_leaf_is_about_one_answer(maite: Browser, ibrahim: Browser) -> None:
    row, _ = both_open(maite, ibrahim)
    page = maite.page(f"/{row}")
    assert words(page, "[aria-labelledby=mine] dd") == f"{MINE['answer']} | {THEIRS['prediction']}"
    assert words(page, "[aria-labelledby=theirs] dd") == f"{THEIRS['answer']} | {MINE['prediction']}"


@pytest.mark.parametrize(
    ("card", "answer", "prediction", "mine", "theirs"),
    [
        (SCALE, ("2", "5"), ("3", "2"), "2 steps apart", "That is it"),
        (SCALE, ("1", "4"), ("3", "2"), "One step apart", "One step apart"),
        (CHOICE, ("1", "3"), ("2", "1"), "Something else", "That is it"),
    ],
)
def test_numbers_speak_for_themselves(  # noqa: PLR0917 (two people, two numbers each, and what comes of it)
    maite: Browser,
    ibrahim: Browser,
    card: str,
    answer: tuple[str, str],
    prediction: tuple[str, str],
    mine: str,
    theirs: str,
) -> None:
    row = sealed(maite, card, answer=answer[0], prediction=answer[1])
    sealed(ibrahim, card, answer=prediction[0], prediction=prediction[1])
    page = maite.page(f"/{row}")
    assert words(page, "[aria-labelledby=theirs] strong") == mine
    assert words(page, "[aria-labelledby=mine] strong") == theirs
    assert not page.query("button[name=nearness]")


def test_a_choice_is_kept_in_words_with_what_could_be_chosen(app: Flask, two: Two, maite: Browser) -> None:
    row = sealed(maite, CHOICE, answer="2", prediction="4")
    seen = two.first.read(row)
    assert seen is not None
    assert seen.mine is not None
    assert seen.mine.text == "My answer: 2. Check the facts\n\nMy prediction of your answer: 4. Talk to someone"
    assert seen.mine.prompt == (
        "<p>Faced with criticism online, my reflex is to…</p>",
        "<p>1. Reply · 2. Check the facts · 3. Wait · 4. Talk to someone</p>",
    )


def test_who_was_predicted_says_how_near_a_few_words_were(maite: Browser, ibrahim: Browser) -> None:
    row, theirs = both_open(maite, ibrahim)
    assert words(maite.page(f"/{row}"), ".leaf strong") == "Not said yet | Not said yet"
    for nearness, said in (("far", "Something else"), ("exact", "That is it"), ("near", "Near")):
        assert maite.post(f"/{theirs}/near", nearness=nearness).headers["Location"].endswith("?done=near")
        assert words(maite.page(f"/{row}"), "[aria-labelledby=mine] strong") == said
        assert words(ibrahim.page(f"/{row}"), "[aria-labelledby=theirs] strong") == said
    assert words(maite.page(f"/{row}"), "[aria-labelledby=theirs] strong") == "Not said yet"


@pytest.mark.parametrize(("card", "fields"), [(SCALE, ("4", "2")), (CHOICE, ("1", "3"))])
def test_where_numbers_speak_nobody_says_how_near_it_was(
    app: Flask, maite: Browser, ibrahim: Browser, card: str, fields: tuple[str, str]
) -> None:
    _, theirs = (sealed(who, card, answer=fields[0], prediction=fields[1]) for who in (maite, ibrahim))
    assert maite.post(f"/{theirs}/near", nearness="exact").status_code == 409
    assert reflection(app, theirs).nearness is None


@pytest.mark.both_databases
@pytest.mark.parametrize("gone", ["mine", "theirs", "account", "restored"])
def test_how_near_it_was_goes_with_the_words_it_was_about(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser, gone: str
) -> None:
    mine, theirs = both_open(maite, ibrahim)
    for who, row in ((maite, theirs), (ibrahim, mine)):
        who.post(f"/{row}/near", nearness="near")
    assert [reflection(app, row).nearness for row in (mine, theirs)] == ["near", "near"]
    if gone == "account":
        with app.app_context(), transaction():
            delete_account(two.pair.first.id)
    elif gone == "restored":
        with app.app_context(), transaction():
            ledger.replay([Erasure(now(), "text", (mine,))])
    else:
        maite.post(f"/{mine}/withdraw") if gone == "mine" else ibrahim.post(f"/{theirs}/withdraw")
    assert [reflection(app, row).nearness for row in (mine, theirs)] == [None, None]


def test_the_cards_and_the_letter_of_who_is_gone_go_and_the_other_keeps_theirs(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser
) -> None:
    """What waited of theirs stays as a trace; of their draft there is none."""
    _, theirs = both_open(maite, ibrahim)
    waiting = sealed(maite, SCALE, answer="1", prediction="2")
    write(maite, CHOICE, "save", answer="1")
    two.set_state(closing_at=now())
    _, letter = write_letter(maite, "seal"), write_letter(ibrahim, "seal", OTHER_TEXT)
    with app.app_context(), transaction():
        delete_account(two.pair.first.id)
    with app.app_context():
        rows = db.session.scalars(select(Reflection).where(Reflection.author_id == two.pair.first.id)).all()
        assert {row.text_cipher for row in rows} == {None}
        assert {state_of(moments_of(row)) for row in rows} == {ReflectionState.WITHDRAWN}
        assert len(rows) == 3
    assert THEIRS["answer"] in words(ibrahim.page(f"/{theirs}"), ".leaves")
    assert MINE["answer"] not in ibrahim.get(f"/{theirs}").text
    assert OTHER_TEXT in words(ibrahim.page(f"/{letter}"), ".leaves")
    assert TEXT not in ibrahim.get(f"/{letter}").text
    assert "their words went with it" in words(ibrahim.page(f"/{waiting}"), ".leaves")
    assert len(ibrahim.page("/../cards").query(".entry")) == 2


@pytest.mark.parametrize("nearness", ["", "perfect", "EXACT", "x" * 500])
def test_what_is_none_of_the_three_is_refused(app: Flask, maite: Browser, ibrahim: Browser, nearness: str) -> None:
    _, theirs = both_open(maite, ibrahim)
    assert maite.post(f"/{theirs}/near", nearness=nearness).status_code == 422
    assert reflection(app, theirs).nearness is None


def test_nobody_marks_their_own_nor_what_is_not_open(app: Flask, two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine = sealed(maite, OPEN, **MINE)
    assert maite.post(f"/{mine}/near", nearness="exact").status_code in (403, 404)
    assert ibrahim.post(f"/{mine}/near", nearness="exact").status_code == 409
    maite.post(f"/{mine}/open")
    assert ibrahim.post(f"/{mine}/near", nearness="exact").status_code == 409
    lesson, _ = two.both_open()
    assert ibrahim.post(f"/{lesson}/near", nearness="exact").status_code in (403, 404)
    assert [reflection(app, row).nearness for row in (mine, lesson)] == [None, None]


def test_a_prediction_made_after_reading_is_shown_and_not_counted(maite: Browser, ibrahim: Browser) -> None:
    mine = sealed(maite, SCALE, answer="2", prediction="5")
    maite.post(f"/{mine}/open")
    write(ibrahim, SCALE, answer="4", prediction="2")
    page = ibrahim.page("/../predictions")
    assert words(page, ".predicted li").startswith("You, about Maïté: nothing to count yet |")
    assert "written after reading, not counted" in words(page, "tbody td:nth-child(3)")
    assert "not counted" not in words(page, "tbody td:nth-child(4)")


def test_how_well_each_predicted_over_time(maite: Browser, ibrahim: Browser) -> None:
    assert "No card is open to both of you yet" in words(maite.page("/../predictions"), "main")
    row, theirs = both_open(maite, ibrahim)
    maite.post(f"/{theirs}/near", nearness="near")
    for browser, answer, prediction in ((maite, "2", "5"), (ibrahim, "4", "2")):
        write(browser, SCALE, answer=answer, prediction=prediction)
    page = maite.page("/../predictions")
    assert words(page, "tbody th a") == (
        "The first network I open in the morning, and why. | Writing a public comment under my own name costs me…"
    )
    assert words(page, ".predicted li").startswith(
        "You, about Ibrahim: near once, one not said yet | Ibrahim, about you: exactly right once, near once"
    )
    assert [word in page.to_html() for word in (*MINE.values(), *THEIRS.values())] == [False] * 4
    ibrahim.post(f"/{theirs}/withdraw")
    assert "The first network" not in words(maite.page("/../predictions"), "tbody")
    assert len(maite.page("/../predictions").query("tbody tr")) == 1
    assert not any(word in maite.get(f"/{row}").text for word in THEIRS.values())


def test_nothing_is_heard_and_nothing_more_is_wished(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row, theirs = both_open(maite, ibrahim)
    assert actions(maite.page(f"/{row}")) == {"near", "add"}
    assert maite.post(f"/{theirs}/hearing", key=new_id(), text="What I hear.").status_code in (403, 404)
    long = sealed(maite, "at-home-online", answer="x" * 200, prediction="y" * 90)
    sealed(ibrahim, "at-home-online", answer="x", prediction="y")
    assert maite.post(f"/{long}/more").status_code == 409
    with two.app.app_context():
        assert not any(line.waits_for_hearing for line in exchange_lines(two.pair.first.id, [two.pair.id]))
    for address in ("/today", f"/pairs/{two.pair.id}"):
        assert "what you heard" not in words(parsed(maite.client.get(address)), "main")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "answer"),
        ({"prediction": "y"}, "answer"),
        ({"answer": "x"}, "prediction"),
        ({"answer": " \n ", "prediction": "y"}, "answer"),
        ({"answer": "x" * 301, "prediction": "y"}, "answer"),
        ({"answer": "x\0", "prediction": "y"}, "answer"),
    ],
)
def test_what_cannot_be_sealed_comes_back(app: Flask, maite: Browser, fields: dict[str, str], wrong: str) -> None:
    answer = maite.post(page_of(maite, OPEN), act="seal", version="0", **fields)
    assert answer.status_code == 422
    (target,) = every(parsed(answer), ".error-summary a", "href")
    assert target == f"#{wrong}"
    with app.app_context():
        assert db.session.query(Reflection).filter(Reflection.sealed_at.is_not(None)).count() == 0


@pytest.mark.parametrize(("card", "number"), [*product((SCALE, CHOICE), ["0", "6", "-1", "1. Reply", "x", "²", "٣"])])
def test_a_number_that_is_none_of_those_is_no_answer(maite: Browser, card: str, number: str) -> None:
    answer = maite.post(page_of(maite, card), act="seal", version="0", answer=number, prediction="1")
    assert answer.status_code == 422
    assert "Answer for yourself" in words(parsed(answer), ".error-summary")


def test_a_draft_is_kept_and_found_again(maite: Browser, ibrahim: Browser) -> None:
    before = words(ibrahim.page(page_of(ibrahim, OPEN)), "main"), words(ibrahim.page("/../cards"), "main")
    assert write(maite, OPEN, "save", answer=MINE["answer"]).endswith(f"/cards/{OPEN}?done=saved")
    page = maite.page(page_of(maite, OPEN))
    assert words(page, "[name=answer]") == MINE["answer"]
    assert attributes(page, "input[name=version]")["value"] == "1"
    assert (words(ibrahim.page(page_of(ibrahim, OPEN)), "main"), words(ibrahim.page("/../cards"), "main")) == before
    write(maite, CHOICE, "save", prediction="3")
    assert every(maite.page(page_of(maite, CHOICE)), "input[checked]", "value") == ["3"]


def test_a_script_saves_and_a_stale_text_is_refused_with_both(maite: Browser) -> None:
    def send(version: str, **fields: str) -> TestResponse:
        data = {"csrf_token": maite.token, "act": "save", "version": version, **MINE, **fields}
        return maite.client.post(f"{maite.pair}/cards/{OPEN}", data=data, headers=JSON)

    assert send("0").json["versions"]["version"] == "1"
    assert send("1", answer="Another").json["versions"]["version"] == "2"
    told = send("1", answer="From an older tab")
    assert told.status_code == 409
    assert "Another" in "".join(piece for piece, _only_here in told.json["both"]["text"]["kept"])
    page = parsed(maite.post(page_of(maite, OPEN), act="save", version="1", answer="From an older tab", prediction="x"))
    assert "From an older tab" in words(page, "[data-kept] [data-side=written]")
    assert "Another" in words(page, "[data-kept] [data-side=kept]")
    assert words(page, "[name=answer]") == "From an older tab"


def test_the_same_form_sent_twice_is_one(app: Flask, maite: Browser) -> None:
    assert sealed(maite, OPEN, **MINE) == sealed(maite, OPEN, **MINE)
    assert exchanges(app) == 1
    late = maite.post(page_of(maite, OPEN), act="seal", version="1", answer="Another", prediction="x")
    assert late.status_code == 409
    assert "Another" in words(parsed(late), ".unsent")


def test_taken_back_passed_opened_kept_and_withdrawn(app: Flask, maite: Browser, ibrahim: Browser) -> None:
    row = sealed(maite, OPEN, **MINE)
    maite.post(f"/{row}/take-back")
    assert maite.get(f"/{row}/write").headers["Location"] == f"{maite.pair}/cards/{OPEN}"
    assert words(maite.page(page_of(maite, OPEN)), "[name=answer]") == MINE["answer"]
    passed = write(maite, SCALE, "pass")
    passed_row = passed.rpartition("/")[2].partition("?")[0]
    assert "passed this time" in words(ibrahim.page(f"/{passed_row}"), ".leaves")
    assert reflection(app, passed_row).text_cipher is None
    maite.post(f"/{passed_row}/after-all")
    assert maite.get(page_of(maite, SCALE)).status_code == 200
    kept = sealed(maite, CHOICE, answer="1", prediction="2")
    maite.post(f"/{kept}/keep")
    assert ibrahim.get(f"/{kept}").status_code == 404
    alone = sealed(maite, "at-home-online", **MINE)
    maite.post(f"/{alone}/open")
    assert MINE["prediction"] in words(ibrahim.page(f"/{alone}"), ".leaves")
    sealed(ibrahim, "at-home-online", **THEIRS)
    assert "Sealed after" in words(maite.page(f"/{alone}"), ".leaves")
    maite.post(f"/{alone}/withdraw")
    for browser in (maite, ibrahim):
        assert MINE["answer"] not in browser.get(f"/{alone}").text
    assert THEIRS["answer"] in words(ibrahim.page(f"/{alone}"), ".leaves")


def test_a_pause_and_a_closed_pair(two: Two, maite: Browser, ibrahim: Browser) -> None:
    both_open(maite, ibrahim)
    _, theirs = sealed(maite, "at-home-online", **MINE), sealed(ibrahim, "at-home-online", **THEIRS)
    two.set_state(paused_at=now())
    assert maite.post(page_of(maite, SCALE), act="seal", version="0", answer="1", prediction="2").status_code == 409
    assert maite.post(f"/{theirs}/near", nearness="exact").status_code == 409
    assert maite.post(page_of(maite, SCALE), act="save", version="0", answer="1").status_code == 303
    two.set_state(paused_at=None, closed_at=now())
    assert maite.post(page_of(maite, SCALE), act="save", version="1", answer="2").status_code == 409
    assert maite.post(f"/{theirs}/near", nearness="exact").status_code == 409
    assert maite.get(page_of(maite, CHOICE)).headers["Location"].endswith("/cards")
    assert len(maite.page("/../predictions").query("tbody tr")) == 2
    assert not maite.page("/../cards").query(".notes a")


@pytest.mark.parametrize("moment", ["closing_at", "closed_at"])
def test_at_the_end_each_erases_their_own_and_what_was_side_by_side_goes(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser, moment: str
) -> None:
    mine, theirs = both_open(maite, ibrahim)
    waiting = sealed(maite, SCALE, answer="1", prediction="2")
    lesson, _ = two.both_open()
    write(maite, CHOICE, "save", answer="1")
    two.set_state(**{moment: now()})
    assert "/erase-cards" in "".join(every(maite.page("/../cards"), "main a", "href"))
    erased = maite.post("/../erase-cards")
    assert erased.headers["Location"].endswith("/cards?done=erased")
    assert maite.post("/../erase-cards").status_code == 303
    assert [reflection(app, row).text_cipher for row in (mine, waiting)] == [None, None]
    assert reflection(app, theirs).text_cipher is not None
    assert reflection(app, lesson).text_cipher is not None
    assert THEIRS["answer"] in words(ibrahim.page(f"/{theirs}"), ".leaves")
    for browser in (maite, ibrahim):
        assert not browser.page("/../predictions").query("tbody tr")


def test_erasing_a_private_card_asks_for_the_password_first(app: Flask, two: Two, maite: Browser) -> None:
    row = sealed(maite, SCALE, answer="1", prediction="2")
    two.set_state(closing_at=now())
    assert maite.post(f"/{row}/keep").status_code == 303
    with clock.at(now() + timedelta(minutes=20)):
        assert f"/{row}/unlock?next=" in maite.get("/../erase-cards").headers["Location"]
        assert maite.post("/../erase-cards").headers["Location"].endswith("/erase-cards")
    assert reflection(app, row).text_cipher is not None
    maite.post("/../erase-cards")
    assert reflection(app, row).text_cipher is None


def test_the_copy_taken_along_reads_in_words(app: Flask, two: Two, maite: Browser, ibrahim: Browser) -> None:
    both_open(maite, ibrahim)
    sealed(maite, CHOICE, answer="2", prediction="4")
    sealed(ibrahim, SCALE, answer="1", prediction="2")
    with app.app_context(), app.test_request_context("/?lang=en"):
        taken = [one for one in take_pair(two.first.pair()).occasions if one.title == "An assumption card"]
    texts = [words for one in taken for words in one.words]
    assert [len(taken), len(texts)] == [2, 3]
    assert texts[0].about == "The first network I open in the morning, and why."
    assert texts[0].text == f"My answer: {MINE['answer']}\n\nMy prediction of your answer: {MINE['prediction']}"
    assert "1. Reply · 2. Check the facts" in texts[2].about


def test_what_a_report_may_show_is_the_text_in_words_once_open(two: Two, maite: Browser, ibrahim: Browser) -> None:
    _, theirs = both_open(maite, ibrahim)
    alone = sealed(ibrahim, SCALE, answer="1", prediction="2")
    with two.app.app_context():
        shown = find_open_text(two.first.actor, pair=two.pair.id, kind="reflection", text=theirs)
        assert shown is not None
        assert f"My prediction of your answer: {THEIRS['prediction']}" in shown.text
        assert find_open_text(two.first.actor, pair=two.pair.id, kind="reflection", text=alone) is None
    assert maite.get(f"/../report/reflection/{theirs}").status_code == 200
    assert maite.get(f"/../report/reflection/{alone}").status_code == 404


def test_today_and_the_workspace_tell_what_waits_and_no_word(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = sealed(maite, OPEN, **SECRET)
    for address in ("/today", f"/pairs/{two.pair.id}"):
        page = parsed(ibrahim.client.get(address))
        assert f"{ibrahim.journal}/{row}/write" in every(page, "main a", "href")
        assert "Maïté has answered an assumption card" in words(page, "main")
        assert "zygomorphe" not in page.to_html()
    assert "Maïté has sealed their answers on an assumption card." in words(
        parsed(ibrahim.client.get("/today")), "aside"
    )
    assert "One card waits for you" in words(ibrahim.page(), "main")


def test_what_is_no_card_is_not_there(maite: Browser) -> None:
    for path in ("none", "x" * 90, "FIRST-NETWORK"):
        assert maite.get(page_of(maite, path)).status_code == 404
        assert maite.post(page_of(maite, path), act="save", **MINE).status_code == 404


def test_a_card_that_left_the_list_is_still_read(app: Flask, maite: Browser, ibrahim: Browser) -> None:
    row, _ = both_open(maite, ibrahim)
    with app.app_context(), transaction():
        db.session.execute(delete(CompanionFile))
    page = maite.page(f"/{row}")
    assert words(page, "h1") == "Assumption card"
    assert [word in words(page, ".leaves") for word in (*MINE.values(), *THEIRS.values())] == [True] * 4
    for path in ("", "/../cards", "/../predictions"):
        assert maite.get(path).status_code == 200


def test_a_draft_on_a_card_that_left_the_list_is_found_and_read(app: Flask, maite: Browser, ibrahim: Browser) -> None:
    write(maite, OPEN, "save", **MINE)
    sealed(ibrahim, OPEN, **THEIRS)
    with app.app_context(), transaction():
        db.session.execute(delete(CompanionFile))
    (address,) = every(maite.page("/../cards"), ".entry h3 a", "href")
    page = maite.page(address.removeprefix(maite.journal))
    assert MINE["answer"] in words(page, ".leaves")
    assert "This card left the list" in words(page, "main")
    assert not [one for one in every(page, "main a", "href") if "/write" in one or "/cards/" in one]
    assert maite.get(f"{address.removeprefix(maite.journal)}/write").headers["Location"] == address
    assert MINE["answer"] not in ibrahim.get(every(ibrahim.page("/../cards"), ".entry h3 a", "href")[0]).text


def test_what_was_chosen_stays_with_its_choice_when_the_file_is_reordered(
    app: Flask, maite: Browser, ibrahim: Browser
) -> None:
    sealed(maite, CHOICE, answer="1", prediction="2")
    with app.app_context(), transaction():
        row = db.session.get_one(CompanionFile, Companion.CARDS)
        row.source = row.source.replace(
            '1 = "Reply", 2 = "Check the facts"', '2 = "Check the facts", 1 = "Reply"'
        ).replace('1 = "Répondre", 2 = "Vérifier les faits"', '2 = "Vérifier les faits", 1 = "Répondre"')
    assert every(ibrahim.page(page_of(ibrahim, CHOICE)), "[name=answer]", "value") == ["2", "1", "3", "4"]
    mine = sealed(ibrahim, CHOICE, answer="2", prediction="1")
    assert words(ibrahim.page(f"/{mine}"), ".leaf strong") == "That is it | That is it"


def test_twenty_cards_take_no_more_statements_than_one(app: Flask, maite: Browser, ibrahim: Browser) -> None:
    paths = ("", "/../cards", "/../predictions", f"/{both_open(maite, ibrahim)[0]}")
    few = [asked(app, maite, path) for path in paths]
    for card in ("at-home-online", "what-convinces", SCALE, CHOICE):
        fields = {"answer": "1", "prediction": "2"}
        for browser in (maite, ibrahim):
            write(browser, card, **fields)
    assert [asked(app, maite, path) for path in paths] == few
    assert max(few) <= 7


@pytest.mark.both_databases
def test_two_who_seal_at_the_same_instant_are_in_one_exchange(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser
) -> None:
    barrier, statuses = Barrier(2), []

    def press(browser: Browser) -> None:
        barrier.wait()
        statuses.append(browser.post(page_of(browser, OPEN), act="seal", version="0", **MINE).status_code)

    threads = [Thread(target=press, args=(browser,)) for browser in (maite, ibrahim)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303, 303]
    with app.app_context():
        rows = db.session.query(Reflection).all()
        assert len({row.exchange_id for row in rows}) == 1
        assert len({row.opened_at for row in rows}) == 1
        assert None not in {row.opened_at for row in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_html_in_both_languages(two: Two, maite: Browser, ibrahim: Browser, language: str) -> None:
    row, theirs = both_open(maite, ibrahim)
    alone = sealed(maite, CHOICE, answer="1", prediction="2")
    paths = ["/../cards", "/../predictions", "/../erase-cards", f"/{row}", f"/{theirs}", f"/{alone}"]
    paths += [page_of(maite, SCALE), page_of(maite, "at-home-online"), f"/{row}/withdraw", f"/{alone}/open"]
    for path in paths:
        page = parsed(maite.get(f"{path}?lang={language}"))
        assert page.errors == [], path
        assert words(page, "h1")
