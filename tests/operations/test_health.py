"""Alive, and able to serve: what is missing is named, and nothing else is told."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.accounts.rules import SiteRole
from portal.admin import service
from portal.app import create_app
from portal.kernel import clock, outbox, schema, secrecy
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.secrecy import Owner, Place
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.builders import person, sign_in

ALL_WELL = {"database": True, "migrations": True, "keys": True, "jobs": True}


@pytest.fixture
def migrated(app: Flask) -> Flask:
    """The tests' tables are made at once; here they also say which migration they are worth."""
    with app.app_context(), transaction():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        db.session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": schema.newest()})
    return app


def test_alive_asks_nothing_of_the_database(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "health", lambda: pytest.fail("asked"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_ready_when_all_is_there(migrated: Flask) -> None:
    answer = migrated.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, ALL_WELL)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_not_ready_before_the_migrations(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, ALL_WELL | {"migrations": False})


def test_not_ready_without_the_master_key(migrated: Flask, settings: Settings) -> None:
    settings.master_key_path().unlink()
    answer = create_app(settings).test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, ALL_WELL | {"keys": False})


def test_not_ready_with_another_master_key(migrated: Flask, settings: Settings) -> None:
    with migrated.app_context(), transaction():
        secrecy.close(Owner(new_id()), Place("reflection", "text_cipher", new_id()), "Des mots")
    assert migrated.test_client().get("/readyz").json == ALL_WELL
    settings.master_key_path().unlink()
    settings.make_master_key()
    answer = create_app(settings).test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, ALL_WELL | {"keys": False})


def test_not_ready_while_jobs_are_late(migrated: Flask) -> None:
    with migrated.app_context(), transaction():
        outbox.put("nobody.handles", "late")
    with clock.at(now() + timedelta(hours=1)):
        answer = migrated.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, ALL_WELL | {"jobs": False})


def test_not_ready_without_a_database(settings: Settings) -> None:
    nowhere = create_app(settings.model_copy(update={"database_url": f"sqlite:///{settings.data}/none/none.sqlite3"}))
    client = nowhere.test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": False, "migrations": False, "keys": True, "jobs": False}
    assert client.get("/healthz").status_code == 200


def test_the_health_page_tells_an_administrator_the_same(migrated: Flask) -> None:
    boss = sign_in(migrated, person(migrated, roles=(SiteRole.ADMINISTRATOR,)))
    shown = boss.get("/admin/health?lang=en").text
    assert "The database is at the newest one." in shown
    assert "Nothing is late." in shown
    assert "No job was given up." in shown
