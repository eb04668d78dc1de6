"""Addresses that are filled in are those that Flask builds."""

from typing import Any

import pytest
from flask import Flask, url_for

from portal.kernel.addresses import Addresses

ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing": ("today.show", {}),
    "in the path": ("learning.workspace", {"pair": "x-1_Y"}),
    "several": ("learning.lesson", {"pair": "p", "module": "m", "lesson": "l"}),
    "an anchor": ("learning.lesson", {"pair": "p", "module": "m", "lesson": "l", "_anchor": "read-1"}),
    "no anchor": ("learning.workspace", {"pair": "p", "_anchor": None}),
    "after the question mark": ("learning.workspace", {"pair": "p", "done": "made"}),
    "left out": ("learning.workspace", {"pair": "p", "done": None}),
    "to be quoted": ("learning.workspace", {"pair": "a b/c", "done": "é&{x}"}),
    "a number": ("learning.workspace", {"pair": "p", "done": 3}),
    "absolute": ("learning.workspace", {"pair": "p", "_external": True}),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_is_the_address_that_flask_builds(app: Flask, name: str) -> None:
    endpoint, values = ASKED[name]
    addresses = Addresses(app).address
    with app.test_request_context("/help"):
        expected = url_for(endpoint, **values)
        assert [addresses(endpoint, **values) for _ in range(2)] == [expected, expected]


def test_the_same_form_is_filled_in_anew(app: Flask) -> None:
    addresses = Addresses(app).address
    with app.test_request_context("/help"):
        assert addresses("learning.workspace", pair="one") == "/pairs/one"
        assert addresses("learning.workspace", pair="two") == "/pairs/two"
