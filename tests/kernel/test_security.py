"""What every answer carries, and which requests are refused before any view."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from portal.app import create_app
from portal.kernel.access import PUBLIC, requires
from portal.kernel.security import CONTENT_POLICY, HEADERS
from portal.settings import Settings
from tests import builders

MOST = 4 * 1024 * 1024


def style(client: FlaskClient, name: str = "css/base.css") -> str:
    return str(client.application.jinja_env.globals["static_url"](name))


def since(client: FlaskClient) -> str:
    with client.get(style(client)) as answer:
        return str(answer.headers["Last-Modified"])


ANSWERS: dict[str, tuple[int, Callable[[FlaskClient], object]]] = {
    "page": (200, lambda client: client.get("/help")),
    "head": (200, lambda client: client.head("/help")),
    "options": (200, lambda client: client.options("/help")),
    "redirect": (303, lambda client: client.get("/today")),
    "bad request": (400, lambda client: client.post("/login")),
    "signed out": (401, lambda client: client.post("/pairs/new")),
    "forbidden": (403, lambda client: client.post("/login", headers={"Sec-Fetch-Site": "cross-site"})),
    "missing": (404, lambda client: client.get("/nowhere")),
    "method": (405, lambda client: client.put("/login")),
    "too large": (413, lambda client: client.post("/login", data={"email": "a" * MOST * 2})),
    "broken": (500, lambda client: client.get("/broken")),
    "unknown host": (400, lambda client: client.get("/", headers={"Host": "evil.example"})),
    "unknown host, style": (400, lambda client: client.get(style(client), headers={"Host": "evil.example"})),
    "alive": (200, lambda client: client.get("/healthz")),
    "style": (200, lambda client: client.get(style(client))),
    "style, missing": (404, lambda client: client.get(style(client, "css/none.css"))),
    "style, posted": (405, lambda client: client.post(style(client))),
    "style, in part": (206, lambda client: client.get(style(client), headers={"Range": "bytes=0-9"})),
    "style, beyond": (416, lambda client: client.get(style(client), headers={"Range": "bytes=999999999-"})),
    "style, known": (304, lambda client: client.get(style(client), headers={"If-Modified-Since": since(client)})),
}


def broken() -> str:
    raise ZeroDivisionError("a secret")


@pytest.fixture
def app(app: Flask) -> Flask:
    app.add_url_rule("/broken", view_func=requires(PUBLIC)(broken))
    return app


@pytest.fixture
def https(settings: Settings) -> Flask:
    return create_app(settings.model_copy(update={"base_url": "https://localhost"}))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_dressed(client: FlaskClient, name: str) -> None:
    status, ask = ANSWERS[name]
    with ask(client) as answer:  # type: ignore[attr-defined]
        assert answer.status_code == status
        for header, value in HEADERS.items():
            assert answer.headers.getlist(header) == [value]
        assert answer.headers.getlist("Content-Security-Policy") == [CONTENT_POLICY]
        assert "Strict-Transport-Security" not in answer.headers


def test_the_policy_names_no_other_origin_and_nothing_inline() -> None:
    sources = {source for part in CONTENT_POLICY.split(";") for source in part.split()[1:]}
    assert sources == {"'none'", "'self'"}
    assert CONTENT_POLICY.startswith("default-src 'none'; ")


def test_behind_https_browsers_are_told_to_stay_there(https: Flask) -> None:
    answer = https.test_client().get("/help")
    assert answer.headers["Content-Security-Policy"] == f"{CONTENT_POLICY}; upgrade-insecure-requests"
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_an_answer_that_says_more_is_left_as_it_is(app: Flask, client: FlaskClient) -> None:
    sandbox = requires(PUBLIC)(lambda: ("", {"content-security-policy": "sandbox"}))
    app.add_url_rule("/preview", "preview", sandbox)
    answer = client.get("/preview")
    assert answer.headers.getlist("Content-Security-Policy") == ["sandbox"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", [name for name, (status, _) in ANSWERS.items() if status >= 400 and "," not in name])
def test_no_error_is_kept_or_says_how_the_portal_is_made(client: FlaskClient, name: str) -> None:
    with ANSWERS[name][1](client) as answer:  # type: ignore[attr-defined]
        assert "Traceback" not in answer.text
        assert "secret" not in answer.text
        assert "evil" not in answer.text
        if name != "unknown host":
            assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/help", "/today", "/nowhere", "/pairs/none"])
def test_what_is_made_for_one_person_is_kept_nowhere(app: Flask, path: str) -> None:
    answer = builders.sign_in(app, builders.person(app)).get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_public_page_may_be_found_by_search_engines(client: FlaskClient) -> None:
    assert "X-Robots-Tag" not in client.get("/help").headers


@pytest.mark.parametrize("host", ["localhost", "localhost:5000"])
def test_a_known_host_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/help", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.localhost", "127.0.0.1", "localhost@evil.example", "a b", ""],
)
def test_an_unknown_host_is_not(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers
    assert host not in answer.text or not host


def test_forwarded_headers_do_not_change_the_host(client: FlaskClient) -> None:
    answer = client.get("/login", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def test_more_hosts_can_be_named(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"trusted_hosts": ("10.0.0.4",)}))
    assert app.test_client().get("/help", headers={"Host": "10.0.0.4:5000"}).status_code == 200


FORWARDED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, "127.0.0.1 http"), (1, "198.51.100.7 https"), (2, "203.0.113.9 http")]
)
def test_forwarded_headers_are_believed_from_as_many_proxies_as_there_are(
    settings: Settings, proxies: int, seen: str
) -> None:
    app = create_app(settings.model_copy(update={"trusted_proxies": proxies}))
    app.add_url_rule("/address", view_func=requires(PUBLIC)(lambda: f"{request.remote_addr} {request.scheme}"))
    assert app.test_client().get("/address", headers=FORWARDED).text == seen


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({"Sec-Fetch-Site": "none"}, 400),
        ({"Origin": "http://localhost"}, 400),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost@evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": "localhost"}, 403),
    ],
)
def test_a_write_from_elsewhere_is_refused_before_its_token_is_looked_at(
    app: Flask, headers: dict[str, str], status: int
) -> None:
    """400: it came from our own pages, or says nothing, and lacks its token."""
    assert app.test_client().post("/login", headers=headers).status_code == status


def test_a_link_from_elsewhere_can_be_followed(client: FlaskClient) -> None:
    assert client.get("/help", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "address", ["/lessons/%00", "/lessons/a%00b/c", "/pairs/%00", "/help?q=%00", "/invitations/" + "%00" * 65]
)
def test_an_address_with_a_nul_is_nowhere(app: Flask, address: str) -> None:
    assert builders.sign_in(app, builders.person(app)).get(address).status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "address", ["/lessons/%ED%A0%80", "/pairs/%FF%FE", "/pairs/" + "a" * 5000, "/lessons/%F0%9F%98%80"]
)
def test_no_address_breaks_the_database(app: Flask, address: str) -> None:
    assert builders.sign_in(app, builders.person(app)).get(address).status_code == 404


@pytest.mark.parametrize("size", [MOST - 100, MOST + 1])
def test_a_body_has_a_limit(client: FlaskClient, size: int) -> None:
    assert client.post("/login", data={"email": "a" * size}).status_code == (413 if size > MOST else 400)


def test_the_limit_holds_for_a_body_that_does_not_tell_its_size(app: Flask) -> None:
    environ = create_environ("/login", method="POST", content_type="application/x-www-form-urlencoded")
    environ.pop("CONTENT_LENGTH", None)
    body = BytesIO(b"email=" + b"a" * 4 * MOST)
    _page, status, _headers = run_wsgi_app(app, environ | {"wsgi.input": body, "wsgi.input_terminated": True})
    assert status[:3] in ("400", "413")
    assert body.tell() <= MOST
