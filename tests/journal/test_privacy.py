"""Who sees what: every role asks for every object, and gets what it would get for one that is not there."""

import re
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.rules import SiteRole
from portal.kernel.clock import now
from portal.kernel.database import new_id
from portal.programs.rules import EnrolmentRole
from tests import builders
from tests.builders import Someone, csrf, sign_in
from tests.journal.acting import OTHER_TEXT, TEXT, Browser, Two, actions, words

ID = re.compile(r"[A-Za-z0-9_-]{22}")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]+"')

ROLES = ("other pair", "coordinator", "instructor", "administrator")
STATES = ("draft", "sealed", "opened first", "open", "heard", "passed", "kept", "withdrawn")
ACTS = (
    ("GET", ""),
    ("GET", "/open"),
    ("POST", "/take-back"),
    ("POST", "/open"),
    ("POST", "/hearing"),
    ("POST", "/hearing/{hearing}/confirm"),
    ("POST", "/hearing/{hearing}/clarify"),
    ("POST", "/reply"),
    ("POST", "/pass"),
    ("POST", "/after-all"),
    ("GET", "/keep"),
    ("POST", "/keep"),
    ("GET", "/withdraw"),
    ("POST", "/withdraw"),
    ("POST", "/add"),
    ("POST", "/more"),
    ("POST", "/leave"),
    ("POST", "/in-person"),
    ("POST", "/advice"),
    ("GET", "/words/{hearing}/withdraw"),
    ("POST", "/words/{hearing}/withdraw"),
    ("GET", "/unlock"),
    ("POST", "/unlock"),
    ("GET", "/hearing/{hearing}/clarification/withdraw"),
    ("POST", "/hearing/{hearing}/clarification/withdraw"),
)
CHOICES = {"opened first": "open_mine", "kept": "keep", "withdrawn": "withdraw"}

# What each of the two sees of a reflection of the first; a dash is not even that it exists.
WHO_SEES_WHAT = """
                author      partner
draft           text        -
sealed          text        that
opened_first    text        text
open            text        text
heard           text        text
passed          that        that
kept            text        -
withdrawn       that        that
"""


def somebody(app: Flask, two: Two, role: str) -> Someone:
    site = {"instructor": (SiteRole.INSTRUCTOR,), "administrator": (SiteRole.ADMINISTRATOR,)}
    someone = builders.person(app, "Noor", language="en", roles=site.get(role, ()))
    if role == "coordinator":
        builders.enrol(app, someone, two.pair.program_id, EnrolmentRole.COORDINATOR)
    if role == "other pair":
        builders.pair(app, someone, builders.person(app, "Benoît"))
    return someone


def in_state(two: Two, state: str) -> tuple[str, str]:
    """The first person's reflection in this state, and what was heard in it (or no such thing)."""
    if state == "heard":
        mine, _ = two.both_open()
        return mine, two.second.hear(mine)
    if state == "open":
        return two.both_open()[0], new_id()
    if state == "passed":
        return two.first.pass_over(two.about), new_id()
    row = two.first.save(two.about)
    if state != "draft":
        two.first.seal(row)
    if state in CHOICES:
        getattr(two.first, CHOICES[state])(row)
    return row, new_id()


def ask(client: FlaskClient, method: str, address: str, token: str = "") -> TestResponse:
    if method == "GET":
        return client.get(address)
    return client.post(address, data={"csrf_token": token, "key": new_id(), "text": "May I?"})


