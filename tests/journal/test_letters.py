"""Closing letters: a moment of a pair that closes, with the sealing, the opening and the hearing of any other."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.journal.models import Reflection
from portal.journal.rules import Moment
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from tests.journal.acting import OTHER_TEXT, TEXT, Browser, Two, actions, every, parsed, words

LETTER = "/moments/letter"


def written(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Reflection).count()


def write(browser: Browser, act: str, text: str = TEXT) -> str:
    """The id of the letter."""
    key = new_id()
    answer = browser.post(LETTER, key=key, text=text, version="0", act=act)
    assert answer.status_code == 303, answer.text
    return key


@pytest.fixture
def closing(two: Two) -> Two:
    two.set_state(closing_at=now())
    return two


@pytest.mark.parametrize("moment", Moment)
def test_letters_alone_wait_for_the_end(moment: Moment) -> None:
    assert moment.may_begin(closing=True)
    assert moment.may_begin(closing=False) is (moment is not Moment.LETTER)


@pytest.mark.parametrize("act", ["save", "seal", "pass"])
def test_before_the_end_no_letter_is_written_and_the_text_comes_back(two: Two, maite: Browser, act: str) -> None:
    assert maite.get(LETTER).headers["Location"] == maite.journal
    answer = maite.post(LETTER, key=new_id(), text=TEXT, version="0", act=act)
    assert answer.status_code == 409
    assert words(parsed(answer), "textarea") == TEXT
    assert "once the pair is closing" in words(parsed(answer), ".error-summary")
    assert written(two.app) == 0


def test_three_sentences_are_asked_of_both(closing: Two, maite: Browser, ibrahim: Browser) -> None:
    asked = "“You taught me…” | “I saw it when…” | “I will use it to…”"
    for browser in (maite, ibrahim):
        assert words(browser.page(LETTER), ".asked") == asked
    letter = write(maite, "seal")
    with closing.app.app_context():
        kept = db.session.get_one(Reflection, letter)
        assert (kept.role, len(kept.prompt)) == ("both", 3)


def test_letters_open_together_and_are_heard(closing: Two, maite: Browser, ibrahim: Browser) -> None:
    mine = write(maite, "seal")
    assert "Your letter has been sealed since" in words(maite.page(f"/{mine}"), ".envelope")
    assert TEXT not in ibrahim.page(f"/{mine}").to_html()
    assert words(ibrahim.page(f"/{mine}"), ".leaves .button.main") == "Write your letter"
    sealed = ibrahim.post(LETTER, key=new_id(), text=OTHER_TEXT, version="0", act="seal")
    page = parsed(ibrahim.client.get(sealed.headers["Location"]))
    assert "Both letters are open." in words(page, "main")
    assert TEXT in page.to_html()
    ibrahim.post(f"/{mine}/hearing", key=new_id(), text="I hear that the silence was the lesson.")
    assert "confirm" in actions(maite.page(f"/{mine}"))
    (line,) = every(maite.page(), ".shelf .entry h3 a", "href")
    assert words(maite.page(), ".shelf .entry h3") == "Our closing letters"
    assert maite.client.get(line).status_code == 200


def test_a_sealed_letter_is_hostage_to_nobody(closing: Two, maite: Browser, ibrahim: Browser) -> None:
    mine = write(maite, "seal")
    maite.post(f"/{mine}/take-back")
    assert ibrahim.get(f"/{mine}").status_code == 404
    maite.post(LETTER, key=mine, text=TEXT, version="1", act="seal", about=mine)
    maite.post(f"/{mine}/open")
    assert TEXT in ibrahim.get(f"/{mine}").text
    theirs = write(ibrahim, "seal", OTHER_TEXT)
    ibrahim.post(f"/{theirs}/withdraw")
    assert OTHER_TEXT not in maite.get(f"/{mine}").text


def test_a_letter_still_sealed_at_the_end_is_its_authors_alone(closing: Two, maite: Browser, ibrahim: Browser) -> None:
    mine = write(maite, "seal")
    with clock.at(now() + timedelta(days=31)):
        hers, his = (Browser(closing.app, who, closing.pair.id) for who in (closing.pair.first, closing.pair.second))
        assert TEXT in hers.get(f"/{mine}").text
        assert his.get(f"/{mine}").status_code == 404
        assert his.get(LETTER).headers["Location"] == his.journal


def test_where_the_pair_goes_on_one_finds_ones_own_draft_and_learns_of_no_other(
    closing: Two, maite: Browser, ibrahim: Browser
) -> None:
    draft = write(maite, "save")
    closing.set_state(closing_at=None)
    assert maite.get(LETTER).headers["Location"] == f"{maite.journal}/{draft}/write"
    saved = maite.post(LETTER, key=draft, about=draft, text=OTHER_TEXT, version="1", act="save")
    assert saved.status_code == 303
    assert ibrahim.get(LETTER).headers["Location"] == ibrahim.journal
    assert ibrahim.post(LETTER, key=new_id(), text=TEXT, version="0", act="save").status_code == 409
    assert written(closing.app) == 1
