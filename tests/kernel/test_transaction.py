"""The only commits in the portal: none lost, none where it must not write."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.transaction import apart, transaction
from tests import builders

THREADS = 8
ROUNDS = 25


def test_concurrent_read_then_write_loses_nothing(app: Flask) -> None:
    someone = builders.person(app)

    def add_one(_: int) -> None:
        with app.app_context(), transaction():
            row = db.session.get_one(Person, someone.id, with_for_update=True)
            row.version += 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(add_one, range(THREADS * ROUNDS)))

    with app.app_context():
        assert db.session.scalar(select(Person.version).where(Person.id == someone.id)) == 1 + THREADS * ROUNDS


def test_outside_a_transaction_the_database_refuses_to_write(app: Flask) -> None:
    someone = builders.person(app)
    with app.app_context():
        db.session.get_one(Person, someone.id).name = "Autre"
        with pytest.raises(DBAPIError):
            db.session.flush()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_safe_request_cannot_open_one(app: Flask, method: str) -> None:
    with (
        app.test_request_context("/", method=method),
        pytest.raises(RuntimeError, match="tried to write"),
        transaction(),
    ):
        pass


def test_one_inside_another_is_refused(app: Flask) -> None:
    with app.app_context(), transaction(), pytest.raises(RuntimeError, match="inside"), transaction():
        pass


def test_an_error_undoes_the_whole_use_case(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        db.session.get_one(Person, someone.id).name = "Autre"
        db.session.flush()
        raise ZeroDivisionError
    with app.app_context():
        assert db.session.get_one(Person, someone.id).name == "Maïté"


def test_what_is_read_before_is_read_again_under_the_lock(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context():
        mine = db.session.get_one(Person, someone.id)
        assert mine.name == "Maïté"
        with apart() as elsewhere:
            elsewhere.get_one(Person, someone.id).name = "Ibrahim"
        with transaction():
            assert mine.name == "Ibrahim"


def test_what_is_written_apart_survives_a_refusal(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context():
        with apart() as session:
            session.get_one(Person, someone.id).name = "Ibrahim"
        with pytest.raises(ZeroDivisionError), transaction():
            raise ZeroDivisionError
        assert db.session.get_one(Person, someone.id).name == "Ibrahim"
