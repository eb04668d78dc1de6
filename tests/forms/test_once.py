"""Every form of the portal, pressed five times at once: what is there afterwards is what one press leaves."""

import re
from collections import Counter
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.kernel.database import Base, db
from tests.accounts.people import copy_of
from tests.forms.conftest import Stage
from tests.forms.finding import Form, browser_of, send, token_for
from tests.forms.test_found import POSTS
from tests.forms.test_hostile import base
from tests.pairs.acting import at_once

PRESSES = 5
ID = re.compile(r"/[\w-]{22}(?=[/?#]|$)")
# Each answers alike whether an address is known, which a key of the visitor's would not change: a mail a press, and
# few of them; or makes nothing but a session a press.
EACH_TIME = frozenset({"accounts.join", "accounts.ask_reset", "accounts.enter"})
# A mailed link works once and says so from then on; whoever ends their own session is asked to sign in.
USED_UP = frozenset({"accounts.confirmed", "accounts.password_chosen", "accounts.end_all"})
COUNTED = "throttle"


def rows(app: Flask) -> Counter[str]:
    with app.app_context():
        tables = [table for table in Base.metadata.sorted_tables if table.name != COUNTED]
        return Counter({one.name: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables})


def known(answer: TestResponse) -> str:
    """Where it leads, whatever the id of what was made."""
    return ID.sub("/…", answer.headers.get("Location", ""))


def ready(stage: Stage, form: Form) -> tuple[FlaskClient, str]:
    stage.again()
    browser = browser_of(stage.app, form)
    return browser, token_for(browser, form)


@pytest.mark.both_databases
@pytest.mark.parametrize("endpoint", [one for one in POSTS if one not in EACH_TIME | USED_UP])
def test_five_presses_leave_what_one_leaves(stage: Stage, endpoint: str) -> None:
    for form in [form for form in stage.forms if form.endpoint == endpoint]:
        browser, token = ready(stage, form)
        first = send(browser, form, base(form), token)
        left, led = rows(stage.app), (first.status_code, known(first))
        browser, token = ready(stage, form)
        presses = [partial(send, copy_of(browser), form, base(form), token) for _ in range(PRESSES)]
        answers = at_once(*presses)
        assert rows(stage.app) == left, form
        assert Counter((answer.status_code, known(answer)) for answer in answers) == {led: PRESSES}, form
        assert len({answer.headers.get("Location") for answer in answers}) == 1
