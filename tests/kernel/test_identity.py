"""Who is asking: one cookie, a row behind it, and nothing written by looking."""

import time
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from itsdangerous import BadSignature, SignatureExpired
from sqlalchemy import event, select, update

from portal.accounts.models import SignInSession
from portal.accounts.service import actor_of
from portal.app import create_app
from portal.kernel import clock
from portal.kernel.access import PUBLIC, SIGNED_IN, requires
from portal.kernel.clock import now
from portal.kernel.database import Base, db
from portal.kernel.identity import (
    SignedCookies,
    begin_session,
    current_actor,
    known_actor,
    new_token,
    signed_in,
    token_hash,
)
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests import builders


@pytest.fixture
def app(app: Flask) -> Flask:
    app.add_url_rule("/plain", "plain", requires(PUBLIC)(lambda: "no form here"))
    app.add_url_rule("/act", "act", requires(SIGNED_IN)(act), methods=["POST"])
    app.add_url_rule("/enter/<token>", "enter", requires(PUBLIC)(enter))
    return app


def act() -> str:
    with transaction():
        pass
    return signed_in().name


def cookie_in(answer) -> SimpleCookie:  # type: ignore[no-untyped-def]
    return SimpleCookie(answer.headers["Set-Cookie"])


def enter(token: str) -> str:
    """What signing in does to the cookie."""
    actor = actor_of(token)
    assert actor is not None
    begin_session(actor)
    return ""


def begin(app: Flask, client: FlaskClient) -> None:
    with builders.sign_in(app, builders.person(app)).session_transaction() as cookie:
        token = cookie["_user_id"]
    client.get(f"/enter/{token}")


@pytest.fixture
def secure(settings: Settings) -> Flask:
    return create_app(settings.model_copy(update={"base_url": "https://localhost"}))


def test_behind_https_the_cookie_is_bound_to_host_and_https(secure: Flask) -> None:
    answer = secure.test_client().get("/login", base_url="https://localhost")
    ((name, cookie),) = cookie_in(answer).items()
    assert name == "__Host-session"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_without_https_it_has_no_prefix_it_could_not_keep(client: FlaskClient) -> None:
    ((name, cookie),) = cookie_in(client.get("/login")).items()
    assert name == "session"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")


