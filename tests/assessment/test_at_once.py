"""Several devices of one person at once, on both databases; and what the pages ask of them."""

from functools import partial

import pytest
from flask import Flask

from portal.assessment import service
from portal.assessment.models import Sitting
from portal.assessment.rules import Given, SittingKind
from portal.kernel.database import db
from portal.kernel.secrecy import DataKey
from tests import builders
from tests.assessment.asking import all_given, ask, asked, sit
from tests.builders import csrf, sign_in
from tests.journal.test_statements import asked as statements_for
from tests.pairs.acting import at_once

pytestmark = pytest.mark.both_databases

SHEETS = 6


def test_every_page_sent_at_once_is_kept(app: Flask) -> None:
    """The first of them begins the sitting, and makes its person's key."""
    ask(app)
    who = builders.person(app)
    keys = [one.key for one in asked().situations[::2]]
    presses = []
    for page, key in enumerate(keys, start=1):
        browser = sign_in(app, who)
        token = csrf(browser, "/help")
        sent = {"csrf_token": token, "version": "0", f"answer-{key}": "a", f"sure-{key}": "3"}
        presses.append(partial(browser.post, f"/self-assessment/before/{page}", data=sent))
    assert [answer.status_code for answer in at_once(*presses)] == [303] * SHEETS
    with app.app_context():
        sat = service.read(who.id).before
        assert sat is not None
        assert sat.given == dict.fromkeys(keys, Given("a", 3))
        assert sat.version == SHEETS
        assert db.session.query(Sitting).count() == db.session.query(DataKey).count() == 1


def test_pages_take_few_statements_whatever_was_answered(app: Flask) -> None:
    ask(app)
    people = builders.person(app), builders.person(app)
    sit(app, people[0].id, SittingKind.BEFORE, {"cu01": Given("a", 3)}, finish=False)
    sit(app, people[1].id, SittingKind.BEFORE, all_given(cu01=Given("b", 1)), finish=False)
    few, many = (
        [
            statements_for(app, sign_in(app, who), f"/self-assessment{path}")
            for path in ("", "/before/1", "/before/finish")
        ]
        for who in people
    )
    assert few == many
    assert max(many) <= 4


def test_results_and_profiles_take_few_statements(app: Flask) -> None:
    ask(app)
    two = builders.pair(app)
    for kind in SittingKind:
        sit(app, two.first.id, kind, all_given())
    mine, theirs = sign_in(app, two.first), sign_in(app, two.second)
    with app.app_context():
        sitting = db.session.query(Sitting).filter_by(kind=SittingKind.AFTER).one().id
    builders.post(mine, "/account/profile/levels", sitting=sitting, strands="culture")
    assert statements_for(app, mine, "/self-assessment/results") <= 4
    assert statements_for(app, mine, "/self-assessment/answers/culture") <= 4
    assert statements_for(app, theirs, f"/pairs/{two.id}/partner") <= 8
    assert statements_for(app, mine, "/account/profile") <= 10
