"""The closing ritual: five steps, told as far as one of the two may know; and what each keeps, gives or erases."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from portal.journal.rules import ExchangeLine, HearingAnswer, Moment, ReflectionState, Round
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.learning.rules import RitualDone, ritual_done
from portal.pairs.models import Pair
from tests.builders import person, post, sign_in
from tests.journal.carding import OPEN, take_in_cards
from tests.learning.conftest import Two

AT = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
HERS = "You taught me to read the whole thread before I answer."
HIS = "You taught me to ask what for, before I ask where."
NOTHING = RitualDone(
    written_by_me=False, written_by_partner=False, heard_by_me=False, heard_by_partner=False, left_trace=False
)


def letter(author: str, state: ReflectionState, heard: Round | None = None) -> ExchangeLine:
    return ExchangeLine(
        pair_id="pair",
        exchange_id="letters",
        lesson_id=None,
        reflection_id=f"of {author}",
        author_id=author,
        state=state,
        sealed_at=AT,
        opened_at=AT if state is ReflectionState.OPEN else None,
        saved_at=AT,
        rounds=0 if heard is None else 1,
        last_round=heard,
        last_offered_at=None,
        last_answered_at=None,
        author_replied_at=None,
        partner_replied_at=None,
        moment=Moment.LETTER,
    )


class TestRules:
    def test_nothing_is_done_at_first(self) -> None:
        assert ritual_done(None, None, shared_since=0) == NOTHING

    @pytest.mark.parametrize("state", ReflectionState)
    def test_a_letter_is_written_once_it_is_handed_over_or_passed(self, state: ReflectionState) -> None:
        handed = state in (ReflectionState.SEALED, ReflectionState.OPEN, ReflectionState.PASSED)
        done = ritual_done(letter("me", state), letter("partner", state), shared_since=0)
        assert (done.written_by_me, done.written_by_partner) == (handed, handed)

    @pytest.mark.parametrize(
        ("heard", "is_heard"),
        [
            (None, False),
            (Round(), True),
            (Round(HearingAnswer.CONFIRMED), True),
            (Round(HearingAnswer.CLARIFIED), False),
            (Round(withdrawn=True), False),
            (Round(left=True), True),
        ],
    )
    def test_each_hears_the_others(self, heard: Round | None, is_heard: bool) -> None:
        mine, theirs = letter("me", ReflectionState.OPEN), letter("partner", ReflectionState.OPEN, heard)
        assert ritual_done(mine, theirs, shared_since=0).heard_by_me is is_heard
        assert not ritual_done(mine, theirs, shared_since=0).heard_by_partner
        assert ritual_done(theirs, mine, shared_since=0).heard_by_partner is is_heard

    def test_a_note_that_is_shared_leaves_a_trace(self) -> None:
        assert ritual_done(None, None, shared_since=1).left_trace


def close(app: Flask, two: Two, **since: float) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Pair, two.pair.id).closing_at = now() - timedelta(**since)


def ritual(two: Two, who: FlaskClient, language: str = "en") -> JustHTML:
    answer = who.get(f"/pairs/{two.pair.id}/ritual?lang={language}")
    assert answer.status_code == 200
    return JustHTML(answer.text, sanitize=False, collect_errors=True)


def told(page: JustHTML, selector: str = "main") -> str:
    return " | ".join(" ".join(node.to_text().split()) for node in page.query(selector))


def links(page: JustHTML) -> list[str]:
    return [str(link.attrs.get("href")) for link in page.query("main a")]


def may_finish(page: JustHTML) -> bool:
    return any(str(form.attrs["action"]).endswith("/finish") for form in page.query("main form"))


def main_buttons(page: JustHTML) -> list[str]:
    return [" ".join(button.to_text().split()) for button in page.query("main .button.main")]


def write(two: Two, who: FlaskClient, text: str, act: str = "seal") -> str:
    key = new_id()
    post(who, f"/pairs/{two.pair.id}/journal/moments/letter", key=key, text=text, version="0", act=act)
    return key


def note(two: Two, who: FlaskClient, act: str) -> str:
    key = new_id()
    post(who, f"/pairs/{two.pair.id}/journal/entries", key=key, text="What we leave.", version="0", act=act)
    return key


def test_before_the_end_it_can_be_read_and_nothing_done(two: Two) -> None:
    page = ritual(two, two.me)
    assert len(page.query(".ritual > li")) == 5
    assert f"/pairs/{two.pair.id}/close" in links(page)
    assert not may_finish(page)
    assert not any("/journal/" in address for address in links(page))
    assert main_buttons(page) == []


@pytest.mark.parametrize("act", ["save", "seal"])
def test_a_card_that_waits_for_a_choice_is_among_them(app: Flask, two: Two, act: str) -> None:
    take_in_cards(app)
    fields = {
        "answer": "In a small forum.",
        "prediction": "In a large one.",
        "version": "0",
        "key": new_id(),
        "act": act,
    }
    post(two.me, f"/pairs/{two.pair.id}/cards/{OPEN}", **fields)
    close(app, two, hours=1)
    assert "An assumption card" in told(ritual(two, two.me))
    assert "In a small forum." not in ritual(two, two.me).to_html()
    assert "An assumption card" not in told(ritual(two, two.you))


def test_the_minutes_make_twenty_five(two: Two) -> None:
    minutes = [int(node.to_text().split()[0]) for node in ritual(two, two.me).query(".ritual h2 > .quiet")]
    assert minutes == [5, 6, 5, 6, 3]


def test_the_letter_then_hearing_then_the_last_word(app: Flask, two: Two) -> None:
    close(app, two, hours=1)
    journal = f"/pairs/{two.pair.id}/journal"
    assert main_buttons(ritual(two, two.me)) == ["Write my letter"]
    assert f"{journal}/moments/letter" in links(ritual(two, two.me))
    hers = write(two, two.me, HERS, "save")
    assert "Go on with my letter" in told(ritual(two, two.me))
    assert told(ritual(two, two.you), ".ritual > li:first-child .stands") == (
        "You have not written yet. Maïté has not sealed theirs yet."
    )
    post(two.me, f"{journal}/moments/letter", key=hers, text=HERS, version="1", act="seal", about=hers)
    assert main_buttons(ritual(two, two.me)) == ["I have nothing more to do here"]
    assert "Maïté sealed theirs" in told(ritual(two, two.you))
    his = write(two, two.you, HIS)
    assert main_buttons(ritual(two, two.me)) == ["Say what you heard"]
    assert f"{journal}/{his}" in links(ritual(two, two.me))
    assert HIS not in ritual(two, two.me).to_html()
    post(two.me, f"{journal}/{his}/hearing", key=new_id(), text="I hear that the question comes first.")
    assert main_buttons(ritual(two, two.me)) == ["I have nothing more to do here"]
    assert "You said what you heard in Ibrahim’s letter." in told(ritual(two, two.me))
    page = ritual(two, two.you)
    assert "Maïté said what they heard in yours." in told(page)
    assert "Say whether Maïté heard you right" in told(page)


def test_a_trace_is_begun_with_its_openings_and_shown_to_both_once_shared(app: Flask, two: Two) -> None:
    before = note(two, two.me, "share")
    close(app, two, minutes=-1)
    new = f"/pairs/{two.pair.id}/journal/entries/new"
    assert f"{new}?begun=trace" in links(ritual(two, two.me))
    begun = JustHTML(two.me.get(f"{new}?begun=trace").text, sanitize=False).query("textarea")[0].to_text()
    assert [paragraph.split(",")[0] for paragraph in begun.strip().split("\n\n")] == [
        "About the culture of networks",
        "About strategy",
        "We still disagree about… What comes next for us is…",
    ]
    for address in (new, f"{new}?begun=anything"):
        assert JustHTML(two.me.get(address).text, sanitize=False).query("textarea")[0].to_text().strip() == ""
    close(app, two, seconds=0)
    shared, private = note(two, two.me, "share"), note(two, two.me, "keep")
    for who, knows in ((two.me, True), (two.you, False)):
        page = ritual(two, who)
        at = [address.rpartition("/")[2] for address in links(page) if "/entries/" in address]
        assert shared in at
        assert before not in at
        assert (private in at) is knows


def test_every_sealed_text_can_be_opened_kept_or_erased(app: Flask, two: Two) -> None:
    two.act(two.me, "/reflection", text="A sentence that is long enough.", act="seal", version="0")
    close(app, two, hours=1)
    letter_id = write(two, two.me, HERS)
    page = ritual(two, two.me)
    assert len(page.query("[aria-labelledby=choices] .waits > li")) == 2
    for act in ("open", "keep", "withdraw"):
        assert f"/pairs/{two.pair.id}/journal/{letter_id}/{act}" in links(page)
    theirs = ritual(two, two.you)
    assert not theirs.query("[aria-labelledby=choices] .waits")
    assert "Nothing of yours waits sealed." in told(theirs)


def test_a_draft_is_told_to_its_author_alone(app: Flask, two: Two) -> None:
    two.act(two.me, "/reflection", text="Only for me so far.", act="save", version="0")
    close(app, two, hours=1)
    assert "Your drafts" in told(ritual(two, two.me))
    assert "Your drafts" not in told(ritual(two, two.you))


def test_both_have_nothing_more_to_do_and_the_pair_is_closed(app: Flask, two: Two) -> None:
    close(app, two, hours=1)
    letter_id = write(two, two.me, HERS)
    assert may_finish(ritual(two, two.me))
    post(two.me, f"/pairs/{two.pair.id}/finish")
    page = ritual(two, two.me)
    assert "You have said that you are done." in told(page)
    assert not may_finish(page)
    post(two.you, f"/pairs/{two.pair.id}/finish")
    page = ritual(two, two.me)
    assert not may_finish(page)
    assert not any(address.endswith(("/moments/letter", "begun=trace", f"{letter_id}/open")) for address in links(page))
    assert two.you.get(f"/pairs/{two.pair.id}/journal/{letter_id}").status_code == 404


def test_on_pause_one_writes_and_nothing_is_opened(app: Flask, two: Two) -> None:
    two.act(two.me, "/reflection", text="A sentence that is long enough.", act="seal", version="0")
    close(app, two, hours=1)
    post(two.you, f"/pairs/{two.pair.id}/pause")
    addresses = links(ritual(two, two.me))
    assert not any(address.endswith("/open") for address in addresses)
    assert any(address.endswith("/keep") for address in addresses)
    assert f"/pairs/{two.pair.id}/journal/moments/letter" in addresses


@pytest.mark.parametrize("path", ["", "/settings"])
def test_the_pair_that_closes_is_led_to_it(app: Flask, two: Two, path: str) -> None:
    address = f"/pairs/{two.pair.id}/ritual"
    assert address not in two.me.get(f"/pairs/{two.pair.id}{path}").text
    close(app, two, hours=1)
    assert address in two.me.get(f"/pairs/{two.pair.id}{path}").text
    assert address in two.me.get("/today").text


def test_it_is_the_two_peoples(app: Flask, two: Two) -> None:
    close(app, two, hours=1)
    assert sign_in(app, person(app, "Camille")).get(f"/pairs/{two.pair.id}/ritual").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("begun", [True, False])
def test_the_page_is_sound_in_both_languages(app: Flask, two: Two, begun: bool, language: str) -> None:
    if begun:
        close(app, two, hours=1)
        write(two, two.me, HERS)
        note(two, two.me, "keep")
    page = ritual(two, two.me, language)
    assert page.errors == []
    assert not page.query(".notice[data-kind=done]")
    assert len(page.query("h1")) == 1
    ids = [node.attrs["id"] for node in page.query("[id]")]
    assert len(ids) == len(set(ids))
    assert len(main_buttons(page)) <= 1
