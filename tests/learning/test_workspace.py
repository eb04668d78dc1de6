"""The workspace: two lanes, what comes next, and what the two settle at the start."""

from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests.builders import pair, person, post, sign_in
from tests.learning.conftest import Two, settle_roles


def rows(page: str) -> dict[str, tuple[str, str]]:
    """By lesson title, the two states as they are told."""
    document = JustHTML(page, sanitize=False)
    found = {}
    for row in document.query(".path .row"):
        title = row.query(".title a")[0].to_text().strip()
        mine, theirs = (" ".join(state.to_text().split()) for state in row.query(".state"))
        found[title] = (mine, theirs)
    return found


def workspace(two: Two, who: FlaskClient) -> str:
    return who.get(f"/pairs/{two.pair.id}").text


def test_both_lanes_tell_where_each_is(two: Two) -> None:
    two.act(two.you, "/steps/read-1/done")
    assert rows(workspace(two, two.me))["premiere"] == ("You: to come", "Ibrahim: step 2, try")
    assert rows(workspace(two, two.you))["premiere"] == ("You: step 2, try", "Maïté: to come")


def test_a_sealed_reflection_shows_on_the_lane_and_a_draft_does_not(two: Two) -> None:
    two.act(two.you, "/reflection", text="Only for me so far, in a draft.", act="save", version="0")
    assert rows(workspace(two, two.me))["premiere"][1] == "Ibrahim: to come"
    assert rows(workspace(two, two.you))["premiere"][0] == "You: step 1, read"


def test_a_pass_of_the_other_offers_a_choice_about_what_is_sealed(two: Two) -> None:
    two.act(two.me, "/reflection", text="A sentence that is long enough.", act="seal", version="0")
    assert "Choose what becomes of your sealed reflection" not in workspace(two, two.me)
    two.act(two.you, "/reflection", text="", act="pass", version="0")
    assert "Choose what becomes of your sealed reflection" in workspace(two, two.me)
    assert "Choose what becomes of your sealed reflection" not in workspace(two, two.you)


def test_one_main_button_goes_to_the_next_lesson(two: Two) -> None:
    document = JustHTML(workspace(two, two.me), sanitize=False)
    buttons = document.query(".button.main")
    assert [button.attrs["href"] for button in buttons] == [f"/pairs/{two.pair.id}/lessons/amorcer/ouverture"]


def test_resuming_leads_to_the_exact_step(two: Two) -> None:
    two.act(two.me, "/steps/read-1/done")
    document = JustHTML(workspace(two, two.me), sanitize=False)
    assert document.query(".button.main")[0].attrs["href"] == f"{two.lesson}#try-1"


def test_who_guides_is_told_once_it_is_settled(app: Flask, two: Two) -> None:
    assert "To be settled" in workspace(two, two.me)
    settle_roles(app, two)
    page = workspace(two, two.me)
    assert "Ibrahim guides" in page
    assert "Who guides what" not in page


def test_the_journal_at_a_glance_says_who_waits_to_be_heard(two: Two) -> None:
    assert "No reflection is here yet." in workspace(two, two.me)
    for who in (two.me, two.you):
        two.act(who, "/reflection", text="A sentence that is long enough.", act="seal", version="0")
    page = workspace(two, two.me)
    assert "what you heard from Ibrahim" in page
    assert "long enough" not in page


def test_a_person_in_two_pairs_sees_each_apart(app: Flask, two: Two) -> None:
    other = pair(app, two.pair.first, person(app, "Noor", language="en"))
    two.act(two.me, "/steps/read-1/done")
    page = two.me.get(f"/pairs/{other.id}").text
    assert rows(page)["premiere"] == ("You: to come", "Noor: to come")


def test_nobody_else_is_let_in(app: Flask, two: Two) -> None:
    stranger = sign_in(app, person(app, "Camille"))
    for path in ("", "/lessons/conversation/premiere", "/lessons/conversation/nothing"):
        assert stranger.get(f"/pairs/{two.pair.id}{path}").status_code == 404
    assert post(stranger, f"{two.lesson}/steps/read-1/done").status_code == 404
