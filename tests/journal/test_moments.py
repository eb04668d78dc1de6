"""The moments: exchanges about no lesson, through their pages and all the machinery of an exchange."""

from datetime import UTC, datetime, timedelta
from itertools import product
from threading import Barrier, Thread

import pytest
from flask import Flask

from portal.journal.models import Exchange, Reflection
from portal.journal.rules import Moment, ReflectionState, goes_on
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.i18n import LANGUAGES
from portal.learning.rules import Leg, PathRow, Side, Stage, Where, moment_offered
from portal.pairs.rules import PairState
from tests.journal.acting import OTHER_TEXT, TEXT, Browser, Two, actions, attributes, every, parsed, words

JSON = {"Accept": "application/json"}
ONCE = [moment for moment in Moment if moment.happens_once]


def seal(browser: Browser, moment: str, text: str = TEXT, **fields: str) -> str:
    """Hand a text over; the id of the reflection."""
    answer = browser.post(f"/moments/{moment}", key=new_id(), text=text, version="0", act="seal", **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2].partition("?")[0]


def disagreements(browser: Browser) -> list[str]:
    found = [" ".join(node.to_text().split()) for node in browser.page().query(".shelf h3")]
    return [name for name in found if name.startswith("A disagreement")]


def in_its_time(two: Two, moment: Moment) -> None:
    """Letters are for a pair that closes."""
    if not moment.may_begin(closing=False):
        two.set_state(closing_at=now())


def exchanges(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Exchange).count()


@pytest.mark.parametrize(("mine", "theirs"), [*product([None, *ReflectionState], repeat=2)])
def test_a_disagreement_is_joined_until_the_other_opened_it(
    mine: ReflectionState | None, theirs: ReflectionState | None
) -> None:
    joins = mine is None and theirs in (ReflectionState.DRAFT, ReflectionState.SEALED)
    assert goes_on(mine, theirs) is (joins or mine is ReflectionState.DRAFT)


def leg(mine: Where, theirs: Where) -> Leg:
    row = PathRow(
        None,  # type: ignore[arg-type]
        Stage(mine, None, 1, None),
        Stage(theirs, None, 1, None),
        Side.BOTH,
        False,
        False,
    )
    return Leg("m", None, "", Side.BOTH, (row,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "begun", "legs", "offered"),
    [
        ("active", set(), [], Moment.FIRST),
        ("active", {Moment.FIRST}, [], None),
        ("active", {Moment.FIRST}, [leg(Where.TODO, Where.DONE), leg(Where.TODO, Where.TODO)], Moment.MIDWAY),
        ("active", {Moment.FIRST}, [leg(Where.SEALED, Where.TODO), leg(Where.HERE, Where.TODO)], Moment.MIDWAY),
        ("active", {Moment.FIRST}, [leg(Where.DONE, Where.TODO)] + 2 * [leg(Where.HERE, Where.TODO)], None),
        ("active", {Moment.FIRST, Moment.MIDWAY}, [leg(Where.DONE, Where.DONE)], None),
        ("closing", set(), [], Moment.LETTER),
        ("closing", {Moment.LETTER}, [], None),
        ("paused", set(), [], None),
        ("closed", set(), [], None),
    ],
)
def test_a_moment_is_offered_in_its_time(
    state: str, begun: set[Moment], legs: list[Leg], offered: Moment | None
) -> None:
    assert moment_offered(PairState(state), begun, legs) is offered


@pytest.mark.parametrize("moment", Moment)
def test_the_two_write_apart_and_open_together(two: Two, maite: Browser, ibrahim: Browser, moment: Moment) -> None:
    in_its_time(two, moment)
    asked = maite.page(f"/moments/{moment}")
    assert attributes(asked, "form[data-draft]")["action"] == f"{maite.journal}/moments/{moment}"
    mine = seal(maite, moment)
    seen = ibrahim.page(f"/{mine}")
    assert TEXT not in seen.to_html()
    (write,) = every(seen, ".leaves .button.main", "href")
    assert write == f"{ibrahim.journal}/{mine}/write"
    about = attributes(ibrahim.page(f"/{mine}/write"), "input[name=about]")["value"]
    theirs = seal(ibrahim, moment, OTHER_TEXT, about=about)
    page = maite.page(f"/{mine}")
    assert [TEXT in page.to_html(), OTHER_TEXT in page.to_html()] == [True, True]
    assert words(page, "h1") == str(moment.named)
    hearing = ibrahim.post(f"/{mine}/hearing", key=new_id(), text="What I hear is something.")
    assert hearing.headers["Location"].endswith("?done=heard")
    assert "confirm" in actions(maite.page(f"/{mine}"))
    assert exchanges(two.app) == 1
    assert theirs != mine


