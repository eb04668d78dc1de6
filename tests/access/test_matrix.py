"""Every cell of the matrix is really requested, on a copy of one world."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.kernel import schema
from portal.settings import Settings
from tests.access.matrix import MATRIX, Kind, Meets
from tests.access.world import World, build
from tests.builders import TOKEN, csrf, sign_in
from tests.databases import Databases, engines_closed

ROWS = sorted(MATRIX, key=lambda key: (key[1], key[0]))
REFUSED_STATUSES = {401, 403, 404}


@pytest.fixture(scope="session")
def worlds(
    sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], tuple[Flask, World]]]:
    """Copies of one world: what a row of the matrix does to it, no other row sees."""
    home = tmp_path_factory.mktemp("world")
    settings = _settings(home / "data", sqlite_databases.new(empty=True))
    settings.make_keys()
    schema.upgrade(settings.database_url)
    with engines_closed():
        world = build(create_app(settings), home / "lessons")
    original = Path(make_url(settings.database_url).database or "")

    def copy(folder: Path) -> tuple[Flask, World]:
        shutil.copytree(settings.data, folder / "data")
        database = folder / "portal.sqlite3"
        shutil.copyfile(original, database)
        return create_app(_settings(folder / "data", f"sqlite:///{database}")), world

    yield copy
    sqlite_databases.drop(settings.database_url)


def _settings(data: Path, database_url: str) -> Settings:
    return Settings(
        data=data, base_url="http://localhost", database_url=database_url, demo=True, worker=False, argon2_memory=8
    )


def test_the_matrix_lists_exactly_what_there_is(app: Flask) -> None:
    there = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert set(MATRIX) == there


@pytest.mark.parametrize(("method", "endpoint"), ROWS, ids=[f"{method} {endpoint}" for method, endpoint in ROWS])
def test_each_kind_of_person_meets_what_the_matrix_says(
    worlds: Callable[[Path], tuple[Flask, World]], tmp_path: Path, method: str, endpoint: str
) -> None:
    with engines_closed():
        app, world = worlds(tmp_path)
        expected = MATRIX[method, endpoint]
        order = sorted(Kind, key=lambda kind: expected[kind] is Meets.IN)
        met = {}
        for kind in order:
            browser = sign_in(app, world.people[kind]) if kind in world.people else app.test_client()
            address = _address(app, endpoint, world.address_for(kind, endpoint))
            if method == "POST":
                assert browser.post(address).status_code in {400, *REFUSED_STATUSES}, f"{kind} without a token"
            answer = _request(browser, method, address)
            met[kind] = _met(browser, answer)
            if met[kind] is Meets.NOTHING and world.pair_id in address:
                _looks_like_nothing(browser, method, address, answer, world.pair_id)
        assert met == dict(expected)


def _address(app: Flask, endpoint: str, arguments: dict[str, str]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        return str(app.url_for(endpoint, **{name: arguments[name] for name in rule.arguments}))


def _request(browser: FlaskClient, method: str, address: str) -> TestResponse:
    if method == "GET":
        return browser.get(address)
    return browser.post(address, data={"csrf_token": csrf(browser, "/help")})


def _met(browser: FlaskClient, answer: TestResponse) -> Meets:
    assert answer.status_code < 500, answer.text
    to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/login?next=")
    if to_sign_in or answer.status_code == 401:
        return Meets.SIGN_IN
    return {403: Meets.NO_DOOR, 404: Meets.NOTHING}.get(answer.status_code, Meets.IN)


def _looks_like_nothing(browser: FlaskClient, method: str, address: str, answer: TestResponse, pair_id: str) -> None:
    """Not yours looks like not there: the same page, to the letter, as for an id that nobody has."""
    nobodys = "n" * len(pair_id)
    other = _request(browser, method, address.replace(pair_id, nobodys))
    assert other.status_code == answer.status_code
    assert _without_token(other.text).replace(nobodys, pair_id) == _without_token(answer.text)


def _without_token(page: str) -> str:
    """A token says when it was made."""
    return TOKEN.sub("", page)
