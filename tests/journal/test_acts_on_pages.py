"""Passing, keeping, withdrawing, adding, leaving and the hint: as the pages offer and answer them."""

from pathlib import Path

import pytest
from flask import Flask
from justhtml import JustHTML

from portal.journal import service
from portal.kernel import ledger
from portal.kernel.clock import now
from portal.kernel.database import new_id
from portal.kernel.i18n import LANGUAGES
from tests.journal.acting import (
    OTHER_TEXT,
    TEXT,
    Browser,
    Two,
    actions,
    attributes,
    every,
    hearings,
    leaves,
    parsed,
    reflection,
    words,
)

SHORT = "It all went well, I should say."


def ends(page: JustHTML, selector: str) -> set[str]:
    return {address.rsplit("/", 1)[-1] for address in every(page, selector, "href")}


def test_a_draft_is_passed_and_written_after_all(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.save(two.about)
    assert maite.post(f"/{row}/pass").headers["Location"].endswith("?done=passed")
    page = maite.page(f"/{row}")
    assert "You passed this time." in leaves(page)[0]
    assert TEXT in words(page, "details")
    assert actions(page) == {"after-all"}
    seen = ibrahim.page(f"/{row}")
    assert "Maïté passed this time." in leaves(seen)[1]
    assert TEXT not in seen.to_html()
    assert maite.post(f"/{row}/after-all").headers["Location"].endswith("?done=after-all")
    assert ibrahim.get(f"/{row}").status_code == 404


def test_who_sealed_is_told_of_a_pass_and_chooses(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    two.second.pass_over(two.about)
    page = maite.page(f"/{row}")
    assert "Ibrahim passed this time" in leaves(page)[0]
    assert "leave it sealed, open it, make it private or withdraw it" in leaves(page)[0]
    assert ends(page, ".envelope a") == {"open", "keep", "withdraw"}
    listed = maite.page()
    assert words(listed, ".entry .button") == "Choose what becomes of yours"
    assert "Ibrahim passed this time." in words(listed, ".stands")


def test_a_closing_pair_asks_for_a_choice_and_says_what_becomes_of_none(two: Two, maite: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    assert not maite.page().query(".entry .button")
    two.set_state(closing_at=now())
    page = maite.page(f"/{row}")
    assert "What is still sealed then becomes private, and is not opened." in leaves(page)[0]
    assert ends(page, ".envelope a") == {"open", "keep", "withdraw"}
    assert words(maite.page(), ".entry .button") == "Choose what becomes of yours"


@pytest.mark.parametrize(("act", "told"), [("keep", "for good"), ("withdraw", "cannot bring it back")])
def test_what_cannot_be_undone_is_told_first(two: Two, maite: Browser, act: str, told: str) -> None:
    row = two.first.save_and_seal(two.about)
    asked = maite.page(f"/{row}/{act}")
    assert told in words(asked, "main strong")
    assert actions(asked) == {act}
    assert len(asked.query("main .button.main")) == 1
    answer = maite.post(f"/{row}/{act}")
    assert answer.status_code == 303
    assert words(parsed(maite.client.get(answer.headers["Location"])), "[role=status]")


@pytest.mark.parametrize("act", ["keep", "withdraw"])
def test_nothing_is_asked_where_nothing_can_be_done(two: Two, maite: Browser, act: str) -> None:
    row = two.first.save(two.about)
    assert maite.get(f"/{row}/{act}").headers["Location"] == f"{maite.journal}/{row}"
    assert maite.post(f"/{row}/{act}").status_code == 409


def test_a_text_that_was_withdrawn_leaves_its_date_and_what_was_heard_folded(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser
) -> None:
    mine, _ = two.heard()
    maite.post(f"/{mine}/withdraw")
    seen = ibrahim.page(f"/{mine}")
    assert "Withdrawn by the person who wrote it, on" in leaves(seen)[1]
    assert "a text since withdrawn" in words(seen, "details.talk summary")
    assert "you speak first" in words(seen, "details.talk blockquote")
    assert TEXT not in seen.to_html() + maite.page(f"/{mine}").to_html()
    (hearing,) = hearings(app, mine)
    assert every(seen, "details.talk a", "href") == [f"{ibrahim.journal}/{mine}/words/{hearing.id}/withdraw"]
    assert ibrahim.post(f"/{mine}/words/{hearing.id}/withdraw").status_code == 303
    assert "you speak first" not in ibrahim.page(f"/{mine}").to_html()
    assert words(maite.page(f"/{mine}"), ".leaves").count("Withdrawn by the person who wrote it") == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", ["hearing", "addition", "reply"])
def test_words_under_a_text_are_withdrawn_after_a_page_that_says_so(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser, kind: str
) -> None:
    mine, _ = two.heard()
    browser = ibrahim if kind == "hearing" else maite
    made = {
        "hearing": lambda: hearings(app, mine)[0].id,
        "addition": lambda: two.first.add(mine),
        "reply": lambda: two.first.reply(mine),
    }[kind]()
    address = f"/{mine}/words/{made}/withdraw"
    assert "cannot bring it back" in words(browser.page(address), "main strong")
    assert browser.post(address).status_code == 303
    assert browser.post(address).status_code == 303
    assert browser.get(address).status_code == 303
    assert "Withdrawn by the person who wrote it" in words(browser.page(f"/{mine}"), ".leaves")


@pytest.mark.parametrize("closed", [False, True])
def test_a_clarification_is_withdrawn_and_the_round_stays_answered(
    two: Two, maite: Browser, ibrahim: Browser, *, closed: bool
) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    address = f"/{mine}/hearing/{hearing}/clarification/withdraw"
    assert maite.get(address).status_code == 303
    two.first.clarify(mine, hearing, "Not first: loudest.")
    if closed:
        two.set_state(closed_at=now())
    assert f"{maite.journal}{address}" in every(maite.page(f"/{mine}"), ".talk .unsay a", "href")
    assert f"{ibrahim.journal}{address}" not in every(ibrahim.page(f"/{mine}"), ".talk a", "href")
    assert "Your clarification will be erased at once" in words(maite.page(address), "main")
    for _ in range(2):
        assert maite.post(address).headers["Location"].endswith("?done=withdrawn")
    for page in (maite.page(f"/{mine}"), ibrahim.page(f"/{mine}")):
        assert "loudest" not in page.to_html()
        assert "Withdrawn by the person who wrote it." in words(page, ".talk .hearing")
        assert TEXT in page.to_html()
    assert hearings(two.app, mine)[0].answer == "clarified"
    assert ("hearing" in actions(ibrahim.page(f"/{mine}"))) is not closed
    with two.app.app_context():
        kept = {(one.kind, one.ids) for one in ledger.read(Path(ledger.ledger_path()))}
    assert kept == {("clarification", (hearing,))}


def test_nobody_else_withdraws_a_clarification(two: Two, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    two.first.clarify(mine, hearing)
    with pytest.raises(RuntimeError), two.second.writing() as pair:
        service.withdraw_clarification(pair, hearing)
    assert ibrahim.post(f"/{mine}/hearing/{hearing}/clarification/withdraw").status_code == 404


def test_a_closed_pair_still_lets_each_withdraw(two: Two, maite: Browser) -> None:
    mine, _ = two.heard()
    two.set_state(closed_at=now())
    page = maite.page(f"/{mine}")
    assert "withdraw" in ends(page, ".leaf a")
    assert maite.post(f"/{mine}/withdraw").status_code == 303


def test_what_is_added_stands_under_the_text_with_its_date(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    key = new_id()
    for _again in range(2):
        assert maite.post(f"/{mine}/add", key=key, text="I count to five.").status_code == 303
    seen = ibrahim.page(f"/{mine}")
    assert words(seen, ".addition .said") == "I count to five."
    assert "Added on" in words(seen, ".addition")
    (only,) = every(seen, ".addition a", "href")  # whoever reads it may report it, and nothing else
    assert only.startswith(f"/pairs/{two.pair.id}/report/addition/")
    refused = parsed(maite.post(f"/{mine}/add", key=new_id(), text=" "))
    assert "Write something before you add it." in words(refused, "#errors")
    assert "open" in attributes(refused, ".written details")


def test_more_is_wished_for_with_one_neutral_line(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine = two.first.save_and_seal(two.about, f"{TEXT} {TEXT}")
    theirs = two.second.save_and_seal(two.about, SHORT)
    assert "more" in actions(maite.page(f"/{mine}"))
    assert "more" not in actions(ibrahim.page(f"/{mine}"))
    assert "Would you like to add something?" not in leaves(ibrahim.page(f"/{mine}"))[0]
    assert maite.post(f"/{mine}/more").headers["Location"].endswith("?done=wished")
    assert "more" not in actions(maite.page(f"/{mine}"))
    assert "Would you like to add something?" in leaves(ibrahim.page(f"/{mine}"))[0]
    two.second.add(theirs, "There was one moment.")
    assert "Would you like to add something?" not in leaves(ibrahim.page(f"/{mine}"))[0]


def test_a_near_copy_comes_back_with_a_hint_and_a_second_press_sends_it(app: Flask, two: Two, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    copy = f"You say: {TEXT}"
    answer = ibrahim.post(f"/{mine}/hearing", key=new_id(), text=copy)
    page = parsed(answer)
    assert answer.status_code == 422
    assert "nearly word for word" in words(page, "#near-copy")
    assert not page.query("#errors")
    assert words(page, "#hearing-text") == copy
    assert hearings(app, mine) == []
    fields = {name: attributes(page, f".hearing input[name={name}]")["value"] for name in ("key", "sure")}
    assert ibrahim.post(f"/{mine}/hearing", text=copy, **fields).status_code == 303
    assert len(hearings(app, mine)) == 1


def test_a_hearing_is_confirmed_as_better_said(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    assert maite.post(f"/{mine}/hearing/{hearing}/confirm", better="y").status_code == 303
    assert "“You said it better than I did,” says Maïté" in leaves(ibrahim.page(f"/{mine}"))[1]


def test_after_three_rounds_the_page_proposes_to_talk(app: Flask, two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    for number in range(3):
        assert "in-person" not in actions(maite.page(f"/{mine}"))
        two.first.clarify(mine, two.second.hear(mine, f"Round {number}"))
    assert "in-person" in actions(maite.page(f"/{mine}"))
    assert ibrahim.post(f"/{mine}/in-person").headers["Location"].endswith("?done=in-person")
    assert "at your next meeting" in leaves(maite.page(f"/{mine}"))[0]
    assert reflection(app, mine).talk_in_person_at is not None


def test_left_there_nothing_waits_on_the_page_or_in_the_list(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    two.second.hear(mine)
    assert ibrahim.post(f"/{mine}/leave").headers["Location"].endswith("?done=left")
    page = maite.page(f"/{mine}")
    assert actions(page) == {"hearing", "add"}
    assert "left there on" in leaves(page)[0]
    assert "it was left there" in words(maite.page(), ".stands")
    assert words(maite.page(), ".entry .button") == "Say what you heard"


def test_advice_is_asked_for_and_then_welcome(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.heard()
    assert "without prescribing" in words(ibrahim.page(f"/{mine}"), ".hint")
    assert maite.post(f"/{mine}/advice").headers["Location"].endswith("?done=advice")
    assert "advice" not in actions(maite.page(f"/{mine}"))
    seen = ibrahim.page(f"/{mine}")
    assert "Maïté would like your advice." in words(seen, ".hint")
    assert "without prescribing" not in words(seen, ".hint")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["passed", "alone", "kept", "withdrawn", "full"])
def test_every_page_is_sound_html_in_both_languages(
    two: Two, maite: Browser, ibrahim: Browser, state: str, language: str
) -> None:
    row = in_state(two, state)
    addresses = ["", f"/{row}", f"/{row}/keep", f"/{row}/withdraw"]
    if state == "full":
        addresses.append(f"/{row}/words/{two.first.reply(row)}/withdraw")
    answers = [maite.get(f"{path}?lang={language}") for path in addresses]
    answers += [ibrahim.get(f"{path}?lang={language}") for path in ("", f"/{row}")]
    for page in (parsed(answer) for answer in answers if answer.status_code == 200):
        assert page.errors == []
        assert len(page.query("h1")) == 1
        ids = every(page, "[id]", "id")
        assert len(ids) == len(set(ids))
        assert len(page.query("main .button.main")) <= 1
        assert set(every(page, "textarea", "id")) <= set(every(page, "label[for]", "for"))


def in_state(two: Two, state: str) -> str:
    if state == "passed":
        return two.first.pass_over(two.about)
    if state in ("alone", "kept"):
        row = two.first.save_and_seal(two.about)
        two.second.pass_over(two.about)
        if state == "kept":
            two.first.keep(row)
        return row
    row = two.first.save_and_seal(two.about, f"{TEXT} {TEXT}")
    two.second.save_and_seal(two.about, OTHER_TEXT)
    two.first.clarify(row, two.second.hear(row))
    two.first.add(row)
    two.first.confirm(row, two.second.hear(row, "Once more."), better=True)
    two.second.reply(row)
    if state == "withdrawn":
        two.first.withdraw(row)
    return row


@pytest.mark.parametrize("closed", [False, True])
def test_what_lies_under_a_pass_is_erased_by_its_author(
    two: Two, maite: Browser, ibrahim: Browser, *, closed: bool
) -> None:
    row = two.first.save(two.about)
    two.first.pass_draft(row)
    if closed:
        two.set_state(closed_at=now())
    before = ibrahim.get(f"/{row}").text
    assert ends(maite.page(f"/{row}"), ".leaf details a") == {"withdraw"}
    assert "will learn nothing of it" in maite.page(f"/{row}/withdraw").to_html()
    assert maite.post(f"/{row}/withdraw").headers["Location"].endswith("?done=withdrawn")
    page = maite.page(f"/{row}")
    assert "You passed this time." in leaves(page)[0]
    assert not page.query(".leaf details")
    assert maite.get(f"/{row}/withdraw").status_code == 303
    assert ibrahim.get(f"/{row}").text == before
