"""A lesson that two people do: each act through HTTP, on both databases."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.journal.models import Reflection
from portal.kernel import ledger
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair, PairLesson
from portal.pairs.service import lifecycle
from portal.progress.models import CheckAnswer, LessonDone, StepDone
from tests.builders import TwoPeople, csrf, lies_in, pair, person, post, sign_in
from tests.journal.acting import parsed, words
from tests.learning.conftest import Two, settle_roles, take_in
from tests.pairs.acting import Half

pytestmark = pytest.mark.both_databases

STEPS = ("read-1", "try-1", "check-1", "talk-1", "reflect-1")
MINE = "What I think about it, in a sentence."
YOURS = "What you think about it, in a sentence."


def masked(page: str) -> str:
    """The page without its tokens, which carry the moment, and the keys of its forms."""
    return re.sub(r'(name="(?:csrf_token|key)"[^>]*value=")[^"]+', r"\1", page)


def node_words(page: str) -> list[str]:
    """What a screen reader says of each step."""
    found = re.findall(r'<span class="word">.*?<span class="sr">\. (.*?)</span>', page, re.DOTALL)
    return [" ".join(words.split()) for words in found]


def answer_check(two: Two, who: FlaskClient) -> None:
    two.act(who, "/steps/check-1/answers", question="1", **{"check-1-1": "1"})
    two.act(who, "/steps/check-1/answers", question="2", **{"check-1-2": "0"})


def do_all_but_reflect(two: Two, who: FlaskClient) -> None:
    for step in ("read-1", "try-1", "talk-1"):
        two.act(who, f"/steps/{step}/done")
    answer_check(two, who)


def write(two: Two, who: FlaskClient, text: str, act: str = "seal", version: str = "0") -> TestResponse:
    return two.act(who, "/reflection", text=text, act=act, version=version)


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.query(model).count()


def test_reading_a_page_begins_nothing(app: Flask, two: Two) -> None:
    assert two.me.get(two.lesson).status_code == 200
    assert rows(app, PairLesson) == 0


def test_each_sees_the_steps_of_both(two: Two) -> None:
    two.act(two.you, "/steps/read-1/done")
    assert node_words(two.me.get(two.lesson).text)[0] == "You are here. Ibrahim: done."
    two.act(two.me, "/steps/read-1/done")
    words = node_words(two.me.get(two.lesson).text)
    assert words[:2] == ["You: done. Ibrahim: done.", "You are here. Ibrahim: to come."]


def test_a_step_done_twice_is_done_once(app: Flask, two: Two) -> None:
    for _ in range(2):
        assert two.act(two.me, "/steps/read-1/done").status_code == 303
    assert rows(app, StepDone) == 1


def test_undo_is_for_ones_own_steps_only(app: Flask, two: Two) -> None:
    two.act(two.you, "/steps/read-1/done")
    two.act(two.me, "/steps/read-1/undo")
    assert "Ibrahim: done." in node_words(two.me.get(two.lesson).text)[0]
    two.act(two.you, "/steps/read-1/undo")
    assert "Ibrahim: to come." in node_words(two.me.get(two.lesson).text)[0]


def test_a_note_is_for_oneself_unless_it_is_shared(two: Two) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "Kept for me alone"})
    assert "Kept for me alone" in two.me.get(two.lesson).text
    assert "Kept for me alone" not in two.you.get(two.lesson).text
    two.act(two.you, "/steps/try-1/done", **{"try-1-note": "For the two of us", "try-1-share": "y"})
    assert "For the two of us" in two.me.get(two.lesson).text


def test_no_word_of_a_note_or_a_draft_lies_open(app: Flask, two: Two) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "Kept for me alone"})
    two.act(two.you, "/steps/try-1/done", **{"try-1-note": "For the two of us", "try-1-share": "y"})
    two.act(two.me, "/reflection", text=MINE, act="save", version="0")
    two.act(two.you, "/reflection", text=YOURS, act="seal", version="0")
    assert lies_in(app, "Kept for me alone", "For the two of us", MINE, YOURS) == set()


def test_during_a_pause_a_note_is_for_oneself(two: Two) -> None:
    post(two.you, f"/pairs/{two.pair.id}/pause")
    note = {"try-1-note": "Between us.", "try-1-share": "y"}
    refused = two.act(two.me, "/steps/try-1/done", **note)
    assert refused.status_code == 409
    assert "Between us." in refused.text
    assert two.act(two.me, "/steps/try-1/done", **(note | {"try-1-share": ""})).status_code == 303


@pytest.mark.parametrize("begins", ["pause", "freeze"])
def test_sharing_a_note_is_offered_only_where_it_can_be(two: Two, begins: str) -> None:
    shared = "input[name=try-1-share]"
    assert parsed(two.me.get(two.lesson)).query(shared)
    post(two.you, f"/pairs/{two.pair.id}/{begins}")
    page = parsed(two.me.get(two.lesson))
    assert not page.query(shared)
    assert "During the pause it stays with you." in words(page, "#try-1-note-hint")


def test_a_note_that_is_too_long_comes_back_with_its_text(two: Two) -> None:
    answer = two.act(two.me, "/steps/try-1/done", **{"try-1-note": "n" * 301})
    assert answer.status_code == 422
    assert "n" * 301 in answer.text
    assert "Keep this to 300 characters or fewer." in answer.text


def test_a_second_note_is_refused_and_shown_back(two: Two) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "The first line"})
    answer = two.act(two.me, "/steps/try-1/done", **{"try-1-note": "The line of another tab"})
    assert answer.status_code == 409
    assert "The line of another tab" in answer.text
    assert "The first line" in answer.text


def test_undoing_a_try_keeps_its_note_to_be_sent_again(two: Two) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "A line to keep", "try-1-share": "y"})
    two.act(two.me, "/steps/try-1/undo")
    assert "A line to keep" in two.me.get(two.lesson).text
    assert "A line to keep" not in two.you.get(two.lesson).text


def test_sent_empty_a_note_is_erased_and_does_not_come_back(app: Flask, two: Two) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "A line to erase", "try-1-share": "y"})
    two.act(two.me, "/steps/try-1/undo")
    assert "Sent empty, it is erased." in two.me.get(two.lesson).text
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": ""})
    assert "A line to erase" not in two.me.get(two.lesson).text
    two.act(two.me, "/steps/try-1/undo")
    page = two.me.get(two.lesson).text
    assert "A line to erase" not in page
    assert "Sent empty" not in page
    with app.app_context():
        first = db.session.scalars(select(StepDone).order_by(StepDone.done_at)).first()
        assert (first.note_cipher, first.note_shared_at) == (None, None)
        assert [(erasure.kind, erasure.ids) for erasure in ledger.read(ledger.ledger_path())] == [("note", (first.id,))]


def test_a_note_that_took_the_place_of_another_is_the_only_one(app: Flask, two: Two) -> None:
    for line in ("A first line", "A second line"):
        two.act(two.me, "/steps/try-1/undo")
        two.act(two.me, "/steps/try-1/done", **{"try-1-note": line})
    two.act(two.me, "/steps/try-1/undo")
    two.act(two.you, "/steps/try-1/done")
    with app.app_context():
        assert db.session.query(StepDone).filter(StepDone.note_cipher.is_not(None)).count() == 1
    assert "A second line" in two.me.get(two.lesson).text


@pytest.mark.parametrize("when", ["done", "undone", "reflection open", "pair paused", "pair closed", "closed undone"])
@pytest.mark.parametrize("share", ["", "y"])
def test_a_note_is_erased_for_good_at_any_time(app: Flask, two: Two, when: str, share: str) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "A line to erase", "try-1-share": share})
    if "undone" in when:
        two.act(two.me, "/steps/try-1/undo")
    if when == "reflection open":
        write(two, two.me, MINE)
        write(two, two.you, YOURS)
    if when == "pair paused":
        post(two.you, f"/pairs/{two.pair.id}/pause")
    if "closed" in when:
        with app.app_context(), transaction():
            db.session.get_one(Pair, two.pair.id).closed_at = now()
    assert "A line to erase" in two.me.get(two.lesson).text
    assert "/steps/try-1/note/erase" not in two.you.get(two.lesson).text
    before = node_words(two.me.get(two.lesson).text)
    two.act(two.you, "/steps/try-1/note/erase")
    assert "A line to erase" in two.me.get(two.lesson).text, "it is its author's"
    for _again in range(2):
        assert two.act(two.me, "/steps/try-1/note/erase").headers["Location"].endswith("?done=erased#try-1")
    for browser in (two.me, two.you):
        page = browser.get(two.lesson).text
        assert "A line to erase" not in page
        assert "note/erase" not in page
    assert node_words(two.me.get(two.lesson).text) == before, "what was done stays done"
    with app.app_context():
        noted = db.session.scalars(select(StepDone).where(StepDone.step_key == "try-1")).one()
        assert (noted.note_cipher, noted.note_shared_at) == (None, None)
        assert [(erasure.kind, erasure.ids) for erasure in ledger.read(ledger.ledger_path())] == [("note", (noted.id,))]


def test_a_note_that_was_erased_is_shared_no_more_after_a_restore(app: Flask, two: Two) -> None:
    two.act(two.me, "/steps/try-1/done", **{"try-1-note": "A line to erase", "try-1-share": "y"})
    noted = select(StepDone).where(StepDone.step_key == "try-1")
    with app.app_context():
        kept = db.session.scalars(noted).one()
    two.act(two.me, "/steps/try-1/note/erase")
    with app.app_context(), transaction():
        step = db.session.scalars(noted).one()
        step.note_cipher, step.note_shared_at = kept.note_cipher, kept.note_shared_at
    assert "left you a note" in two.you.get("/today").text
    with app.app_context(), transaction():
        ledger.replay(ledger.read(ledger.ledger_path()))
    with app.app_context():
        step = db.session.scalars(noted).one()
        assert (step.note_cipher, step.note_shared_at) == (None, None)
    assert "left you a note" not in two.you.get("/today").text


def test_a_draft_alone_lets_the_partner_infer_nothing(two: Two) -> None:
    address = f"/pairs/{two.pair.id}/lessons/amorcer/ouverture"
    before = two.you.get(address).text
    post(two.me, f"{address}/reflection", text=MINE, act="save", version="0")
    assert masked(two.you.get(address).text) == masked(before)
    post(two.me, f"{address}/reflection", text=MINE, act="seal", version="1")
    assert "You learn" in two.you.get(address).text


def test_an_answer_sent_twice_is_one_try(app: Flask, two: Two) -> None:
    key = new_id()
    for _again in range(2):
        answer = two.act(two.me, "/steps/check-1/answers", key=key, question="1", **{"check-1-1": "0"})
        assert answer.headers["Location"].endswith("#check-1-1")
    refused = two.act(two.me, "/steps/check-1/answers", key=key, question="1", **{"check-1-1": "1"})
    assert refused.status_code == 409
    assert "something else in it" in refused.text
    with app.app_context():
        assert db.session.query(CheckAnswer).count() == 1


def test_a_check_is_done_when_every_question_is_answered_rightly(app: Flask, two: Two) -> None:
    two.act(two.me, "/steps/check-1/answers", question="1", **{"check-1-1": "0"})
    page = two.me.get(two.lesson).text
    assert "Not before you have read." in page
    assert "Yes: you heard first." not in page
    answer_check(two, two.me)
    page = two.me.get(two.lesson).text
    assert "Yes: you heard first." in page
    assert node_words(page)[2].startswith("You: done.")
    with app.app_context():
        tries = db.session.query(CheckAnswer).filter_by(question=1).order_by(CheckAnswer.try_number)
        assert [(row.option, row.right) for row in tries] == [(0, False), (1, True)]


def test_answers_are_their_authors_alone(two: Two) -> None:
    two.act(two.me, "/steps/check-1/answers", question="1", **{"check-1-1": "0"})
    assert "Not before you have read." not in two.you.get(two.lesson).text


@pytest.mark.parametrize(
    ("question", "option"), [("1", "7"), ("9", "0"), ("0", "0"), ("x", "0"), ("1", "-1"), ("1", "")]
)
def test_an_answer_that_is_none_is_refused_and_nothing_is_kept(
    app: Flask, two: Two, question: str, option: str
) -> None:
    answer = two.act(two.me, "/steps/check-1/answers", question=question, **{f"check-1-{question}": option})
    assert answer.status_code == 422
    assert rows(app, CheckAnswer) == rows(app, PairLesson) == 0


def test_a_check_or_a_reflection_is_not_done_by_saying_so(app: Flask, two: Two) -> None:
    assert two.act(two.me, "/steps/check-1/done").status_code == 409
    assert two.act(two.me, "/steps/reflect-1/done").status_code == 409
    assert two.act(two.me, "/steps/other-1/done").status_code == 404
    assert rows(app, StepDone) == 0


def test_beginning_a_check_again_keeps_the_first_answers(app: Flask, two: Two) -> None:
    answer_check(two, two.me)
    two.act(two.me, "/steps/check-1/undo")
    assert "Yes: you heard first." not in two.me.get(two.lesson).text
    answer_check(two, two.me)
    assert "Yes: you heard first." in two.me.get(two.lesson).text
    assert rows(app, CheckAnswer) == 4


def test_both_prompts_are_shown_until_the_roles_are_settled_then_ones_own_first(app: Flask, two: Two) -> None:
    page = two.me.get(two.lesson).text
    assert page.index("PROMPT OF WHO GUIDES") < page.index("PROMPT OF WHO LEARNS")
    settle_roles(app, two)
    mine, yours = two.me.get(two.lesson).text, two.you.get(two.lesson).text
    assert mine.index("PROMPT OF WHO LEARNS") < mine.index("PROMPT OF WHO GUIDES")
    assert yours.index("PROMPT OF WHO GUIDES") < yours.index("PROMPT OF WHO LEARNS")


def test_a_draft_is_read_by_its_author_alone(two: Two) -> None:
    write(two, two.me, MINE, act="save")
    assert MINE in two.me.get(two.lesson).text
    assert MINE not in two.you.get(two.lesson).text
    assert "sealed" not in node_words(two.you.get(two.lesson).text)[4]


def test_a_draft_saved_by_script_answers_with_its_version_and_moment(two: Two) -> None:
    token = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', two.me.get(two.lesson).text)[1]}  # type: ignore[index]
    accept = {"Accept": "application/json"}
    address = f"{two.lesson}/reflection"
    saved = two.me.post(address, data={**token, "text": MINE, "version": "0", "act": "save"}, headers=accept)
    assert saved.json["versions"]["version"] == "1"
    assert saved.json["saved"].startswith("Saved at ")
    stale = two.me.post(address, data={**token, "text": "Other", "version": "0", "act": "save"}, headers=accept)
    assert stale.status_code == 409
    assert "Both texts are shown" in stale.json["sentence"]


def test_a_stale_draft_is_refused_with_both_texts_and_overwrites_nothing(two: Two) -> None:
    write(two, two.me, "The text of the first tab.", act="save")
    answer = write(two, two.me, "The text of the second tab.", act="save", version="0")
    assert answer.status_code == 409
    side_by_side = re.sub("</?ins>", "", answer.text)
    assert "The text of the first tab." in side_by_side
    assert "The text of the second tab." in side_by_side
    assert "<ins>second </ins>" in answer.text
    assert "The text of the first tab." in two.me.get(two.lesson).text
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]  # type: ignore[index]
    assert write(two, two.me, "The text of the second tab.", act="save", version=version).status_code == 303


@pytest.mark.parametrize("act", ["save", "seal", "pass"])
def test_a_text_sealed_meanwhile_is_shown_beside_what_is_written(two: Two, act: str) -> None:
    write(two, two.me, "The text of the first tab.")
    answer = write(two, two.me, "The text of the second tab.", act=act, version="0")
    assert answer.status_code == 409
    assert "This reflection was sealed from another page or device in the meantime" in answer.text
    assert "keep what you want" not in answer.text
    assert "<ins>first </ins>" in answer.text
    assert "<ins>second </ins>" in answer.text
    assert 'href="#text"' in answer.text
    assert len(re.findall(r'id="text"', answer.text)) == 1


@pytest.mark.parametrize("text", ["", "   ", "too short"])
def test_sealing_next_to_nothing_is_refused_and_kept(two: Two, text: str) -> None:
    answer = write(two, two.me, text)
    assert answer.status_code == 409
    assert "a sentence is enough" in answer.text
    assert text.strip() in answer.text


def test_sealing_shows_that_it_is_sealed_and_not_a_word(two: Two) -> None:
    write(two, two.me, MINE)
    page = two.you.get(two.lesson).text
    assert "Maïté has sealed theirs." in page
    assert MINE not in page
    assert "sealed" in two.me.get(two.lesson).text


def test_sealing_twice_seals_once(two: Two) -> None:
    assert write(two, two.me, MINE).status_code == 303
    assert write(two, two.me, MINE).status_code == 303
    late = write(two, two.me, "Written in another tab, after the seal.", version="1")
    assert late.status_code == 409
    assert "Written in another tab, after the seal." in late.text


def test_a_true_double_press_opens_once_and_at_one_moment(app: Flask, two: Two) -> None:
    write(two, two.you, YOURS)
    browsers = [sign_in(app, two.pair.first) for _ in range(2)]
    tokens = [csrf(browser, "/help") for browser in browsers]
    together = Barrier(2)

    def press(browser: FlaskClient, token: str) -> int:
        together.wait()
        fields = {"csrf_token": token, "text": MINE, "act": "seal", "version": "0"}
        return browser.post(f"{two.lesson}/reflection", data=fields).status_code

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(press, browsers, tokens)) == [303, 303]
    with app.app_context():
        both = db.session.query(Reflection).all()
        assert len({row.opened_at for row in both}) == 1
        assert not any(row.after_other for row in both)


def test_done_for_me_never_waits_and_done_for_the_pair_needs_both_open(app: Flask, two: Two) -> None:
    do_all_but_reflect(two, two.me)
    assert rows(app, LessonDone) == 0
    write(two, two.me, MINE)
    assert rows(app, LessonDone) == 1
    do_all_but_reflect(two, two.you)
    write(two, two.you, YOURS)
    with app.app_context():
        assert db.session.query(PairLesson).one().done_together_at is not None
    assert rows(app, LessonDone) == 2


def test_the_pair_is_done_when_the_last_step_comes_after_the_opening(app: Flask, two: Two) -> None:
    for who, text in ((two.me, MINE), (two.you, YOURS)):
        write(two, who, text)
    do_all_but_reflect(two, two.me)
    with app.app_context():
        assert db.session.query(PairLesson).one().done_together_at is None
    do_all_but_reflect(two, two.you)
    with app.app_context():
        assert db.session.query(PairLesson).one().done_together_at is not None


def test_a_pass_is_reflect_done_for_who_passes_and_a_draft_again_undoes_it(app: Flask, two: Two) -> None:
    do_all_but_reflect(two, two.me)
    assert write(two, two.me, "", act="pass").headers["Location"].endswith("?done=passed#reflect-1")
    assert write(two, two.me, "", act="pass").status_code == 303
    page = two.me.get(two.lesson).text
    assert "You passed this time." in page
    assert rows(app, LessonDone) == 1
    with app.app_context():
        row = db.session.query(Reflection).one().id
    assert post(two.me, f"/pairs/{two.pair.id}/journal/{row}/after-all").status_code == 303
    with app.app_context():
        assert db.session.query(LessonDone).one().undone_at is not None
    assert "You passed this time." not in two.me.get(two.lesson).text


def test_passing_keeps_what_was_typed_for_its_author(two: Two) -> None:
    assert write(two, two.me, "Not yet whole.", act="pass").status_code == 303
    assert "Not yet whole." not in two.you.get(two.lesson).text
    assert "Maïté passed this time." in two.you.get(two.lesson).text


@pytest.mark.parametrize("before", ["", "Not yet whole."])
def test_passing_twice_loses_no_word(two: Two, before: str) -> None:
    """From another tab, with something else in it: it is not kept, so it is given back."""
    assert write(two, two.me, before, act="pass").status_code == 303
    refused = write(two, two.me, "Something else entirely.", act="pass")
    assert refused.status_code == 409
    assert "Something else entirely." in refused.text
    assert write(two, two.me, before, act="pass").status_code == 303


@pytest.mark.parametrize("choice", ["open", "keep"])
def test_a_pass_and_a_text_opened_or_kept_are_done_for_the_pair(app: Flask, two: Two, choice: str) -> None:
    for who in (two.me, two.you):
        do_all_but_reflect(two, who)
    write(two, two.me, MINE)
    write(two, two.you, "", act="pass")
    with app.app_context():
        assert db.session.query(PairLesson).one().done_together_at is None
        row = db.session.query(Reflection).filter(Reflection.sealed_at.is_not(None)).one().id
    post(two.me, f"/pairs/{two.pair.id}/journal/{row}/{choice}")
    with app.app_context():
        assert db.session.query(PairLesson).one().done_together_at is not None


def test_withdrawing_takes_no_progress_away(app: Flask, two: Two) -> None:
    for who, text in ((two.me, MINE), (two.you, YOURS)):
        do_all_but_reflect(two, who)
        write(two, who, text)
    with app.app_context():
        row = db.session.query(Reflection).filter_by(author_id=two.pair.first.id).one().id
    assert post(two.me, f"/pairs/{two.pair.id}/journal/{row}/withdraw").status_code == 303
    with app.app_context():
        assert db.session.query(PairLesson).one().done_together_at is not None
        assert [one.undone_at for one in db.session.query(LessonDone)] == [None, None]
    assert two.act(two.me, "/steps/read-1/undo").status_code == 409


def test_what_is_done_can_be_undone_until_ones_reflection_is_open(app: Flask, two: Two) -> None:
    do_all_but_reflect(two, two.me)
    write(two, two.me, MINE)
    assert two.act(two.me, "/steps/read-1/undo").status_code == 303
    assert rows(app, LessonDone) == 1
    with app.app_context():
        assert db.session.query(LessonDone).one().undone_at is not None
    two.act(two.me, "/steps/read-1/done")
    write(two, two.you, YOURS)
    assert two.act(two.me, "/steps/read-1/undo").status_code == 409


def test_roles_are_swapped_at_once_for_both_until_either_has_sealed(app: Flask, two: Two) -> None:
    settle_roles(app, two)
    assert two.act(two.me, "/swap", guide=two.pair.first.id).status_code == 303
    assert "You guide" in two.me.get(two.lesson).text
    assert "You learn" in two.you.get(two.lesson).text
    assert two.act(two.me, "/swap", guide=two.pair.first.id).status_code == 303
    assert "You guide" in two.me.get(two.lesson).text
    write(two, two.you, YOURS)
    assert two.act(two.me, "/swap", guide=two.pair.second.id).status_code == 409
    assert "Swap roles" not in two.me.get(two.lesson).text


def test_a_text_that_was_made_private_is_no_reason_not_to_swap(app: Flask, two: Two) -> None:
    """Nor a way to learn of it."""
    settle_roles(app, two)
    write(two, two.you, YOURS)
    assert two.act(two.me, "/swap", guide=two.pair.first.id).status_code == 409
    with app.app_context():
        theirs = db.session.scalars(select(Reflection.id)).one()
    post(two.you, f"/pairs/{two.pair.id}/journal/{theirs}/keep")
    assert two.act(two.me, "/swap", guide=two.pair.first.id).status_code == 303


@pytest.mark.parametrize("begins", ["pause", "freeze"])
def test_nobody_swaps_during_a_pause(app: Flask, two: Two, begins: str) -> None:
    """Nor whoever was frozen out: the other would see it at once."""
    settle_roles(app, two)
    half = Half(app, two.pair.id, two.pair.first)
    half.do(getattr(lifecycle, begins))
    assert "Swap roles" not in two.you.get(two.lesson).text
    refused = two.act(two.you, "/swap", guide=two.pair.first.id)
    assert refused.status_code == 409
    assert "The pair is on pause." in words(parsed(refused), "main [role=alert]")
    assert words(parsed(refused), "h1") == words(parsed(two.you.get(two.lesson)), "h1")
    assert "You learn" in two.me.get(two.lesson).text


def test_a_swap_names_one_of_the_two(app: Flask, two: Two) -> None:
    settle_roles(app, two)
    assert two.act(two.me, "/swap", guide="somebody else").status_code == 409


def test_in_a_together_lesson_the_two_open_in_turn(app: Flask, two: Two) -> None:
    address = f"/pairs/{two.pair.id}/lessons/amorcer/ouverture"
    post(two.me, f"{address}/steps/read-1/done")
    assert "You guide" in two.me.get(address).text
    assert "You learn" in two.you.get(address).text


def test_a_lesson_begun_stays_on_its_revision(app: Flask, two: Two, lessons: Path) -> None:
    two.act(two.me, "/steps/read-1/done")
    for language in ("fr", "en"):
        document = lessons / "conversation" / "01-premiere" / f"{language}.md"
        document.write_text(document.read_text().replace("Plain words.", "Newer words."))
    take_in(app, lessons)
    assert "Plain words." in two.me.get(two.lesson).text
    other = another_pair(app)
    assert "Newer words." in sign_in(app, other.first).get(f"/pairs/{other.id}/lessons/conversation/premiere").text


def test_a_lesson_that_left_the_catalogue_stays_with_who_began_it(app: Flask, two: Two, lessons: Path) -> None:
    two.act(two.me, "/steps/read-1/done")
    shutil.rmtree(lessons / "conversation")
    (lessons / "agendas.toml").unlink()
    take_in(app, lessons)
    assert two.me.get(two.lesson).status_code == 200
    assert two.me.get(two.lesson.replace("premiere", "deuxieme")).status_code == 404
    workspace = two.me.get(f"/pairs/{two.pair.id}").text
    assert "premiere" in workspace
    assert "deuxieme" not in workspace


def test_in_a_closed_pair_all_is_read_and_nothing_added(app: Flask, two: Two) -> None:
    write(two, two.me, MINE, act="save")
    with app.app_context(), transaction():
        db.session.get_one(Pair, two.pair.id).closed_at = now()
    page = two.me.get(two.lesson)
    assert page.status_code == 200
    assert "I have read this" not in page.text
    for path in ("/steps/read-1/done", "/steps/read-1/undo", "/swap"):
        assert two.act(two.me, path, guide=two.pair.first.id).status_code == 409
    refused = write(two, two.me, "One more thing to say here.", version="1")
    assert refused.status_code == 409
    assert "One more thing to say here." in refused.text


def another_pair(app: Flask) -> TwoPeople:
    return pair(app, person(app, "Noor", language="en"), person(app, "Benoît", language="en"))