def test_everybody_answers_both_questions_and_they_stay_with_the_text(app: Flask, two: Two, maite: Browser) -> None:
    page = maite.page("/moments/first")
    assert words(page, ".asked") == (
        "Where you guide What do you hope will be heard about you? | "
        "Where you learn What are you afraid of not knowing?"
    )
    row = seal(maite, "first")
    with app.app_context():
        kept = db.session.get_one(Reflection, row)
        assert (kept.role, len(kept.prompt), kept.language) == ("both", 2, "en")
    assert words(maite.page("/moments/disagreement"), ".asked") == "What fact would change your mind?"


def test_the_moments_of_the_list_are_named_and_said_when(two: Two, maite: Browser, ibrahim: Browser) -> None:
    def to_begin() -> list[str]:
        page = maite.page()
        return [one for one in every(page, ".shelf .notes a", "href") if one.startswith(f"{maite.journal}/moments/")]

    before_the_end = [f"{maite.journal}/moments/{m}" for m in Moment if m is not Moment.LETTER]
    assert to_begin() == before_the_end
    seal(maite, "first")
    assert to_begin() == before_the_end[1:]
    assert "Our first moment" in words(ibrahim.page(), ".shelf h3")
    assert every(ibrahim.page(), ".shelf .entry .button", "href")[0].endswith("/write")
    two.set_state(closing_at=now())
    assert to_begin() == [*before_the_end[1:], f"{maite.journal}/moments/letter"]
    two.set_state(closed_at=now())
    assert not maite.page().query(".shelf .notes a")


@pytest.mark.parametrize("moment", ONCE)
def test_a_moment_that_happens_once_is_found_again(two: Two, maite: Browser, moment: Moment) -> None:
    in_its_time(two, moment)
    row = seal(maite, moment)
    found = maite.client.get(f"{maite.journal}/moments/{moment}", follow_redirects=True)
    assert found.request.path == f"{maite.journal}/{row}"
    again = maite.post(f"/moments/{moment}", key=new_id(), text="Another text, from another tab.", act="seal")
    assert again.status_code == 409
    assert words(parsed(again), ".unsent [data-side=written]") == "Another text, from another tab."
    assert exchanges(two.app) == 1


@pytest.mark.parametrize(("act", "done"), [("seal", "was sealed"), ("pass", "You passed")])
@pytest.mark.parametrize("late", ["save", "seal", "pass"])
def test_what_was_handed_over_meanwhile_is_shown_beside_what_is_written(
    two: Two, maite: Browser, act: str, done: str, late: str
) -> None:
    key, other = new_id(), "Another text, from another tab."
    maite.post("/moments/midway", key=key, text=TEXT, version="0", act=act)
    answer = maite.post("/moments/midway", key=key, text=other, version="0", act=late)
    page = parsed(answer)
    assert answer.status_code == 409
    assert f"{done} from another page or device in the meantime" in words(page, ".error-summary")
    assert "keep what you want" not in answer.text
    assert (words(page, "[data-side=written]"), words(page, "[data-side=kept]")) == (other, TEXT)
    (target,) = every(page, ".error-summary a", "href")
    assert words(page, f"[id={target[1:]}]") == other


def test_a_script_is_told_that_the_text_was_sealed_meanwhile(two: Two, maite: Browser) -> None:
    key = new_id()
    maite.post("/moments/midway", key=key, text=TEXT, version="0", act="seal")
    data = {"csrf_token": maite.token, "key": key, "text": "Another text.", "version": "0", "act": "save"}
    told = maite.client.post(f"{maite.journal}/moments/midway", data=data, headers=JSON).json
    assert "was sealed from another page" in told["sentence"]
    assert told["final"] is True
    assert "".join(piece for piece, _only_here in told["both"]["text"]["kept"]) == TEXT


