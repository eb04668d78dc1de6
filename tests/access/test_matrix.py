"""Every cell of the matrix is really requested, on a copy of one world."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.access.matrix import MATRIX, Kind, Meets
from tests.access.world import World, address_of
from tests.builders import TOKEN, csrf, sign_in
from tests.databases import engines_closed

ROWS = sorted(MATRIX, key=lambda key: (key[1], key[0]))
REFUSED_STATUSES = {401, 403, 404}
PRESSED_BY_MACHINES = {"notices.unsubscribed"}
"""No page of ours comes before them: their address alone proves that they may."""


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
            address = address_of(app, endpoint, world.address_for(kind, endpoint))
            if method == "POST" and endpoint not in PRESSED_BY_MACHINES:
                assert browser.post(address).status_code in {400, *REFUSED_STATUSES}, f"{kind} without a token"
            answer = _request(browser, method, address)
            met[kind] = _met(browser, answer)
            if met[kind] is Meets.NOTHING and world.pair_id in address:
                _looks_like_nothing(browser, method, address, answer, world.pair_id)
        assert met == dict(expected)


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
    """Not yours looks like not there: the same page, to the letter, as for an id that nobody has.

    Only the anti-forgery token of each page is its own: it tells the second in which it was made.
    """
    nobodys = "n" * len(pair_id)
    other = _request(browser, method, address.replace(pair_id, nobodys))
    assert other.status_code == answer.status_code
    assert _without_token(other.text).replace(nobodys, pair_id) == _without_token(answer.text)


def _without_token(page: str) -> str:
    """A token says when it was made."""
    return TOKEN.sub("", page)
