"""The only commits in the portal: whole or not at all, and nowhere else."""

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from portal.accounts.models import Person
from portal.kernel.access import PUBLIC, requires
from portal.kernel.database import db
from portal.kernel.transaction import afterwards, apart, end_reading, transaction
from tests import builders

pytestmark = pytest.mark.both_databases

RENAME = update(Person).values(name="Autre")


def name_of(app: Flask, someone: builders.Someone) -> str:
    with app.app_context():
        return db.session.get_one(Person, someone.id).name


def test_outside_a_transaction_the_database_refuses_to_write(app: Flask) -> None:
    someone = builders.person(app)
    with app.app_context():
        db.session.get_one(Person, someone.id).name = "Autre"
        with pytest.raises(DBAPIError):
            db.session.flush()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_safe_request_cannot_open_one(app: Flask, method: str) -> None:
    with app.test_request_context("/", method=method):
        with pytest.raises(RuntimeError, match="tried to write"), transaction():
            pass
        with pytest.raises(RuntimeError, match="tried to write"), apart():
            pass


@pytest.mark.parametrize("statement", [RENAME, text("UPDATE person SET name = 'Autre'"), text("DELETE FROM person")])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_view_that_writes_when_it_is_read_gets_nowhere(app: Flask, statement: object, method: str) -> None:
    def write() -> str:
        db.session.execute(statement)  # type: ignore[call-overload]
        db.session.commit()
        return "written"

    app.add_url_rule("/write", view_func=requires(PUBLIC)(write))
    someone = builders.person(app, "Maïté")
    assert app.test_client().open("/write", method=method).status_code >= 500
    assert name_of(app, someone) == "Maïté"


def test_the_connection_that_wrote_reads_only_again(app: Flask) -> None:
    someone = builders.person(app)
    for _ in range(3):
        with app.app_context():
            with transaction():
                db.session.execute(RENAME)
            with pytest.raises(DBAPIError):
                db.session.execute(RENAME)
            db.session.rollback()
            assert db.session.get_one(Person, someone.id).name == "Autre"


def test_one_inside_another_is_refused(app: Flask) -> None:
    with app.app_context(), transaction(), pytest.raises(RuntimeError, match="inside"), transaction():
        pass


def test_what_would_undo_one_is_refused_inside(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context(), transaction():
        db.session.execute(RENAME)
        with pytest.raises(RuntimeError, match="inside"):
            end_reading()
        with pytest.raises(RuntimeError, match="inside"), apart():
            pass
    assert name_of(app, someone) == "Autre"


def test_an_error_undoes_the_whole_use_case(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        db.session.get_one(Person, someone.id).name = "Autre"
        db.session.flush()
        raise ZeroDivisionError
    assert name_of(app, someone) == "Maïté"


def test_after_an_error_the_next_one_opens(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            raise ZeroDivisionError
        with transaction():
            db.session.execute(RENAME)
    assert name_of(app, someone) == "Autre"


def test_what_was_added_before_it_is_not_part_of_it(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context():
        db.session.get_one(Person, someone.id).name = "Autre"
        with transaction():
            pass
    assert name_of(app, someone) == "Maïté"


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
    assert name_of(app, someone) == "Ibrahim"


def test_an_error_undoes_what_is_written_apart(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context(), pytest.raises(ZeroDivisionError), apart() as session:
        session.get_one(Person, someone.id).name = "Ibrahim"
        session.flush()
        raise ZeroDivisionError
    assert name_of(app, someone) == "Maïté"


def test_afterwards_is_after_the_commit_and_once(app: Flask) -> None:
    someone, seen = builders.person(app, "Maïté"), []

    def look() -> None:
        seen.append(name_of(app, someone))

    with app.app_context(), transaction():
        afterwards(look)
        afterwards(look)
        db.session.execute(RENAME)
        assert seen == []
    assert seen == ["Autre"]


def test_afterwards_is_forgotten_with_what_failed(app: Flask) -> None:
    seen: list[int] = []
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            afterwards(lambda: seen.append(1))
            raise ZeroDivisionError
        with transaction():
            pass
    assert seen == []


def test_afterwards_needs_a_transaction(app: Flask) -> None:
    with app.app_context():
        for _ in range(2):
            with pytest.raises(RuntimeError, match="outside"):
                afterwards(lambda: None)
            with transaction():
                pass