def test_the_two_disagree_several_times(two: Two, maite: Browser, ibrahim: Browser) -> None:
    first = seal(maite, "disagreement")
    second = seal(maite, "disagreement", "Something else, a week later.")
    assert first != second
    assert exchanges(two.app) == 2
    seal(ibrahim, "disagreement", OTHER_TEXT, about=first)
    assert OTHER_TEXT in maite.get(f"/{first}").text
    seal(ibrahim, "disagreement", OTHER_TEXT)
    assert OTHER_TEXT in maite.get(f"/{second}").text
    assert exchanges(two.app) == 2


def test_several_disagreements_are_told_apart_by_a_day_that_their_reader_knows(
    two: Two,
) -> None:
    key, text = new_id(), "What I wrote first, and kept for a day."
    with clock.at(datetime(2026, 3, 2, 15, tzinfo=UTC)):
        maite, ibrahim = (Browser(two.app, one, two.pair.id) for one in (two.pair.first, two.pair.second))
        maite.post("/moments/disagreement", key=key, text=text, version="0", act="save")
        assert disagreements(maite) == ["A disagreement, March 2"]
        assert disagreements(ibrahim) == []
    with clock.at(datetime(2026, 3, 3, 15, tzinfo=UTC)):
        maite.post("/moments/disagreement", key=key, text=text, version="1", act="seal")
        assert disagreements(ibrahim) == ["A disagreement, March 3"]
    with clock.at(datetime(2026, 3, 5, 15, tzinfo=UTC)):
        seal(maite, "disagreement", OTHER_TEXT)
        assert disagreements(ibrahim) == ["A disagreement, March 5", "A disagreement, March 3"]
        seal(ibrahim, "disagreement", OTHER_TEXT, about=key)
        for both in (maite, ibrahim):
            assert sorted(disagreements(both)) == ["A disagreement, March 3", "A disagreement, March 5"]


def test_a_draft_of_the_other_is_joined_and_not_told(two: Two, maite: Browser, ibrahim: Browser) -> None:
    before = words(ibrahim.page("/moments/disagreement"), "main"), words(ibrahim.page(), "main")
    maite.post("/moments/disagreement", key=new_id(), text=TEXT, act="save")
    assert (words(ibrahim.page("/moments/disagreement"), "main"), words(ibrahim.page(), "main")) == before
    seal(ibrahim, "disagreement", OTHER_TEXT)
    assert exchanges(two.app) == 1


