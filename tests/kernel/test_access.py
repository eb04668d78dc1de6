"""The doors: every view names a permission, or the portal does not start."""

import pytest
from flask import Flask, abort

from portal.kernel.access import PUBLIC, SIGNED_IN, Permission, refuse_unguarded, requires, requires_on
from portal.kernel.identity import Actor
from tests import builders

NOBODY = Permission("nobody", lambda *_: False)
MAITE_ONLY = Permission("Maïté", lambda actor: actor.name == "Maïté")
VISITORS_ONLY = Permission("visitors", lambda actor: actor is None, visitors=True)
OWNER = Permission("owner", lambda actor, subject: subject == actor.name)
ANYONE_ON = Permission("anyone on it", lambda _actor, _subject: True, visitors=True)


def load(_actor: Actor | None, thing: str) -> str | None:
    return None if thing == "missing" else thing


@pytest.fixture
def app(app: Flask) -> Flask:
    for path, permission in (("nobody", NOBODY), ("maite", MAITE_ONLY), ("visitors", VISITORS_ONLY), ("in", SIGNED_IN)):
        app.add_url_rule(f"/{path}", path, requires(permission)(lambda: "in"), methods=["GET", "POST"])
    for path, permission in (("own", OWNER), ("any", ANYONE_ON)):
        app.add_url_rule(f"/{path}/<thing>", path, requires_on(permission, load)(lambda thing: f"got {thing}"))
    return app


@pytest.mark.parametrize(
    ("path", "visitor", "maite", "ibrahim"),
    [
        ("/nobody", 303, 403, 403),
        ("/maite", 303, 200, 403),
        ("/visitors", 200, 403, 403),
        ("/in", 303, 200, 200),
        ("/own/Maïté", 303, 200, 404),
        ("/own/missing", 303, 404, 404),
        ("/any/thing", 200, 200, 200),
        ("/any/missing", 404, 404, 404),
    ],
)
def test_a_permission_decides(app: Flask, path: str, visitor: int, maite: int, ibrahim: int) -> None:
    clients = [app.test_client(), *(builders.sign_in(app, builders.person(app, name)) for name in ("Maïté", "Ibrahim"))]
    assert [client.get(path).status_code for client in clients] == [visitor, maite, ibrahim]


def test_not_there_and_not_yours_look_alike(app: Flask) -> None:
    client = builders.sign_in(app, builders.person(app, "Ibrahim"))
    answers = [client.get(f"/own/{thing}?lang=en") for thing in ("Maïté", "missing")]
    pages = [
        answer.text.replace("Ma%C3%AFt%C3%A9", "").replace("Maïté", "").replace("missing", "") for answer in answers
    ]
    assert pages[0] == pages[1]


def test_the_view_is_handed_what_the_guard_found(app: Flask) -> None:
    assert app.test_client().get("/any/thing").text == "got thing"


def test_a_visitor_is_sent_to_sign_in_and_back(app: Flask) -> None:
    answer = app.test_client().get("/in?a=1&b=%C3%A9")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/in?a%3D1%26b%3D%25C3%25A9")
    assert app.test_client().get("/in").headers["Location"] == "/login?next=/in"


def test_a_visitors_text_is_not_lost_to_a_redirect(app: Flask) -> None:
    client = app.test_client()
    answer = client.post("/in", data={"csrf_token": builders.csrf(client, "/login")})
    assert answer.status_code == 401
    assert "Location" not in answer.headers


def test_asking_how_a_page_may_be_asked_opens_nothing(app: Flask) -> None:
    answer = app.test_client().options("/nobody")
    assert (answer.status_code, answer.text) == (200, "")


def test_a_head_is_guarded_as_a_get_is(app: Flask) -> None:
    assert app.test_client().head("/in").status_code == 303


@pytest.mark.parametrize("guarded", [True, False])
def test_an_endpoint_without_a_permission_stops_the_start(guarded: bool) -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/open", "open", requires(PUBLIC)(lambda: "") if guarded else lambda: "")
    if guarded:
        refuse_unguarded(app)
    else:
        with pytest.raises(RuntimeError, match="open"):
            refuse_unguarded(app)


def test_flasks_own_static_door_would_stop_it_too() -> None:
    with pytest.raises(RuntimeError, match="static"):
        refuse_unguarded(Flask(__name__))


def test_every_endpoint_of_the_portal_names_one(app: Flask) -> None:
    refuse_unguarded(app)
    assert all(isinstance(view.permission, Permission) for view in app.view_functions.values())  # type: ignore[attr-defined]


def test_what_a_view_refuses_stays_refused(app: Flask) -> None:
    app.add_url_rule("/refuse", "refuse", requires(PUBLIC)(lambda: abort(403)))
    assert app.test_client().get("/refuse").status_code == 403