def without_ids(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, TOKEN.sub("", ID.sub("", answer.text))


@pytest.mark.parametrize(("role", "state"), [*product(ROLES, STATES)])
def test_no_role_tells_a_text_from_nothing(app: Flask, two: Two, role: str, state: str) -> None:
    reflection, hearing = in_state(two, state)
    client = sign_in(app, somebody(app, two, role))
    token = csrf(client, "/help")
    for method, path in ACTS:
        there = f"/pairs/{two.pair.id}/journal/{reflection}{path.format(hearing=hearing)}"
        nowhere = f"/pairs/{new_id()}/journal/{new_id()}{path.format(hearing=new_id())}"
        asked, unknown = ask(client, method, there, token), ask(client, method, nowhere, token)
        assert asked.status_code == 404
        assert without_ids(asked) == without_ids(unknown)
    assert client.get(f"/pairs/{two.pair.id}/journal").status_code == 404


@pytest.mark.parametrize("state", STATES)
def test_a_visitor_is_sent_to_sign_in_whatever_there_is(app: Flask, client: FlaskClient, two: Two, state: str) -> None:
    reflection, hearing = in_state(two, state)
    token = csrf(client, "/help")
    for method, path in ACTS:
        answer = ask(client, method, f"/pairs/{two.pair.id}/journal/{reflection}{path.format(hearing=hearing)}", token)
        assert answer.status_code == (303 if method == "GET" else 401)
        assert TEXT not in answer.text


def test_the_partner_gets_of_a_draft_what_they_get_of_nothing(two: Two, ibrahim: Browser) -> None:
    draft = two.first.save(two.about)
    for method, path in ACTS:
        address = path.format(hearing=new_id())
        asked = ask(ibrahim.client, method, f"{ibrahim.journal}/{draft}{address}", ibrahim.token)
        unknown = ask(ibrahim.client, method, f"{ibrahim.journal}/{new_id()}{address}", ibrahim.token)
        assert asked.status_code == 404
        assert without_ids(asked) == without_ids(unknown)
    assert "Nothing is written yet" in ibrahim.get().text


def test_a_seal_that_was_taken_back_is_as_if_it_had_never_been(two: Two, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    assert ibrahim.get(f"/{row}").status_code == 200
    two.first.take_back(row)
    assert ibrahim.get(f"/{row}").status_code == 404
    assert "Nothing is written yet" in ibrahim.get().text


@pytest.mark.parametrize("path", ["/open", "/take-back"])
def test_the_partner_has_no_hand_on_my_text(two: Two, ibrahim: Browser, path: str) -> None:
    row = two.first.save_and_seal(two.about)
    assert ibrahim.post(f"/{row}{path}").status_code == 404
    seen = two.second.read(row)
    assert seen is not None
    assert seen.theirs is not None
    assert seen.theirs.state == "sealed"


def test_nobody_hears_or_answers_for_the_other(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    assert maite.post(f"/{mine}/hearing", key=new_id(), text="I hear myself.").status_code == 404
    for answer in ("confirm", "clarify"):
        assert ibrahim.post(f"/{mine}/hearing/{hearing}/{answer}", text="Yes, it was right.").status_code == 404
        assert maite.post(f"/{mine}/hearing/{new_id()}/{answer}", text="Of what?").status_code == 404


def test_a_round_is_answered_under_its_own_text_only(two: Two, maite: Browser) -> None:
    mine, theirs = two.both_open()
    hearing = two.first.hear(theirs)
    assert maite.post(f"/{mine}/hearing/{hearing}/confirm").status_code == 404


def test_someone_in_two_pairs_finds_each_text_in_its_own(app: Flask, two: Two, maite: Browser) -> None:
    mine, _ = two.both_open()
    other = Browser(app, two.pair.first, builders.pair(app, two.pair.first, builders.person(app, "Noor")).id)
    assert maite.get(f"/{mine}").status_code == 200
    assert other.get(f"/{mine}").status_code == 404
    assert other.post(f"/{mine}/reply", key=new_id(), text="Here?").status_code == 404
    assert OTHER_TEXT not in other.get().text


def test_a_sealed_text_is_on_no_page_of_the_partner(two: Two, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    for path in ("", f"/{row}"):
        assert TEXT not in ibrahim.get(path).text


def sights() -> list[tuple[str, str, str, str]]:
    """A row for each state of the pair: in a closed one, what is sealed is private."""
    rows = [line.split() for line in WHO_SEES_WHAT.strip().splitlines()[1:]]
    return [
        (pair_state, state.replace("_", " "), author, "-" if (pair_state, state) == ("closed", "sealed") else partner)
        for pair_state in ("active", "paused", "closing", "closed")
        for state, author, partner in rows
    ]


@pytest.mark.parametrize(("pair_state", "state", "author", "partner"), sights())
def test_who_sees_what(  # noqa: PLR0917 (a row of the table)
    two: Two, maite: Browser, ibrahim: Browser, pair_state: str, state: str, author: str, partner: str
) -> None:
    row, _ = in_state(two, state)
    moments = {"paused": "paused_at", "closing": "closing_at", "closed": "closed_at"}
    if pair_state in moments:
        two.set_state(**{moments[pair_state]: now()})
    for browser, sees in ((maite, author), (ibrahim, partner)):
        answer = browser.get(f"/{row}")
        assert answer.status_code == (404 if sees == "-" else 200)
        assert (TEXT in answer.text) is (sees == "text")
        assert (row in browser.get().text) is (sees != "-" and (state not in ("open", "heard") or browser is maite))
        assert TEXT not in browser.get().text


def test_what_is_private_for_good_is_its_authors_alone(two: Two, maite: Browser, ibrahim: Browser) -> None:
    row = two.first.save_and_seal(two.about)
    two.first.keep(row)
    assert two.second.lines() == set()
    assert ibrahim.get(f"/{row}").status_code == 404
    page = maite.page(f"/{row}")
    assert "Private" in words(page, ".leaves")
    assert TEXT in words(page, ".leaves")
    assert actions(page) == set()


def test_nobody_withdraws_the_words_of_the_other_by_their_address(two: Two, maite: Browser, ibrahim: Browser) -> None:
    mine, theirs = two.both_open()
    hearing = two.second.hear(mine)
    assert maite.get(f"/{mine}/words/{hearing}/withdraw").status_code == 404
    assert maite.post(f"/{mine}/words/{hearing}/withdraw").status_code == 404
    assert ibrahim.post(f"/{theirs}/words/{hearing}/withdraw").status_code == 404
    assert ibrahim.get(f"/{mine}/words/{hearing}/withdraw").status_code == 200
