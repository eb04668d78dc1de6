"""What happens at the same instant: one press is first, the other is answered, and nobody waits in a ring."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Barrier, BrokenBarrierError, Event
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts import service
from portal.accounts.models import RoleGiven, SignInSession
from portal.accounts.rules import SiteRole
from portal.accounts.service import sessions
from portal.accounts.views import links
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests.accounts.people import ANOTHER, link_in, mails, open_sessions, send, sign_up, with_password
from tests.builders import csrf, person, sign_in
from tests.pairs.acting import at_once

pytestmark = pytest.mark.both_databases

Press = Callable[[], TestResponse]


def meeting(act: Callable[..., Any]) -> Callable[..., Any]:
    """`act`, begun by two at the same instant; where the database lets in one at a time, one after the other."""
    barrier = Barrier(2)

    def together(*arguments: object) -> object:
        with suppress(BrokenBarrierError):
            barrier.wait(1)
        return act(*arguments)

    return together


@pytest.fixture
def both_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two presses have both seen that a link is open before either uses it."""
    barrier = Barrier(2)

    @contextmanager
    def after_both() -> Iterator[None]:
        barrier.wait(30)
        with transaction():
            yield

    monkeypatch.setattr(links, "transaction", after_both)


def pressing(client: FlaskClient, address: str, **fields: str) -> Press:
    return partial(client.post, address, data={"csrf_token": csrf(client, address), **fields})


def of_two(one: Press, other: Press) -> list[int]:
    return sorted(answer.status_code for answer in at_once(one, other))


@pytest.mark.usefixtures("both_looked")
def test_a_double_press_confirms_once(app: Flask, client: FlaskClient) -> None:
    sign_up(client, "maite@example.ca")
    address = link_in(mails(app)[0])
    answers = at_once(pressing(client, address), pressing(client, address))
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    assert "/login" in next(answer.text for answer in answers if answer.status_code == 410)


@pytest.mark.usefixtures("both_looked")
def test_a_double_press_chooses_one_password(app: Flask) -> None:
    someone, visitor = with_password(app), app.test_client()
    send(visitor, "/reset", email=someone.email)
    address = link_in(mails(app)[0])
    assert of_two(*(pressing(app.test_client(), address, password=ANOTHER) for _ in range(2))) == [303, 410]


@pytest.mark.usefixtures("both_looked")
def test_a_double_press_moves_once(app: Flask) -> None:
    someone = with_password(app)
    mine = sign_in(app, someone)
    send(mine, "/account/address", email="elsewhere@example.ca", current="une phrase assez longue")
    address = link_in(mails(app)[0])
    assert of_two(pressing(mine, address), pressing(mine, address)) == [303, 410]


def test_a_role_given_twice_at_once_is_given_once(app: Flask) -> None:
    boss, someone = person(app), person(app, "Ibrahim")

    def give() -> None:
        with app.app_context(), transaction():
            service.give_role(boss.id, someone.id, SiteRole.INSTRUCTOR)
            with suppress(BrokenBarrierError):
                barrier.wait(1)

    barrier = Barrier(2)
    assert at_once(give, give) == [None, None]
    with app.app_context():
        assert db.session.query(RoleGiven).filter_by(person_id=someone.id).count() == 1


def test_two_browsers_sign_each_other_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = person(app)
    mine = [sign_in(app, someone) for _ in range(2)]
    with app.app_context():
        ids = [row.id for row in db.session.query(SignInSession).order_by(SignInSession.created_at)]
    tokens = [csrf(client, "/account/security") for client in mine]
    monkeypatch.setattr(sessions, "end_session", meeting(sessions.end_session))
    presses = (
        partial(mine[number].post, f"/account/sessions/{ids[1 - number]}/end", data={"csrf_token": tokens[number]})
        for number in range(2)
    )
    assert of_two(*presses) == [303, 303]
    assert open_sessions(app, someone) == 0


def test_two_browsers_sign_out_everywhere(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = person(app)
    mine = [sign_in(app, someone) for _ in range(2)]
    tokens = [csrf(client, "/account/security") for client in mine]
    monkeypatch.setattr(sessions, "end_all_sessions", meeting(sessions.end_all_sessions))
    presses = (
        partial(client.post, "/account/sessions/end", data={"csrf_token": token})
        for client, token in zip(mine, tokens, strict=True)
    )
    assert of_two(*presses) == [303, 303]
    assert open_sessions(app, someone) == 0


def test_a_right_password_unlocks_while_the_same_browser_saves(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = person(app)
    sign_in(app, someone)
    saving, unlocked = Event(), Event()
    with app.app_context():
        session_id = db.session.query(SignInSession.id).filter_by(person_id=someone.id).scalar()
    monkeypatch.setattr(sessions, "signed_in", lambda: SimpleNamespace(session_id=session_id))

    def save() -> None:
        with app.app_context(), transaction():
            db.session.get_one(SignInSession, session_id, with_for_update=True)
            saving.set()
            unlocked.wait(0.5)

    def unlock() -> None:
        saving.wait(30)
        with app.app_context(), transaction():
            sessions.unlock()
        unlocked.set()

    at_once(save, unlock)
    with app.app_context():
        assert db.session.get_one(SignInSession, session_id).unlocked_at is not None
