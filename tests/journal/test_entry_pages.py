"""Free entries on their pages: writing, choosing, reading, the password, and what no other page tells."""

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.accounts import passwords
from portal.accounts.models import Person, SignInSession
from portal.journal.forms import AdditionForm
from portal.journal.rules import LONGEST_TEXT
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import LANGUAGES
from portal.kernel.transaction import transaction
from tests.builders import csrf, sign_in
from tests.journal.acting import OTHER_TEXT, TEXT, Browser, Two, actions, attributes, every, parsed, words
from tests.journal.test_privacy import ROLES, ask, somebody, without_ids

PASSWORD = "plume-lilas-boussole"
JSON = {"Accept": "application/json"}
ACTS = (
    ("GET", ""),
    ("POST", "/unlock"),
    ("POST", "/add"),
    ("GET", "/withdraw"),
    ("POST", "/withdraw"),
)
WRITES = {"draft": "note", "private": "keep_note", "shared": "share_note", "withdrawn": "share_note"}

# What each of the two sees of a note of the first; a dash is not even that it exists.
WHO_SEES_WHAT = {
    "draft": ("text", "-"),
    "private": ("text", "-"),
    "shared": ("text", "text"),
    "withdrawn": ("that", "that"),
    "erased": ("-", "-"),
}


def in_state(two: Two, state: str) -> str:
    row = str(getattr(two.first, WRITES.get(state, "keep_note"))())
    if state in ("withdrawn", "erased"):
        two.first.erase_note(row)
    return row


