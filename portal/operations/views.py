"""For machines: whether the portal lives, and whether it can serve. For the demo: the mail it kept."""

from flask import Blueprint, Response

from portal.admin import service
from portal.kernel.access import PUBLIC, requires, requires_on
from portal.kernel.answers import page
from portal.operations.policy import DEMO
from portal.operations.queries import kept_letter, kept_letters
from portal.operations.rules import Letter

health = Blueprint("health", __name__)
kept_mail = Blueprint("kept_mail", __name__)


@health.get("/healthz")
@requires(PUBLIC)
def alive() -> Response:
    """The process answers. It asks nothing of anything else, so that a slow database restarts no server."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@health.get("/readyz")
@requires(PUBLIC)
def ready() -> tuple[dict[str, bool], int, dict[str, str]]:
    """What serving needs, each true or false; 503 as soon as one is false."""
    found = service.health()
    parts = {"database": found.database, "migrations": found.migrations, "keys": found.keys, "jobs": found.jobs}
    return parts, 200 if found.ready else 503, {"Cache-Control": "no-store"}


@kept_mail.get("/mail")
@requires(DEMO)
def index() -> str:
    return page("operations/letters.html", letters=kept_letters())


@kept_mail.get("/mail/<name>")
@requires_on(DEMO, kept_letter)
def show(letter: Letter) -> str:
    return page("operations/letter.html", letter=letter)
