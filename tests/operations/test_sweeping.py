"""What is over is erased when the privacy page says so: not a day earlier, and nothing else."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import AccountLink, Consent, Person, SignInSession
from portal.accounts.service import sessions
from portal.kernel import clock, jobs, ledger, outbox
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.outbox import Outgoing
from portal.kernel.transaction import transaction
from portal.pairs.models import Invitation
from portal.privacy.service import delete_account
from tests.accounts.people import mails, sign_up
from tests.builders import pair, person, sign_in
from tests.pairs.acting import invitation

pytestmark = pytest.mark.both_databases

EMAIL = "maite@example.ca"


def left(app: Flask, model: type, days: float) -> int:
    """How many rows are left after a sweep in so many days."""
    with app.app_context():
        with clock.at(now() + timedelta(days=days)):
            jobs.sweep()
        return db.session.query(model).count()


def test_links_and_who_never_opened_one(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    assert (left(app, Person, 29.9), left(app, AccountLink, 29.9)) == (1, 1)
    assert left(app, Person, 30.1) == 0
    with app.app_context():
        assert db.session.query(Consent).count() == db.session.query(AccountLink).count() == 0


def test_links_of_who_is_here(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    with app.app_context(), transaction():
        db.session.query(Person).one().email_confirmed_at = now()
    assert left(app, AccountLink, 36.9) == 1
    assert left(app, AccountLink, 37.1) == 0
    assert left(app, Person, 1000) == 1


def test_who_began_again_has_their_time(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    with clock.at(now() + timedelta(days=29)):
        sign_up(client, EMAIL)
    assert left(app, Person, 31) == 1
    assert left(app, Person, 37) == 0


def test_somebody_at_whom_something_points_stays(app: Flask) -> None:
    two = pair(app)
    with app.app_context(), transaction():
        db.session.get_one(Person, two.first.id).email_confirmed_at = None
    assert left(app, Person, 1000) == 2


def test_sessions(app: Flask) -> None:
    someone = person(app)
    for _ in range(2):
        sign_in(app, someone)
    with app.app_context(), transaction():
        sessions.end_session(db.session.query(SignInSession).first().id)
    assert left(app, SignInSession, 89.9) == 2
    assert left(app, SignInSession, 90.1) == 1
    assert left(app, SignInSession, 119.9) == 1
    assert left(app, SignInSession, 120.1) == 0


def test_what_was_done_and_not_what_waits(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    assert left(app, Outgoing, 29) == 1
    mails(app)
    assert left(app, Outgoing, 29.9) == 1
    assert left(app, Outgoing, 30.1) == 0


def test_what_never_left(app: Flask, client: FlaskClient) -> None:
    sign_up(client, EMAIL)
    with app.app_context(), transaction():
        db.session.query(Outgoing).one().attempts = outbox.TRIES
    assert left(app, Outgoing, 29.9) == 1
    assert left(app, Outgoing, 30.1) == 0


def test_an_erasure_waits_for_its_ledger_however_long(app: Flask) -> None:
    with app.app_context(), transaction():
        outbox.put(ledger.JOB, "erasure", ids={"kind": "text", "ids": "some id", "at": now().isoformat()})
        db.session.query(Outgoing).one().attempts = outbox.TRIES
    assert left(app, Outgoing, 1000) == 1


def test_the_address_of_an_invitation(app: Flask) -> None:
    sent = invitation(app, person(app), "noor@example.org")
    assert left(app, Invitation, 43.9) == 1
    with app.app_context():
        assert db.session.get_one(Invitation, sent).email == "noor@example.org"
    assert left(app, Invitation, 44.1) == 1
    with app.app_context():
        assert db.session.get_one(Invitation, sent).email is None


def test_the_row_of_a_deleted_account_once_nothing_points_to_it(app: Flask) -> None:
    alone, two = person(app), pair(app)
    with app.app_context(), transaction():
        for one in (alone, two.first):
            delete_account(one.id)
    assert left(app, Person, 29.9) == 3
    assert left(app, Person, 30.1) == 2
