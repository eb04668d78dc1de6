"""Where a browser is sent next never leaves the portal."""

import pytest
from flask import Flask

from portal.kernel.answers import safe_next


@pytest.mark.parametrize("wanted", ["/pairs/new", "/invitations/abc?lang=en", "/lessons#top"])
def test_a_path_of_ours_is_followed(app: Flask, wanted: str) -> None:
    with app.test_request_context("/login", query_string={"next": wanted}):
        assert safe_next("/today") == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\r\nb",
        "/\t/evil",
        "evil",
    ],
)
def test_everything_else_is_not(app: Flask, wanted: str) -> None:
    with app.test_request_context("/login", query_string={"next": wanted}):
        assert safe_next("/today") == "/today"