def test_the_same_form_sent_twice_makes_one(two: Two, maite: Browser) -> None:
    fields = {"key": new_id(), "text": TEXT, "version": "0", "act": "seal"}
    first, again = (maite.post("/moments/disagreement", **fields) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert exchanges(two.app) == 1


def test_a_script_saves_and_a_stale_text_is_refused_with_both(two: Two, maite: Browser) -> None:
    key = new_id()
    fields = {"csrf_token": maite.token, "key": key, "act": "save"}
    for version in range(2):
        data = {**fields, "text": f"{TEXT} {version}", "version": str(version)}
        answer = maite.client.post(f"{maite.journal}/moments/midway", data=data, headers=JSON)
        assert (answer.status_code, answer.json["versions"]["version"]) == (200, str(version + 1))
    stale = maite.post("/moments/midway", key=key, text="From an older tab.", version="1", act="save")
    page = parsed(stale)
    assert stale.status_code == 409
    assert (words(page, "textarea"), words(page, "[data-kept] [data-side=kept]")) == ("From an older tab.", f"{TEXT} 1")
    version = attributes(page, "form input[name=version]")["value"]
    about = attributes(page, "form input[name=about]")["value"]
    again = maite.post("/moments/midway", key=key, text="From an older tab.", version=version, about=about, act="save")
    assert again.headers["Location"] == f"{maite.journal}/{key}/write?done=saved"
    assert words(maite.page(f"/{key}/write"), "textarea") == "From an older tab."


def test_passing_and_writing_after_all(two: Two, maite: Browser, ibrahim: Browser) -> None:
    passed = maite.post("/moments/last", key=new_id(), text="", version="0", act="pass")
    row = passed.headers["Location"].rpartition("/")[2].partition("?")[0]
    assert "passed this time" in words(ibrahim.page(f"/{row}"), ".leaves")
    maite.post(f"/{row}/after-all")
    assert maite.get(f"/{row}/write").status_code == 200


def test_a_key_that_is_another_texts_is_refused(two: Two, maite: Browser, ibrahim: Browser) -> None:
    lesson_row = two.first.save(two.about)
    for browser in (maite, ibrahim):
        answer = browser.post("/moments/first", key=lesson_row, text=TEXT, act="save")
        assert answer.status_code == 409
        assert TEXT in words(parsed(answer), "textarea")


def test_a_pause_and_a_closed_pair(two: Two, maite: Browser) -> None:
    two.set_state(paused_at=now())
    refused = maite.post("/moments/first", key=new_id(), text=TEXT, version="0", act="seal")
    assert refused.status_code == 409
    assert words(parsed(refused), "textarea") == TEXT
    draft = maite.post("/moments/first", key=new_id(), text=TEXT, version="0", act="save")
    assert draft.status_code == 303
    two.set_state(paused_at=None, closed_at=now())
    closed = maite.post("/moments/last", key=new_id(), text=TEXT, version="0", act="save")
    assert closed.status_code == 409
    assert words(parsed(closed), ".unsent .said") == TEXT
    assert maite.get("/moments/last").headers["Location"] == maite.journal


def test_what_is_no_moment_is_not_there(maite: Browser) -> None:
    assert maite.get("/moments/second").status_code == 404
    assert maite.post("/moments/second", key=new_id(), text=TEXT, act="save").status_code == 404


def test_a_lessons_text_is_not_written_here(two: Two, maite: Browser) -> None:
    row = two.first.save(two.about)
    assert maite.get(f"/{row}/write").headers["Location"] == f"{maite.journal}/{row}"


def test_today_and_the_workspace_tell_what_waits_and_no_word(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = seal(maite, "first")
    for address in ("/today", f"/pairs/{two.pair.id}"):
        page = parsed(ibrahim.client.get(address))
        assert f"{ibrahim.journal}/{row}/write" in every(page, "main a", "href")
        assert "Our first moment" in words(page, "main")
        assert TEXT not in page.to_html()
    assert "has sealed a reflection on “Our first moment”" in words(parsed(ibrahim.client.get("/today")), "aside")
    with clock.at(now() + timedelta(days=29)):
        later = Browser(two.app, two.pair.second, two.pair.id)
        assert f"{later.journal}/{row}/write" not in every(parsed(later.client.get("/today")), "main a", "href")


def test_the_workspace_offers_the_first_and_at_the_end_the_letters(two: Two, maite: Browser) -> None:
    def offered() -> list[str]:
        page = parsed(maite.client.get(f"/pairs/{two.pair.id}"))
        return [address for address in every(page, ".glance a", "href") if "/moments/" in address]

    assert offered() == [f"{maite.journal}/moments/first"]
    seal(maite, "first")
    assert offered() == []
    two.set_state(closing_at=now())
    assert offered() == [f"{maite.journal}/moments/letter"]


@pytest.mark.both_databases
@pytest.mark.parametrize("moment", ["first", "disagreement"])
def test_two_who_begin_at_the_same_instant_are_in_one_exchange(
    app: Flask, two: Two, maite: Browser, ibrahim: Browser, moment: str
) -> None:
    barrier, statuses = Barrier(2), []

    def press(browser: Browser) -> None:
        barrier.wait()
        answer = browser.post(f"/moments/{moment}", key=new_id(), text=TEXT, version="0", act="seal")
        statuses.append(answer.status_code)

    threads = [Thread(target=press, args=(browser,)) for browser in (maite, ibrahim)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303, 303]
    assert exchanges(app) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", Moment)
def test_every_page_is_sound_html_in_both_languages(two: Two, maite: Browser, moment: Moment, language: str) -> None:
    in_its_time(two, moment)
    row = new_id()
    maite.post(f"/moments/{moment}", key=row, text=TEXT, version="0", act="save")
    for path in ("", f"/moments/{'last' if moment is not Moment.LAST else 'first'}", f"/{row}", f"/{row}/write"):
        page = parsed(maite.get(f"{path}?lang={language}"))
        assert page.errors == []
        assert len(page.query("h1")) == 1
        ids = every(page, "[id]", "id")
        assert len(ids) == len(set(ids))
        assert len(page.query("main .button.main")) <= 1
        assert set(every(page, "textarea", "id")) <= set(every(page, "label[for]", "for"))
