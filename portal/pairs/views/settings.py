"""Pausing, going on, closing; and exactly what the coordination sees."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.transaction import transaction
from portal.pairs import policy, queries
from portal.pairs.rules import MyPair
from portal.pairs.service import lifecycle
from portal.pairs.views.blueprint import bp

DONE = {
    "paused": _l("The pair is on pause."),
    "resumed": _l("The pair goes on."),
    "closing": _l("The pair is closing. Take the time you need."),
    "finished": _l("You are done here. Thank you for what you brought."),
}


@bp.get("/pairs/<pair>/settings")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def settings(pair: MyPair) -> str:
    return page(
        "pairs/settings.html",
        pair=pair,
        seen=queries.what_coordination_sees(pair.id),
        done=done_sentence(DONE),
    )


@bp.post("/pairs/<pair>/pause")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def pause(pair: MyPair) -> Response:
    with transaction():
        lifecycle.pause(pair)
    return _back(pair, "paused")


@bp.post("/pairs/<pair>/resume")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def resume(pair: MyPair) -> Response:
    with transaction():
        lifecycle.resume(pair)
    return _back(pair, "resumed")


@bp.get("/pairs/<pair>/close")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def closing(pair: MyPair) -> str:
    """What closing means, before it is asked for."""
    return page("pairs/close.html", pair=pair)


@bp.post("/pairs/<pair>/close")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def close(pair: MyPair) -> Response:
    with transaction():
        lifecycle.begin_closing(pair)
    return _back(pair, "closing")


@bp.post("/pairs/<pair>/finish")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def finish(pair: MyPair) -> Response:
    with transaction():
        lifecycle.finish(pair)
    return _back(pair, "finished")


def _back(pair: MyPair, done: str) -> Response:
    return see_other(url_for("pairs.settings", pair=pair.id, done=done))