def test_a_visitor_gets_a_cookie_only_with_a_form(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/plain").headers
    assert "Set-Cookie" not in client.get("/healthz").headers
    answer = client.get("/login")
    assert 'name="csrf_token"' in answer.text
    ((_, cookie),) = cookie_in(answer).items()
    assert (cookie["expires"], cookie["max-age"]) == ("", "")  # gone with the browser's window
    with client.session_transaction() as kept:
        assert list(kept) == ["csrf_token"]


def test_a_visitor_who_has_it_gets_no_other(client: FlaskClient) -> None:
    client.get("/login")
    assert "Set-Cookie" not in client.get("/signup").headers


def test_a_session_lasts_thirty_days_in_the_browser(app: Flask, client: FlaskClient) -> None:
    begin(app, client)
    cookie = client.get_cookie("session")
    assert cookie is not None
    lasts = cookie.expires - datetime.now(UTC)  # type: ignore[operator]
    assert timedelta(days=29) < lasts <= timedelta(days=30)


def test_nothing_of_the_visitors_cookie_survives_signing_in(app: Flask, client: FlaskClient) -> None:
    client.get("/login")
    with client.session_transaction() as cookie:
        before, cookie["planted"] = cookie["csrf_token"], "by someone else"
    begin(app, client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["csrf_token"] != before


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/help", "/", "/login", "/today", "/account/", "/pairs/new", "/lessons", "/nowhere"])
def test_looking_sets_no_cookie_and_writes_no_row(app: Flask, path: str) -> None:
    client = builders.sign_in(app, builders.person(app))
    before = everything(app)
    written: list[str] = []
    with app.app_context():
        event.listen(db.engine, "commit", lambda _: written.append("commit"))
    answer = client.get(path)
    assert answer.status_code < 500
    assert "Set-Cookie" not in answer.headers
    assert written == []
    assert everything(app) == before


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    with app.app_context():
        tables = Base.metadata.sorted_tables
        return {table.name: [tuple(row) for row in db.session.execute(select(table))] for table in tables}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("acts", "days", "lives"),
    [
        ([], 13, True),
        ([], 14, False),
        ([13], 26, True),
        ([13], 27, False),
        ([13, 26], 29, True),
        ([13, 26], 30, False),
    ],
)
def test_a_session_ends_after_thirty_days_or_fourteen_without_an_act(
    app: Flask, acts: list[int], days: int, lives: bool
) -> None:
    start = now()
    someone = builders.person(app)
    client = builders.sign_in(app, someone)
    for day in acts:
        with clock.at(start + timedelta(days=day)):
            assert builders.post(client, "/act").text == someone.name
    for day in range(days):
        with clock.at(start + timedelta(days=day)):
            client.get("/help")
    with clock.at(start + timedelta(days=days, minutes=1)):
        assert (client.post("/act", data={"csrf_token": token_of(client)}).status_code == 200) is lives


def token_of(client: FlaskClient) -> str:
    return builders.csrf(client, "/help")


@pytest.mark.parametrize("how", ["ended", "gone", "another's"])
def test_a_copied_cookie_is_worth_what_its_row_is(app: Flask, how: str) -> None:
    client = builders.sign_in(app, builders.person(app))
    token = token_of(client)
    assert client.post("/act", data={"csrf_token": token}).status_code == 200
    with app.app_context(), transaction():
        if how == "gone":
            db.session.query(SignInSession).delete()
        else:
            values = {"ended_at": now()} if how == "ended" else {"token_sha256": token_hash(new_token())}
            db.session.execute(update(SignInSession).values(values))
    answer = client.post("/act", data={"csrf_token": token})
    assert answer.status_code in (400, 401)


def test_a_cookie_that_was_tampered_with_is_a_visitors(app: Flask) -> None:
    client = builders.sign_in(app, builders.person(app))
    value = client.get_cookie("session").value  # type: ignore[union-attr]
    client.set_cookie("session", value[:10] + ("A" if value[10] != "A" else "B") + value[11:])
    assert client.get("/account/").status_code == 303
    client.set_cookie("session", "nonsense")
    assert client.get("/account/").status_code == 303


@pytest.mark.parametrize("header", [{"Authorization": "Bearer x"}, {"Cookie": "remember_token=1|x"}])
def test_nothing_but_that_cookie_signs_in(client: FlaskClient, header: dict[str, str]) -> None:
    assert client.get("/account/", headers=header).status_code == 303


def test_the_database_keeps_no_token(app: Flask) -> None:
    client = builders.sign_in(app, builders.person(app))
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert token not in str(everything(app))
    assert token_hash(token) in str(everything(app))


def test_tokens_are_random() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(len(token) == 43 for token in made)


def test_an_actor_is_looked_up_once_a_request(app: Flask) -> None:
    client = builders.sign_in(app, builders.person(app))
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    client.get("/help")
    assert len([statement for statement in statements if "csrf_secret" in statement]) == 1


def test_a_public_view_does_not_ask_who_is_asking(app: Flask) -> None:
    client = builders.sign_in(app, builders.person(app))
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert client.get("/plain").text == "no form here"
    assert statements == []


def test_nobody_asks_for_a_job(app: Flask) -> None:
    with app.app_context():
        assert current_actor() is None
        assert known_actor() is None


def test_a_view_for_the_signed_in_says_so_when_a_visitor_comes(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(RuntimeError, match="visitor"):
        signed_in()


def test_what_an_actor_knows_is_not_printed(app: Flask) -> None:
    client = builders.sign_in(app, builders.person(app))
    with client.session_transaction() as cookie:
        token, secret = cookie["_user_id"], cookie["csrf_token"]
    with app.test_request_context("/"):
        session["_user_id"] = token
        printed = repr(current_actor())
    assert token not in printed
    assert secret not in printed


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/", "/help", "/today", "/account/", "/lessons", "/nowhere"])
def test_without_a_database_a_signed_in_person_gets_a_page_that_says_so(
    app: Flask, settings: Settings, database: str, path: str
) -> None:
    nowhere = {"sqlite": f"sqlite:///{settings.data}/none/none.sqlite3", "postgresql": "postgresql://x@127.0.0.1:1/x"}
    gone = create_app(settings.model_copy(update={"database_url": nowhere[database]})).test_client()
    gone.set_cookie("session", builders.sign_in(app, builders.person(app)).get_cookie("session").value)  # type: ignore[union-attr]
    answer = gone.get(path)
    assert answer.status_code in (500, 503)
    assert "<h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
    assert gone.get("/healthz").text == "ok\n"


def test_a_cookie_that_was_read_before_is_still_too_old_one_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    signer = SignedCookies().get_signing_serializer(app)
    cookie = signer.dumps({"one": "thing"})
    assert signer.loads(cookie, max_age=60) == {"one": "thing"}
    signer.loads(cookie, max_age=60)["one"] = "changed"
    assert signer.loads(cookie, max_age=60) == {"one": "thing"}
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(SignatureExpired):
        signer.loads(cookie, max_age=60)
    with pytest.raises(BadSignature):
        signer.loads(f"{cookie}a", max_age=600)
