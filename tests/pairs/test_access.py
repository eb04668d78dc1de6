"""A pair is its two people's alone: every address of it is nothing to anybody else."""

import pytest
from flask import Flask

from portal.accounts.rules import SiteRole
from portal.programs.rules import EnrolmentRole
from tests.builders import enrol, pair, person, post, sign_in
from tests.pairs.acting import halves


def addresses(app: Flask, pair_id: str) -> list[tuple[str, str]]:
    """Method and path of everything about one pair that this slice answers."""
    adapter = app.url_map.bind("localhost")
    return [
        (method, adapter.build(rule.endpoint, {"pair": pair_id}, method=method))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("pairs.") and rule.arguments == {"pair"}
        for method in (rule.methods or set()) & {"GET", "POST"}
    ]


@pytest.mark.parametrize("who", ["of another pair", "coordinator", "instructor", "administrator"])
def test_others_find_nothing(app: Flask, who: str) -> None:
    two = pair(app)
    roles = {"instructor": (SiteRole.INSTRUCTOR,), "administrator": (SiteRole.ADMINISTRATOR,)}
    someone = person(app, "Noor", roles=roles.get(who, ()))
    if who == "coordinator":
        enrol(app, someone, two.program_id, EnrolmentRole.COORDINATOR)
    pair(app, someone)
    browser = sign_in(app, someone)
    for method, path in addresses(app, two.id):
        answer = browser.get(path) if method == "GET" else post(browser, path)
        assert answer.status_code == 404, path


def test_there_are_addresses_to_ask_for(app: Flask) -> None:
    found = addresses(app, "x")
    assert ("POST", "/pairs/x/finish") in found
    assert len(found) == 20


def test_a_visitor_is_sent_to_sign_in(app: Flask) -> None:
    visitor = app.test_client()
    for method, path in addresses(app, pair(app).id):
        if method == "GET":
            assert visitor.get(path).headers["Location"] == f"/login?next={path}"
        else:
            assert post(visitor, path, seen_on="/login").status_code == 401


def test_a_button_without_its_token_is_refused(app: Flask) -> None:
    maite, _ = halves(app)
    browser = maite.browser()
    for method, path in addresses(app, maite.pair_id):
        if method == "POST":
            assert browser.post(path, headers={"Origin": "http://localhost"}).status_code == 400
    assert maite.seen().paused_at is None


def test_nobody_acts_in_one_pair_with_what_belongs_to_another(app: Flask) -> None:
    maite, ibrahim = halves(app)
    elsewhere = halves(app)
    for one in (maite, ibrahim, *elsewhere):
        one.hand_over()
    text_id = elsewhere[0].propose(rhythm="weekly")
    answer = post(maite.browser(), f"/pairs/{maite.pair_id}/agreement/sign", agreement=text_id)
    assert answer.status_code == 409
    assert "weekly" not in answer.text
    assert elsewhere[1].read().in_force is None
