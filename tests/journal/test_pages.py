"""The pages of the journal: what they show in each state, and how each act is answered."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.journal.rules import LONGEST_TEXT
from portal.kernel.clock import now
from portal.kernel.database import new_id
from portal.kernel.i18n import LANGUAGES
from portal.kernel.secrecy import Keyring
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
    lesson,
    parsed,
    words,
)

HEARD = "What I hear is that you speak first."


def reflection_in(two: Two, state: str) -> str:
    """The first person's reflection, written by them alone as far as the state allows."""
    if state == "heard":
        return two.heard()[0]
    row = two.first.save(two.about)
    if state != "draft":
        two.first.seal(row)
    if state == "first":
        two.first.open_mine(row)
    return row


def test_an_empty_journal_says_what_to_do_next(two: Two, maite: Browser) -> None:
    page = maite.page()
    assert "Nothing is written yet" in words(page, ".empty")
    assert attributes(page, ".empty a")["href"] == f"/pairs/{two.pair.id}"


def test_an_empty_journal_of_a_closed_pair_asks_for_nothing(two: Two, maite: Browser) -> None:
    two.set_state(closed_at=now())
    page = maite.page()
    assert "Nothing is here" in words(page, ".empty")
    assert not page.query(".empty a")


def test_the_list_tells_what_waits_for_whom(app: Flask, two: Two, maite: Browser, ibrahim: Browser) -> None:
    older, newer = Two(app, two.pair, lesson(app)), two
    mine, _ = older.both_open()
    older.second.hear(mine)
    newer.second.save_and_seal(newer.about)
    page = maite.page()
    assert [node.to_text() for node in page.query(".entry h2")] == [newer.about.title, older.about.title]
    assert words(page, ".entry .button") == (
        "Write your reflection | Say whether Ibrahim heard you right | Say what you heard"
    )
    assert len(page.query(".button.main")) == 1
    assert every(page, ".entry .button", "href")[0] == (
        f"/pairs/{two.pair.id}/lessons/{newer.about.module}/{newer.about.slug}#reflect-1"
    )
    assert every(page, ".entry .button", "href")[1] == f"/pairs/{two.pair.id}/journal/{mine}"
    assert not ibrahim.page().query(".entry .button")


@pytest.mark.parametrize("moment", ["paused_at", "closed_at"])
def test_nothing_waits_in_a_pair_that_rests(two: Two, maite: Browser, moment: str) -> None:
    two.second.open_mine(two.second.save_and_seal(two.about))
    two.set_state(**{moment: now()})
    page = maite.page()
    assert words(page, ".entry h2") == two.about.title
    assert not page.query(".entry .button")


