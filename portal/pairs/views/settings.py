"""Pausing, going on, closing; and exactly what the coordination sees."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import policy, queries
from portal.pairs.rules import MyPair, PairState
from portal.pairs.service import going_on, lifecycle
from portal.pairs.views.blueprint import as_it_is_now, bp

DONE = {
    "paused": _l("The pair is on pause."),
    "resumed": _l("The pair goes on."),
    "ended": _l("Your pause has ended. The pair goes on once your partner’s has ended too."),
    "frozen": _l("The pair is frozen. To your partner it looks like any pause."),
    "lifted": _l("The freeze is lifted."),
    "closing": _l("The pair is closing. Take the time you need."),
    "closed": _l("The pair is closed."),
    "said": _l("Your yes is kept. The pair goes on once both of you have said so."),
    "unsaid": _l("Your yes is taken back."),
    "gone-on": _l("The pair goes on, in the open programme."),
    "finished": _l("You are done here. Thank you for what you brought."),
}

Answer = Response | tuple[str, int]


@bp.get("/pairs/<pair>/settings")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def settings(pair: MyPair) -> str:
    return page("pairs/settings.html", **_shown(pair), done=done_sentence(DONE))


@bp.post("/pairs/<pair>/pause")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def pause(pair: MyPair) -> Answer:
    return _do(lifecycle.pause, pair, "paused")


@bp.post("/pairs/<pair>/resume")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def resume(pair: MyPair) -> Answer:
    return _do(lifecycle.resume, pair, "ended" if pair.standing.paused_by_partner else "resumed")


@bp.post("/pairs/<pair>/freeze")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def freeze(pair: MyPair) -> Answer:
    return _do(lifecycle.freeze, pair, "frozen")


@bp.post("/pairs/<pair>/unfreeze")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def unfreeze(pair: MyPair) -> Answer:
    return _do(lifecycle.lift_freeze, pair, "lifted")


@bp.get("/pairs/<pair>/close")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def closing(pair: MyPair) -> str | Response:
    """What closing means, before it is asked for."""
    if pair.closing_at is not None:
        return see_other(url_for("pairs.settings", pair=pair.id))
    return page("pairs/close.html", pair=pair)


@bp.post("/pairs/<pair>/close")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def close(pair: MyPair) -> Answer:
    return _do(lifecycle.begin_closing, pair, "closing")


@bp.get("/pairs/<pair>/close/now")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def leaving(pair: MyPair) -> str | Response:
    """What leaving at once means, before it is asked for."""
    if not pair.may_write:
        return see_other(url_for("pairs.settings", pair=pair.id))
    return page("pairs/leave.html", pair=pair)


@bp.post("/pairs/<pair>/close/now")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def close_now(pair: MyPair) -> Answer:
    return _do(lambda mine: lifecycle.close_at_once(mine.id), pair, "closed")


@bp.post("/pairs/<pair>/finish")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def finish(pair: MyPair) -> Answer:
    return _do(lifecycle.finish, pair, "finished")


@bp.post("/pairs/<pair>/go-on")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def go_on(pair: MyPair) -> Answer:
    return _do(going_on.say_yes, pair, "said", whole="gone-on")


@bp.post("/pairs/<pair>/go-on/take-back")
@requires_on(policy.SEE_PAIR, queries.my_pair)
def not_go_on(pair: MyPair) -> Answer:
    return _do(going_on.take_back, pair, "unsaid")


def _do(act: Callable[[MyPair], bool | None], pair: MyPair, done: str, whole: str = "") -> Answer:
    """`whole`: what is told in place of `done` where the act says that nothing is left to do."""
    try:
        with transaction():
            done = whole if act(pair) else done
    except Refusal as refusal:
        return invalid("pairs/settings.html", refusal.status, **_shown(as_it_is_now(pair)), refused=refusal.sentence)
    return see_other(url_for("pairs.settings", pair=pair.id, done=done))


def _shown(pair: MyPair) -> dict[str, Any]:
    return {
        "pair": pair,
        "seen": queries.what_coordination_sees(pair.id),
        "seen_before": queries.what_was_seen_before(pair.id),
        "going_on": queries.going_on(pair) if pair.state is PairState.CLOSED else None,
    }