def sent(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def lock_falls(app: Flask, two: Two, minutes: float = 15) -> None:
    """So long ago did the first person sign in; they act all the time, on other things."""
    with app.app_context(), transaction():
        mine = update(SignInSession).where(SignInSession.person_id == two.pair.first.id)
        past = now() - timedelta(minutes=minutes)
        db.session.execute(mine.values(created_at=past, unlocked_at=past, last_act_at=now()))


def give_password(app: Flask, two: Two) -> None:
    with app.app_context():
        hashed = passwords.hash_password(PASSWORD)
    with app.app_context(), transaction():
        db.session.execute(update(Person).where(Person.id == two.pair.first.id).values(password_hash=hashed))


def test_the_journal_says_what_a_note_is_and_where_to_write_one(two: Two, maite: Browser) -> None:
    page = maite.page()
    notes = ".shelf[aria-labelledby='entries-title']"
    assert "A note is tied to no lesson" in words(page, notes)
    assert every(page, f"{notes} a", "href") == [f"{maite.journal}/entries/new"]
    two.set_state(closed_at=now())
    assert not maite.page().query(".shelf a")
    assert sent(maite.get("/entries/new")) == maite.journal


def test_a_note_is_written_kept_and_gone_on_with(two: Two, maite: Browser) -> None:
    page = maite.page("/entries/new")
    key = attributes(page, "form input[name=key]")["value"]
    assert "data-draft" in attributes(page, "form[action$=entries]")
    assert sent(maite.post("/entries", key=key, text=TEXT, version="0", act="save")).endswith(f"{key}?done=saved")
    again = maite.page(f"/entries/{key}")
    assert words(again, "textarea") == TEXT
    assert attributes(again, "form input[name=version]")["value"] == "1"
    assert words(again, "form[data-draft] button") == "Save the draft | Share it with Ibrahim | Keep it private"
    assert sent(maite.post("/entries", key=key, text=OTHER_TEXT, version="1", act="keep")).endswith("?done=kept")
    private = maite.page(f"/entries/{key}")
    assert words(private, "form[data-draft] button") == "Save my note"
    assert "nobody else sees that it exists" in words(private, "main")


def test_a_note_that_is_shared_is_read_by_the_other(two: Two, maite: Browser, ibrahim: Browser) -> None:
    key = new_id()
    assert sent(maite.post("/entries", key=key, text="<b>Look</b>\n\nhere", act="share")).endswith("?done=shared")
    assert "A note of Maïté, shared on" in words(ibrahim.page(), ".notes")
    seen = ibrahim.page(f"/entries/{key}")
    assert words(seen, ".written .prose") == "<b>Look</b> here"
    assert "Shared by Maïté on" in words(seen, "header")
    assert actions(seen) == set()
    assert actions(maite.page(f"/entries/{key}")) == {"add"}
    addition = {"key": new_id(), "text": "And there."}
    for _ in range(2):
        assert sent(maite.post(f"/entries/{key}/add", **addition)).endswith("?done=added")
    assert words(ibrahim.page(f"/entries/{key}"), ".addition .said") == "And there."
    assert "added to on" in words(ibrahim.page(), ".notes")


def test_it_is_withdrawn_after_a_page_that_says_so(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.share_note()
    asked = maite.page(f"/entries/{row}/withdraw")
    assert "up to 30 more days" in words(asked, "main")
    assert actions(asked) == {"withdraw"}
    assert sent(maite.post(f"/entries/{row}/withdraw")).endswith(f"{row}?done=withdrawn")
    assert "Withdrawn by the person who wrote it, on" in words(ibrahim.page(f"/entries/{row}"), "main")
    assert TEXT not in ibrahim.get(f"/entries/{row}").text + maite.get(f"/entries/{row}").text
    assert sent(maite.get(f"/entries/{row}/withdraw")) == f"{maite.journal}/entries/{row}"


def test_an_addition_has_its_thread_for_a_page(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.share_note()
    added = two.first.add_to_note(row)
    assert sent(ibrahim.get(f"/entries/{added}")) == f"{ibrahim.journal}/entries/{row}"
    assert "What you added will be erased" in words(maite.page(f"/entries/{added}/withdraw"), "main")
    assert sent(maite.post(f"/entries/{added}/withdraw")) == f"{maite.journal}/entries/{row}?done=withdrawn"


def test_what_was_nobody_elses_leaves_for_the_journal(two: Two, maite: Browser) -> None:
    row = two.first.keep_note()
    assert "will learn nothing of it" in words(maite.page(f"/entries/{row}/withdraw"), "main")
    assert sent(maite.post(f"/entries/{row}/withdraw")) == f"{maite.journal}?done=erased#entries-title"
    assert "no trace" in words(maite.page("?done=erased"), "[role=status]")
    assert maite.get(f"/entries/{row}").status_code == 404


@pytest.mark.parametrize("state", WHO_SEES_WHAT)
@pytest.mark.parametrize("pair_state", ["active", "paused", "closing", "closed"])
def test_who_sees_what(two: Two, maite: Browser, ibrahim: Browser, pair_state: str, state: str) -> None:
    row = in_state(two, state)
    moments = {"paused": "paused_at", "closing": "closing_at", "closed": "closed_at"}
    if pair_state in moments:
        two.set_state(**{moments[pair_state]: now()})
    for browser, sees in zip((maite, ibrahim), WHO_SEES_WHAT[state], strict=True):
        answer = browser.get(f"/entries/{row}")
        assert answer.status_code == (404 if sees == "-" else 200)
        assert (TEXT in answer.text) is (sees == "text")
        assert (row in browser.get().text) is (sees != "-")
        assert TEXT not in browser.get().text


@pytest.mark.parametrize(("role", "state"), [*product(ROLES, WHO_SEES_WHAT)])
def test_no_role_tells_a_note_from_nothing(app: Flask, two: Two, role: str, state: str) -> None:
    row = in_state(two, state)
    client = sign_in(app, somebody(app, two, role))
    token = csrf(client, "/help")
    for method, path in ACTS:
        there = f"/pairs/{two.pair.id}/journal/entries/{row}{path}"
        nowhere = f"/pairs/{new_id()}/journal/entries/{new_id()}{path}"
        asked, unknown = ask(client, method, there, token), ask(client, method, nowhere, token)
        assert asked.status_code == 404
        assert without_ids(asked) == without_ids(unknown)


@pytest.mark.parametrize("state", ["draft", "private", "erased"])
def test_the_partner_gets_of_mine_what_they_get_of_nothing(two: Two, ibrahim: Browser, state: str) -> None:
    before = words(ibrahim.page(), "main")
    row = in_state(two, state)
    for method, path in ACTS:
        asked = ask(ibrahim.client, method, f"{ibrahim.journal}/entries/{row}{path}", ibrahim.token)
        unknown = ask(ibrahim.client, method, f"{ibrahim.journal}/entries/{new_id()}{path}", ibrahim.token)
        assert asked.status_code == 404
        assert without_ids(asked) == without_ids(unknown)
    assert words(ibrahim.page(), "main") == before


def test_a_key_of_mine_tells_the_partner_no_more_than_a_wrong_one(two: Two, ibrahim: Browser) -> None:
    """They could send it by their form: the answer is that of a form that is out of date."""
    row = two.first.keep_note()
    mine, wrong = (ibrahim.post("/entries", key=key, text="Is it there?", act="save") for key in (row, "wrong"))
    assert mine.status_code == wrong.status_code == 409
    assert without_ids(mine) == without_ids(wrong)


@pytest.mark.parametrize("state", WHO_SEES_WHAT)
def test_a_visitor_is_sent_to_sign_in(client: FlaskClient, two: Two, state: str) -> None:
    row = in_state(two, state)
    token = csrf(client, "/help")
    for method, path in ACTS:
        answer = ask(client, method, f"/pairs/{two.pair.id}/journal/entries/{row}{path}", token)
        assert answer.status_code == (303 if method == "GET" else 401)
        assert TEXT not in answer.text


def asked_first(answer: TestResponse) -> JustHTML:
    """The page that asks for the password, and shows no word of the note."""
    page = parsed(answer)
    assert (TEXT in answer.text, actions(page)) == (False, {"unlock"})
    return page


def unlock(maite: Browser, page: JustHTML, password: str = PASSWORD) -> TestResponse:
    """Give the password in the form of this page, with what it carries."""
    (address,) = every(page, "form[action*='/unlock']", "action")
    kept = attributes(page, "form[action*='/unlock'] input[name=kept]").get("value", "")
    return maite.client.post(address, data={"csrf_token": maite.token, "current": password, "kept": kept})


def test_a_private_note_asks_who_is_there(app: Flask, two: Two, maite: Browser) -> None:
    give_password(app, two)
    row = two.first.keep_note()
    assert TEXT in maite.get(f"/entries/{row}").text, "signing in proves who one is"
    lock_falls(app, two)
    for _ in range(2):  # looking unlocks nothing, nor does what is refused
        for text in ("", "an addition"):
            refused = maite.post(f"/entries/{row}/add", key=new_id(), text=text)
            assert (refused.status_code in (409, 422), TEXT in refused.text) == (True, False)
        asked_first(maite.get(f"/entries/{row}"))
    wrong = maite.post(f"/entries/{row}/unlock", current="a wrong guess")
    assert (wrong.status_code, TEXT in wrong.text) == (422, False)
    assert "not your current password" in words(parsed(wrong), "#errors")
    page = asked_first(maite.get(f"/entries/{row}"))
    assert sent(unlock(maite, page)) == f"{maite.journal}/entries/{row}"
    assert TEXT in maite.get(f"/entries/{row}").text


@pytest.mark.parametrize("closed", [False, True])
def test_a_reflection_that_is_private_for_good_asks_as_well(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser, *, closed: bool
) -> None:
    give_password(app, two)
    row = new_id()
    maite.post("/moments/midway", key=row, text=TEXT, version="0", act="seal")
    if closed:
        two.set_state(closed_at=now())
    else:
        two.first.keep(row)
    address = f"{maite.journal}/{row}/unlock"
    assert TEXT in maite.get(f"/{row}").text, "signing in proves who one is"
    lock_falls(app, two)
    page = maite.page(f"/{row}")
    assert TEXT not in page.to_html()
    assert address in every(page, ".private a", "href")
    erasing = f"{maite.journal}/{row}/withdraw"
    for answer in (maite.get(f"/{row}/withdraw"), maite.post(f"/{row}/withdraw")):
        assert sent(answer) == f"{address}?next={erasing}"
    stale = maite.post("/moments/midway", key=row, text="From a tab of before.", version="0", act="save")
    assert (stale.status_code, TEXT in stale.text) == (409, False)
    assert ibrahim.get(f"/{row}/unlock").status_code == 404
    assert maite.post(f"/{row}/unlock", current="a wrong guess").status_code == 422
    assert sent(unlock(maite, maite.page(f"/{row}/unlock?next={erasing}"))) == erasing
    assert TEXT in maite.get(f"/{row}").text
    assert sent(maite.get(f"/{row}/unlock")) == f"{maite.journal}/{row}"
    assert maite.get(f"/{row}/withdraw").status_code == 200


def test_an_act_on_anything_else_unlocks_no_private_note(app: Flask, two: Two, maite: Browser) -> None:
    row = two.first.keep_note()
    lock_falls(app, two)
    shared, draft = new_id(), new_id()
    assert sent(maite.post("/entries", key=shared, text=OTHER_TEXT, act="share"))
    assert sent(maite.post("/entries", key=draft, text=OTHER_TEXT, act="save"))
    assert sent(maite.post(f"/entries/{shared}/withdraw"))
    kept = sent(maite.post("/entries", key=draft, text=OTHER_TEXT, version="1", act="keep"))
    assert kept == f"{maite.journal}?done=kept#entries-title", "what it said is read again with the password"
    assert "private, for good" in words(maite.page("?done=kept"), "[role=status]")
    for one in (row, draft):
        asked_first(maite.get(f"/entries/{one}"))


def test_acts_on_private_notes_keep_them_unlocked(app: Flask, two: Two, maite: Browser) -> None:
    one, other = two.first.keep_note(), two.first.keep_note()
    lock_falls(app, two, 14)
    assert sent(maite.post("/entries", key=one, text=TEXT, version="1", act="save"))
    with clock.at(now() + timedelta(minutes=10)):
        assert TEXT in maite.get(f"/entries/{other}").text
        assert sent(maite.post(f"/entries/{one}/withdraw"))
    with clock.at(now() + timedelta(minutes=20)):
        assert TEXT in maite.get(f"/entries/{other}").text
    with clock.at(now() + timedelta(minutes=26)):
        asked_first(maite.get(f"/entries/{other}"))


@pytest.mark.parametrize("act", ["save", "keep", "share"])
def test_what_was_typed_in_a_locked_note_comes_back_after_the_password(
    app: Flask, two: Two, maite: Browser, act: str
) -> None:
    give_password(app, two)
    row = two.first.keep_note()
    lock_falls(app, two)
    fields = {"key": row, "text": OTHER_TEXT, "version": "1", "act": act}
    asked = maite.post("/entries", **fields)
    assert (asked.status_code, OTHER_TEXT in asked.text) == (403, False), "it travels under lock and key"
    page = asked_first(asked)
    wrong = unlock(maite, page, "a wrong guess")
    again = unlock(maite, asked_first(wrong))
    assert OTHER_TEXT in again.text
    carried = {name: every(parsed(again), f"main [name={name}]", "value") for name in ("key", "version", "act")}
    assert carried == {name: [fields[name]] for name in carried}
    assert two.first.notes()[row].text == TEXT
    answer = maite.post("/entries", **fields)
    if act == "share":
        assert answer.status_code == 409, "it is private for good"
        return
    assert sent(answer)
    assert two.first.notes()[row].text == OTHER_TEXT


def test_a_script_is_told_to_give_the_password(app: Flask, two: Two, maite: Browser) -> None:
    row = two.first.keep_note()
    lock_falls(app, two)
    fields = {"csrf_token": maite.token, "key": row, "text": OTHER_TEXT, "act": "save", "version": "0"}
    told = maite.client.post(f"{maite.journal}/entries", data=fields, headers=JSON)
    assert (told.status_code, TEXT in told.text) == (403, False)
    assert "give your password" in told.json["sentence"]
    assert told.json["both"] == {}


def test_a_stale_page_shows_no_private_note_without_the_password(app: Flask, two: Two, maite: Browser) -> None:
    give_password(app, two)
    row = two.first.keep_note()
    fields = {"key": row, "text": OTHER_TEXT, "act": "save", "version": "0"}
    lock_falls(app, two)
    assert unlock(maite, asked_first(maite.post("/entries", **fields))).status_code == 200
    shown = maite.post("/entries", **fields)
    assert (shown.status_code, TEXT in words(parsed(shown), "[data-side=kept]")) == (409, True)


def test_a_locked_note_is_erased_only_after_the_password(app: Flask, two: Two, maite: Browser) -> None:
    give_password(app, two)
    row = two.first.keep_note()
    lock_falls(app, two)
    pressed = maite.post(f"/entries/{row}/withdraw")
    assert pressed.status_code == 403
    assert two.first.notes()[row].text == TEXT
    for answer in (pressed, maite.get(f"/entries/{row}/withdraw")):
        assert sent(unlock(maite, asked_first(answer))) == f"{maite.journal}/entries/{row}/withdraw"
        lock_falls(app, two)
    assert sent(unlock(maite, asked_first(pressed)))
    assert sent(maite.post(f"/entries/{row}/withdraw"))
    assert two.first.notes() == {}


def test_adding_to_a_draft_that_is_erased_meanwhile_finds_nothing(
    two: Two, maite: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, sound = two.first.note(), AdditionForm.validate

    def erase_first(form: AdditionForm) -> bool:
        two.first.erase_note(row)
        return sound(form)

    monkeypatch.setattr(AdditionForm, "validate", erase_first)
    assert maite.post(f"/entries/{row}/add", key=new_id(), text="an addition").status_code == 404


def test_guessing_is_slowed_down(app: Flask, two: Two, maite: Browser) -> None:
    give_password(app, two)
    row = two.first.keep_note()
    lock_falls(app, two, 20)
    statuses = {maite.post(f"/entries/{row}/unlock", current=f"guess {number}").status_code for number in range(12)}
    assert statuses == {422, 429}
    assert maite.post(f"/entries/{row}/unlock", current=PASSWORD).status_code == 429


def test_drafts_and_shared_notes_ask_for_nothing(app: Flask, two: Two, maite: Browser, ibrahim: Browser) -> None:
    draft, shared = two.first.note(), two.first.share_note()
    lock_falls(app, two, 60)
    for row in (draft, shared):
        assert TEXT in maite.get(f"/entries/{row}").text


def test_a_draft_that_the_closing_made_private_asks_too(app: Flask, two: Two, maite: Browser) -> None:
    row = two.first.note()
    two.set_state(closed_at=now())
    lock_falls(app, two, 20)
    assert actions(maite.page(f"/entries/{row}")) == {"unlock"}


def test_a_script_saves_and_is_told_the_version(two: Two, maite: Browser) -> None:
    key = new_id()
    fields = {"csrf_token": maite.token, "key": key, "act": "save"}
    for version in range(2):
        data = {**fields, "text": f"{TEXT} {version}", "version": str(version)}
        answer = maite.client.post(f"{maite.journal}/entries", data=data, headers=JSON)
        assert (answer.status_code, answer.json["versions"]["version"]) == (200, str(version + 1))
    stale = maite.client.post(
        f"{maite.journal}/entries", data={**fields, "text": "Elsewhere.", "version": "1"}, headers=JSON
    )
    assert (stale.status_code, stale.json["versions"]["version"]) == (409, "2")
    assert "".join(piece for piece, _only_here in stale.json["both"]["text"]["kept"]) == f"{TEXT} 1"
    assert "".join(piece for piece, _only_here in stale.json["both"]["text"]["written"]) == "Elsewhere."


def test_a_stale_text_comes_back_beside_the_one_that_is_kept(two: Two, maite: Browser) -> None:
    row = two.first.note()
    two.first.note(OTHER_TEXT, version=1, key=row)
    answer = maite.post("/entries", key=row, text="From an older tab.", version="1", act="share")
    page = parsed(answer)
    assert answer.status_code == 409
    assert words(page, "textarea") == "From an older tab."
    assert words(page, "[data-side=kept]") == OTHER_TEXT
    version = attributes(page, "form input[name=version]")["value"]
    assert sent(maite.post("/entries", key=row, text="From an older tab.", version=version, act="share"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n", "an empty note is not kept"),
        ("x" * (LONGEST_TEXT + 1), "longer than the journal takes"),
        ("before\0after", "a character that cannot be kept"),
    ],
)
def test_a_wrong_text_comes_back_with_what_is_wrong(two: Two, maite: Browser, text: str, sentence: str) -> None:
    answer = maite.post("/entries", key=new_id(), text=text, version="0", act="share")
    page = parsed(answer)
    assert answer.status_code == 422
    assert words(page, "title").startswith("Error:")
    assert sentence in words(page, "#errors")
    assert words(page, "textarea") == text.strip().replace("\0", "\ufffd")
    assert two.first.notes() == {}


def test_a_text_that_has_no_place_any_more_is_given_back(two: Two, maite: Browser) -> None:
    row = two.first.share_note()
    answer = maite.post("/entries", key=row, text="Rewritten.", version="1", act="save")
    assert answer.status_code == 409
    assert words(parsed(answer), ".unsent [data-side=written]") == "Rewritten."
    two.first.erase_note(row)
    late = maite.post(f"/entries/{row}/add", key=new_id(), text="Added too late.")
    assert late.status_code == 409
    assert words(parsed(late), ".unsent .said") == "Added too late."
    two.set_state(closed_at=now())
    closed = maite.post("/entries", key=new_id(), text="After the end.", act="save")
    assert closed.status_code == 409
    assert words(parsed(closed), ".unsent .said") == "After the end."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["draft", "private", "shared", "withdrawn"])
def test_every_page_is_sound_html_in_both_languages(  # noqa: PLR0917 (fixtures, and a row of each table)
    app: Flask, two: Two, maite: Browser, ibrahim: Browser, state: str, language: str
) -> None:
    row = in_state(two, state)
    answers = [maite.get(f"{path}?lang={language}") for path in ("", "/entries/new", f"/entries/{row}")]
    answers += [ibrahim.get(f"{path}?lang={language}") for path in ("", f"/entries/{row}")]
    answers.append(maite.get(f"/entries/{row}/withdraw?lang={language}"))
    lock_falls(app, two, 20)
    answers.append(maite.get(f"/entries/{row}?lang={language}"))
    for page in (parsed(answer) for answer in answers if answer.status_code == 200):
        assert page.errors == []
        assert len(page.query("h1")) == 1
        ids = every(page, "[id]", "id")
        assert len(ids) == len(set(ids))
        assert len(page.query("main .button.main")) <= 1
        assert set(every(page, "textarea", "id")) <= set(every(page, "label[for]", "for"))