def test_a_pair_that_closed_opens_nothing_by_default(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    two.set_state(closed_at=now())
    assert "Private: you are the only person who can read it." in leaves(maite.page(f"/{row}"))[0]
    assert "Yours is private" in words(maite.page(), ".stands")
    assert "Nothing is here" in words(ibrahim.page(), ".empty")
    assert ibrahim.get(f"/{row}").status_code == 404


def test_my_draft_says_so_and_leads_to_the_lesson(two: Two, maite: Browser) -> None:
    page = maite.page(f"/{two.first.save(two.about)}")
    mine, theirs = leaves(page)
    assert TEXT in mine
    assert "A draft, saved on" in mine
    assert "has not sealed theirs yet" in theirs
    assert attributes(page, ".leaves .button.main")["href"].endswith(f"/{two.about.slug}#reflect-1")
    assert actions(page) == {"pass"}


def test_a_draft_of_the_partner_changes_not_a_word(two: Two, maite: Browser) -> None:
    mine = two.first.save_and_seal(two.about)
    before = words(maite.page(f"/{mine}"), "main"), words(maite.page(), "main")
    two.second.save(two.about, OTHER_TEXT)
    assert (words(maite.page(f"/{mine}"), "main"), words(maite.page(), "main")) == before


def test_a_sealed_text_can_be_taken_back_or_opened(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    page = maite.page(f"/{row}")
    assert "has been sealed since" in leaves(page)[0]
    assert TEXT in words(page, "details")
    assert actions(page) == {"take-back"}
    here = f"/pairs/{two.pair.id}/journal/{row}"
    assert every(page, ".envelope a", "href") == [f"{here}/open", f"{here}/keep", f"{here}/withdraw"]
    seen = ibrahim.page(f"/{row}")
    assert "You have not written yet" in leaves(seen)[0]
    assert TEXT not in seen.to_html()
    assert actions(seen) == set()


def test_taking_back_answers_with_the_page(two: Two, maite: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    answer = maite.post(f"/{row}/take-back")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{maite.journal}/{row}?done=taken-back")
    assert "a draft again" in words(maite.page(f"/{row}?done=taken-back"), "[role=status]")


def test_opening_mine_is_asked_for_first_and_told_afterwards(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    asked = maite.page(f"/{row}/open")
    assert "You cannot take it back" in words(asked, "main")
    assert actions(asked) == {"open"}
    answer = maite.post(f"/{row}/open")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{maite.journal}/{row}?done=open")
    assert "Opened by you first" in leaves(maite.page(f"/{row}"))[0]
    assert "Opened by Maïté first" in leaves(ibrahim.page(f"/{row}"))[1]
    assert maite.get(f"/{row}/open").headers["Location"] == f"{maite.journal}/{row}"


def test_a_text_sealed_after_the_other_was_opened_says_so_to_both(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    two.first.open_mine(row)
    two.second.save_and_seal(two.about, OTHER_TEXT)
    assert "Sealed after your text was opened" in leaves(maite.page(f"/{row}"))[1]
    assert "Sealed after Maïté’s text was opened" in leaves(ibrahim.page(f"/{row}"))[0]
    assert "Both open since" in words(maite.page(), ".entry-head")


def test_two_open_texts_face_each_other(two: Two, maite: Browser) -> None:
    mine, theirs = two.both_open()
    page = maite.page(f"/{mine}")
    assert words(page, "h1") == two.about.title
    assert "Opened together on" in words(page, "header")
    assert every(page, ".leaf .prose", "lang") == ["en", "en"]
    assert [TEXT in leaves(page)[0], OTHER_TEXT in leaves(page)[1]] == [True, True]
    assert page.query(".prompt em")
    assert words(maite.page(f"/{theirs}"), "main") == words(page, "main")


def test_hearing_comes_before_any_reply_box(two: Two, maite: Browser) -> None:
    mine, _ = two.both_open()
    page = maite.page(f"/{mine}")
    assert actions(page) == {"hearing", "add"}
    assert "no advice here" in words(page, ".hint")
    assert "What matters to you is" in words(page, ".starters")
    assert len(page.query(".button.main")) == 1


def test_the_hearing_goes_round_until_it_is_right(app: Flask, two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    answer = ibrahim.post(f"/{mine}/hearing", key=new_id(), text=HEARD)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ibrahim.journal}/{mine}?done=heard")
    assert "for Maïté to say" in leaves(ibrahim.page(f"/{mine}"))[1]
    page = maite.page(f"/{mine}")
    assert HEARD in words(page, "blockquote")
    assert actions(page) == {"confirm", "clarify", "leave", "hearing", "add"}
    assert len(page.query(".button.main")) == 1
    (first,) = hearings(app, mine)
    assert maite.post(f"/{mine}/hearing/{first.id}/clarify", text="Loudest.").headers["Location"].endswith("=clarified")
    assert "Maïté clarifies" in leaves(ibrahim.page(f"/{mine}"))[1]
    ibrahim.post(f"/{mine}/hearing", key=new_id(), text="You are the loudest.")
    second = hearings(app, mine)[-1]
    assert maite.post(f"/{mine}/hearing/{second.id}/confirm").headers["Location"].endswith("=confirmed")
    seen = ibrahim.page(f"/{mine}")
    assert "“That is it,” says Maïté" in leaves(seen)[1]
    assert actions(seen) == {"reply", "add"}
    assert "without prescribing" in words(seen, ".hint")


def test_replies_follow_one_another(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.heard()
    assert ibrahim.post(f"/{mine}/reply", key=new_id(), text="Shall we count it?").status_code == 303
    assert maite.post(f"/{mine}/reply", key=new_id(), text="<b>On Tuesday</b>\n\nat two").status_code == 303
    assert words(ibrahim.page(f"/{mine}"), ".reply .said") == "Shall we count it? | <b>On Tuesday</b> at two"


def test_a_double_click_is_one_act(app: Flask, two: Two, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    fields = {"key": new_id(), "text": HEARD}
    answers = [ibrahim.post(f"/{mine}/hearing", **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(hearings(app, mine)) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  \r\n ", "Say in a sentence what you heard."),
        ("x" * (LONGEST_TEXT + 1), f"Keep this to {LONGEST_TEXT} characters or fewer."),
        ("before\0after", "This text contains a character that cannot be kept."),
    ],
)
def test_a_wrong_text_comes_back_with_what_is_wrong(
    app: Flask, two: Two, ibrahim: Browser, text: str, sentence: str
) -> None:
    mine, _ = two.both_open()
    answer = ibrahim.post(f"/{mine}/hearing", key=new_id(), text=text)
    page = parsed(answer)
    assert answer.status_code == 422
    assert words(page, "title").startswith("Error:")
    assert "autofocus" in attributes(page, "#errors")
    assert sentence in words(page, "#errors")
    assert attributes(page, "#errors a")["href"] == "#hearing-text"
    assert attributes(page, "#hearing-text")["aria-invalid"] == "true"
    assert words(page, "#hearing-text") == text.strip().replace("\0", "\ufffd")
    assert hearings(app, mine) == []


def test_the_longest_text_passes_and_no_browser_cuts_it(two: Two, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    assert "maxlength" not in attributes(ibrahim.page(f"/{mine}"), "#hearing-text")
    assert ibrahim.post(f"/{mine}/hearing", key=new_id(), text="é" * LONGEST_TEXT).status_code == 303


def test_line_ends_of_a_browser_count_once(two: Two, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    text = "\r\n".join(["x"] * (LONGEST_TEXT // 2))
    assert ibrahim.post(f"/{mine}/hearing", key=new_id(), text=text).status_code == 303


def test_more_than_the_portal_takes_is_refused_with_a_sentence(app: Flask, two: Two, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    answer = ibrahim.post(f"/{mine}/hearing", key=new_id(), text="x" * 4 * 1024 * 1024)
    assert answer.status_code == 413
    assert "too large" in words(parsed(answer), "h1")
    assert hearings(app, mine) == []


def test_what_comes_too_late_is_refused_and_given_back(app: Flask, two: Two, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    ibrahim.post(f"/{mine}/hearing", key=new_id(), text=HEARD)
    answer = ibrahim.post(f"/{mine}/hearing", key=new_id(), text="Written in <another> tab.")
    page = parsed(answer)
    assert answer.status_code == 409
    assert "waits for its answer" in words(page, "#errors")
    assert "autofocus" in attributes(page, "#errors")
    assert words(page, ".unsent .said") == "Written in <another> tab."
    assert HEARD in words(page, "blockquote")
    assert len(hearings(app, mine)) == 1


def test_what_may_still_be_sent_stays_in_its_place(two: Two, ibrahim: Browser) -> None:
    mine, _ = two.heard()
    key = new_id()
    ibrahim.post(f"/{mine}/reply", key=key, text="Once.")
    answer = ibrahim.post(f"/{mine}/reply", key=key, text="Twice.")
    page = parsed(answer)
    assert answer.status_code == 409
    assert not page.query(".unsent")
    assert words(page, f"#reply-{mine}") == "Twice."
    again = attributes(page, "main form input[name=key]")["value"]
    assert again != key
    assert ibrahim.post(f"/{mine}/reply", key=again, text="Twice.").status_code == 303


def test_a_clarification_that_is_refused_stays_unfolded(app: Flask, two: Two, maite: Browser) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    page = parsed(maite.post(f"/{mine}/hearing/{hearing}/clarify", text=" "))
    assert "open" in attributes(page, ".choices details")
    assert "Say in a sentence what you meant." in words(page, ".choices .error")
    assert hearings(app, mine)[0].answer is None


def test_a_late_answer_keeps_what_was_written(two: Two, maite: Browser) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    two.first.confirm(mine, hearing)
    answer = maite.post(f"/{mine}/hearing/{hearing}/clarify", text="I meant something else.")
    assert answer.status_code == 409
    assert words(parsed(answer), ".unsent .said") == "I meant something else."


def test_an_act_that_has_no_place_any_more_says_why(two: Two, maite: Browser) -> None:
    mine, _ = two.both_open()
    answer = maite.post(f"/{mine}/take-back")
    assert answer.status_code == 409
    assert "can no longer be changed or taken back" in words(parsed(answer), "#errors")


def test_a_pause_shows_no_form_and_refuses_with_its_sentence(two: Two, maite: Browser) -> None:
    mine, theirs = two.both_open()
    two.set_state(paused_at=now())
    assert actions(maite.page(f"/{mine}")) == set()
    answer = maite.post(f"/{theirs}/hearing", key=new_id(), text=HEARD)
    assert answer.status_code == 409
    assert "on pause" in words(parsed(answer), "#errors")
    assert words(parsed(answer), ".unsent .said") == HEARD


def test_a_sealed_text_in_a_pause_can_be_taken_back_not_opened(two: Two, maite: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    two.set_state(paused_at=now())
    page = maite.page(f"/{row}")
    assert actions(page) == {"take-back"}
    assert [address.rsplit("/", 1)[-1] for address in every(page, ".envelope a", "href")] == ["keep", "withdraw"]
    assert actions(maite.page(f"/{row}/open")) == set()
    assert maite.post(f"/{row}/open").status_code == 409


@pytest.mark.parametrize("state", ["draft", "sealed", "heard"])
def test_a_closed_pair_is_read_and_nothing_is_added(two: Two, maite: Browser, ibrahim: Browser, state: str) -> None:
    row = reflection_in(two, state)
    two.set_state(closing_at=now() - timedelta(days=31))
    page = maite.page(f"/{row}")
    assert TEXT in words(page, ".leaves")
    assert actions(page) == set()
    assert not page.query(".leaves .button")
    if state == "heard":
        answer = ibrahim.post(f"/{row}/reply", key=new_id(), text="One more thing.")
        assert answer.status_code == 409
        assert words(parsed(answer), ".unsent .said") == "One more thing."
    else:
        assert maite.post(f"/{row}/take-back").status_code == 409


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["draft", "sealed", "first", "heard"])
def test_every_page_is_sound_html_in_both_languages(
    two: Two, maite: Browser, ibrahim: Browser, state: str, language: str
) -> None:
    row = reflection_in(two, state)
    answers = [maite.get(f"{path}?lang={language}") for path in ("", f"/{row}", f"/{row}/open")]
    if state != "draft":
        answers.append(ibrahim.get(f"/{row}?lang={language}"))
    for page in (parsed(answer) for answer in answers if answer.status_code == 200):
        assert page.errors == []
        assert attributes(page, "html")["lang"] == f"{language}-CA"
        assert len(page.query("h1")) == 1
        ids = every(page, "[id]", "id")
        assert len(ids) == len(set(ids))
        assert len(page.query("main .button.main")) <= 1
        assert set(every(page, "textarea", "id")) <= set(every(page, "label[for]", "for"))


def test_without_the_master_key_the_list_is_there_and_the_texts_wait(
    app: Flask, two: Two, maite: Browser, tmp_path: Path
) -> None:
    mine, _ = two.both_open()
    app.extensions["keyring"] = Keyring(tmp_path / "no key")
    assert maite.get().status_code == 200
    answer = maite.get(f"/{mine}")
    assert answer.status_code == 503
    assert "What you wrote is safe" in words(parsed(answer), "main")


def test_an_unknown_word_of_success_tells_nothing(two: Two, maite: Browser) -> None:
    assert not maite.page(f"/{two.first.save(two.about)}?done=anything").query("[role=status]")


def test_without_its_token_nothing_is_done(two: Two, maite: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    maite.token = "none"
    assert maite.post(f"/{row}/take-back").status_code == 400
    assert two.second.lines() == {row}
