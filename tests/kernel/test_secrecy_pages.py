"""Without the master key, or with another one, the journal waits and everything else goes on."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.app import create_app
from portal.kernel import schema
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.access.matrix import MATRIX, Kind, Meets
from tests.access.world import World, build
from tests.builders import csrf, sign_in

WAIT = {
    *("journal.card", "journal.predictions", "journal.entry", "journal.exchange", "journal.opening", "journal.writing"),
    *("pairs.agreement", "pairs.agreement_text", "remarks.mine", "safety.report_text", "safety.show"),
}
"""What may wait: pages that are nothing but what somebody wrote."""
SAFE = "Ce que vous avez écrit est en sûreté"
TYPED = "J’ai appris à écouter avant de répondre."
ORDER = (Kind.MEMBER, Kind.PARTNER, Kind.ADMINISTRATOR, Kind.VISITOR)


@pytest.fixture
def world(app: Flask, tmp_path: Path) -> World:
    return build(app, tmp_path / "lessons")


@pytest.fixture(params=["missing", "another"])
def keyless(request: pytest.FixtureRequest, app: Flask, world: World, settings: Settings) -> Flask:
    """The same portal, started where the master key is not what it was."""
    path = settings.master_key_path()
    if request.param == "missing":
        path.unlink()
    else:
        path.write_text(secrets.token_hex(32) + "\n")
    return create_app(settings)


def browsers(app: Flask, world: World) -> Callable[[Kind], FlaskClient]:
    made: dict[Kind, FlaskClient] = {}

    def browser(kind: Kind) -> FlaskClient:
        if kind not in made:
            made[kind] = sign_in(app, world.people[kind]) if kind in world.people else app.test_client()
        return made[kind]

    return browser


def addresses(app: Flask, world: World) -> dict[str, tuple[Kind, str]]:
    """Every page there is, by endpoint, with who comes in."""
    found = {}
    for (method, endpoint), row in MATRIX.items():
        kind = next((kind for kind in ORDER if row[kind] is Meets.IN), None)
        if method == "GET" and kind is not None:
            arguments = world.address_for(kind, endpoint)
            (rule,) = (rule for rule in app.url_map.iter_rules(endpoint) if "GET" in (rule.methods or ()))
            with app.test_request_context():
                found[endpoint] = kind, url_for(endpoint, **{name: arguments[name] for name in rule.arguments})
    return found


def test_every_page_that_shows_no_text_goes_on(keyless: Flask, world: World) -> None:
    browser, met = browsers(keyless, world), {}
    for endpoint, (kind, address) in addresses(keyless, world).items():
        answer = browser(kind).get(address, headers={"Accept-Language": "fr"})
        met[endpoint] = answer.status_code
        if answer.status_code == 503 and endpoint != "health.ready":
            assert SAFE in answer.text, endpoint
    waits = {endpoint for endpoint, status in met.items() if status >= 500}
    assert waits - {"health.ready"} <= WAIT
    assert waits >= {"journal.exchange", "health.ready"}


def test_a_lesson_goes_on_and_keeps_what_was_typed(keyless: Flask, world: World) -> None:
    member = sign_in(keyless, world.people[Kind.MEMBER])
    _, address = addresses(keyless, world)["learning.lesson"]
    page = member.get(address).text
    assert SAFE in page
    answer = member.post(
        f"{address}/reflection",
        data={"csrf_token": csrf(member, "/help"), "text": TYPED, "version": "0", "act": "save"},
    )
    assert answer.status_code == 503
    assert SAFE in answer.text
    assert TYPED in answer.text


def test_the_health_check_tells(keyless: Flask) -> None:
    with keyless.app_context(), transaction():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        db.session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": schema.newest()})
    answer = keyless.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": True, "migrations": True, "keys": False, "jobs": True}
