"""The vocabulary of columns, and the safety settings of both databases."""

import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Engine, NullPool, create_engine, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.app import create_app
from portal.kernel import database
from portal.kernel.access import PUBLIC, requires
from portal.kernel.database import (
    WAL_IS_SAFE_FROM,
    db,
    engine_options,
    insert_if_new,
    is_id,
    new_id,
    prepare,
    sqlite_module,
)
from portal.kernel.throttle import Tries
from portal.kernel.transaction import apart, transaction
from portal.settings import Settings
from tests import builders
from tests.databases import sqlite_path

MOMENT = datetime(2026, 11, 23, 17, 30, 15, 123456, tzinfo=UTC)


def pragmas_of(engine: Engine) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete", "trusted_schema")
    with engine.connect() as connection:
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}


def opened(path: Path) -> Engine:
    address = f"sqlite:///{path}"
    engine = create_engine(address, poolclass=NullPool, **engine_options(address))
    prepare(engine)
    return engine


def test_ids_are_unguessable_and_known_as_such() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(is_id(one) for one in made)


@pytest.mark.parametrize(
    "text", ["", "a" * 21, "a" * 23, "a" * 21 + "/", "a" * 21 + "é", "a" * 21 + "\n", "a" * 21 + "%"]
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_id(text)


@pytest.mark.both_databases
@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=45))])
def test_a_moment_comes_back_as_the_same_moment_in_utc(app: Flask, zone: timezone) -> None:
    someone = builders.person(app)
    with app.app_context():
        with transaction():
            db.session.get_one(Person, someone.id).seen_until = MOMENT.astimezone(zone)
        kept = db.session.get_one(Person, someone.id).seen_until
        assert kept == MOMENT
        assert kept.tzinfo is UTC
        assert db.session.scalar(select(Person.id).where(Person.seen_until == MOMENT.astimezone(zone))) == someone.id


@pytest.mark.both_databases
def test_a_moment_without_a_time_zone_is_refused(app: Flask) -> None:
    someone = builders.person(app)
    with app.app_context(), pytest.raises(StatementError, match="without a time zone"), transaction():
        db.session.get_one(Person, someone.id).seen_until = MOMENT.replace(tzinfo=None)


@pytest.mark.both_databases
def test_an_enum_is_refused_by_the_database_too(app: Flask) -> None:
    someone = builders.person(app, roles=(SiteRole.INSTRUCTOR,))
    with app.app_context():
        with pytest.raises(IntegrityError, match="ck_site_role_siterole"), transaction():
            db.session.execute(text("UPDATE site_role SET role = 'queen'"))
        assert db.session.get_one(RoleGiven, (someone.id, SiteRole.INSTRUCTOR)).role is SiteRole.INSTRUCTOR


@pytest.mark.both_databases
def test_a_row_that_points_to_nothing_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(IntegrityError), transaction():
        db.session.add(RoleGiven(person_id=new_id(), role=SiteRole.INSTRUCTOR, given_at=MOMENT))


@pytest.mark.both_databases
def test_an_error_does_not_tell_the_values_of_its_statement(app: Flask) -> None:
    with app.app_context(), pytest.raises(DBAPIError) as refused, transaction():
        db.session.execute(text("INSERT INTO person (name) VALUES (:name)"), {"name": "a secret"})
    assert "a secret" not in str(refused.value).partition("[SQL:")[2]
    assert "hidden" in str(refused.value)


@pytest.mark.both_databases
def test_a_row_is_inserted_once_however_many_try_at_once(app: Flask) -> None:
    ready = Barrier(4)

    def insert(number: int) -> bool:
        with app.app_context():
            ready.wait()
            with apart() as session:
                return insert_if_new(session, Tries, scope="x", key_hmac="y", window_start=MOMENT, count=number)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(insert, range(4))) == [False, False, False, True]


@pytest.mark.both_databases
def test_another_violation_is_still_an_error(app: Flask) -> None:
    with app.app_context(), pytest.raises(IntegrityError), apart() as session:
        insert_if_new(session, RoleGiven, person_id=new_id(), role=SiteRole.INSTRUCTOR, given_at=MOMENT)


def test_sqlite_is_opened_with_care(app: Flask) -> None:
    safe = sqlite_module().sqlite_version_info >= WAL_IS_SAFE_FROM
    with app.app_context():
        assert pragmas_of(db.engine) == {
            "journal_mode": "wal" if safe else "delete",
            "synchronous": 2 if safe else 3,
            "busy_timeout": 10000,
            "foreign_keys": 1,
            "secure_delete": 1,
            "trusted_schema": 0,
        }


@pytest.mark.parametrize(
    ("version", "mode", "synchronous"),
    [((3, 40, 1), "delete", 3), ((3, 51, 2), "delete", 3), ((3, 51, 3), "wal", 2), ((3, 53, 4), "wal", 2)],
)
def test_the_write_ahead_log_is_only_for_libraries_without_the_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], mode: str, synchronous: int
) -> None:
    monkeypatch.setattr(sqlite_module(), "sqlite_version_info", version)
    pragmas = pragmas_of(opened(tmp_path / "some.sqlite3"))
    assert (pragmas["journal_mode"], pragmas["synchronous"]) == (mode, synchronous)


def test_without_the_bundled_library_the_interpreters_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.importlib.util, "find_spec", lambda _name: None)
    assert sqlite_module() is sqlite3


def test_a_reader_does_not_wait_for_a_writer(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context(), transaction():
        db.session.execute(update(Person).values(name="Autre"))
        with app.app_context():
            assert db.session.get_one(Person, someone.id).name == "Maïté"


def test_a_writer_that_waits_too_long_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.2)
    impatient = create_app(settings)
    with impatient.app_context(), transaction():
        with impatient.app_context(), pytest.raises(OperationalError, match="locked"), transaction():
            pass
        db.session.execute(update(Person).values(name="Autre"))
    with impatient.app_context(), transaction():
        pass


def test_a_turn_is_over_whatever_becomes_of_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.2)
    app = create_app(settings)

    def fail(how: str) -> None:
        with app.app_context(), transaction():
            if how == "statement":
                db.session.execute(text("SELECT nothing FROM nowhere"))
            if how == "connection":
                db.session.connection().invalidate()
            raise ZeroDivisionError

    for how in ("error", "statement", "connection") * 10:
        with pytest.raises((ZeroDivisionError, DBAPIError)):
            fail(how)
    with app.app_context(), transaction():
        db.session.execute(update(Person).values(name="Autre"))


def test_only_an_embedded_database_has_a_path() -> None:
    assert sqlite_path("sqlite:////data/portal.sqlite3") == Path("/data/portal.sqlite3")
    assert sqlite_path("postgresql://host/name") is None


@pytest.mark.both_databases
def test_the_log_of_an_error_does_not_tell_them_either(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> str:
        db.session.execute(text("SELECT :word FROM nowhere"), {"word": "a secret"})
        return ""

    app.add_url_rule("/fail", view_func=requires(PUBLIC)(fail))
    with caplog.at_level(logging.DEBUG):
        assert app.test_client().get("/fail").status_code >= 500
    assert caplog.records
    assert "a secret" not in caplog.text
