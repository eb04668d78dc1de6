"""Where a browser is sent next never leaves the portal; what a POST did is a word, not a text."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from portal.kernel import answers
from portal.kernel.answers import done_sentence, page, safe_next, see_other, way_back

ELSEWHERE = (
    "",
    " ",
    "evil",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/a\\..\\..\\evil",
    "https://evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/a\r\nSet-Cookie: x=1",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "//[",
    "//[::1]/",
    "/\0",
    "/\x7f/../\x00",
    "@evil.example",
    ".evil.example",
)


@pytest.mark.parametrize(
    "wanted", ["/", "/pairs/new", "/invitations/abc?lang=en", "/lessons#top", "/a//b", "/@x", "/é"]
)
def test_a_path_of_ours_is_followed(app: Flask, wanted: str) -> None:
    with app.test_request_context("/login", query_string={"next": wanted}):
        assert safe_next("/today") == wanted
    with app.test_request_context("/login", method="POST", data={"next": wanted}):
        assert safe_next("/today") == wanted


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_everything_else_is_not(app: Flask, wanted: str) -> None:
    with app.test_request_context("/login", query_string={"next": wanted}):
        assert safe_next("/today") == "/today"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_page_breaks_on_it(client: FlaskClient, wanted: str) -> None:
    assert client.get("/login", query_string={"next": wanted}).status_code in (200, 404)


@given(st.text(alphabet=st.sampled_from("/\\.:@ab \t\n?#[]%évil"), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_followed_stays_on_this_host(app: Flask, wanted: str) -> None:
    """As a browser reads an address: it drops tabs and line ends, and takes a backslash for a slash."""
    with app.request_context(EnvironBuilder(query_string={"next": wanted}).get_environ()):
        place = safe_next("/today")
    read = place.strip(" ").translate({9: None, 10: None, 13: None}).replace("\\", "/")
    assert read.startswith("/")
    assert not read.startswith("//")


def test_after_a_post_a_browser_asks_with_get(app: Flask) -> None:
    with app.test_request_context("/"):
        answer = see_other("/today")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/today")


@pytest.mark.parametrize(("query", "sentence"), [("done=saved", "It is saved."), ("done=<b>", None), ("", None)])
def test_what_was_done_is_told_by_a_word_of_the_list(app: Flask, query: str, sentence: str | None) -> None:
    with app.test_request_context(f"/?{query}"):
        assert done_sentence({"saved": "It is saved."}) == sentence


def test_templates_know_who_reads_and_whom_to_write_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = {}
    monkeypatch.setattr(answers, "render", lambda _template, **context: told.update(context) or "")
    with app.test_request_context("/"):
        page("a.html", day="Tuesday")
    assert told == {"actor": None, "day": "Tuesday"}
    assert app.jinja_env.globals["contact_email"] == "bonjour@example.org"


@pytest.mark.parametrize(
    ("method", "address", "referrer", "expected"),
    [
        ("GET", "/login?next=/pairs/new", None, "/login?next=/pairs/new"),
        ("GET", "/help", None, "/help"),
        ("GET", "/help?lang=en", None, "/help"),
        ("HEAD", "/help", None, "/help"),
        ("GET", "/nowhere", None, "/nowhere"),
        ("POST", "/login?next=/pairs/new", None, "/login"),
        ("POST", "/today/seen", "http://localhost/today?done=x", "/today?done=x"),
        ("POST", "/today/seen", "http://localhost/lessons", "/lessons"),
        ("POST", "/today/seen", "http://localhost/today/seen", "/"),
        ("POST", "/today/seen", "http://localhost/nowhere", "/"),
        ("POST", "/today/seen", "http://evil.example/today", "/"),
        ("POST", "/today/seen", "http://localhost//evil.example", "/"),
        ("POST", "/today/seen", "//[", "/"),
        ("POST", "/today/seen", "", "/"),
        ("POST", "/today/seen", None, "/"),
        ("POST", "/nowhere", None, "/"),
    ],
)
def test_the_way_back_always_opens(app: Flask, method: str, address: str, referrer: str | None, expected: str) -> None:
    headers = {} if referrer is None else {"Referer": referrer}
    with app.test_request_context(address, method=method, headers=headers):
        assert way_back() == expected


def test_the_language_switch_of_a_refused_form_leads_to_a_page(app: Flask, client: FlaskClient) -> None:
    refused = client.post("/today/seen", headers={"Referer": "http://localhost/lessons"})
    assert refused.status_code == 401
    assert '<input type="hidden" name="next" value="/lessons">' in refused.text
