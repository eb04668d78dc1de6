"""One's own text before it is open: passing, taking it back, or opening it without waiting."""

from werkzeug.wrappers import Response

from portal.journal import policy, service
from portal.journal.queries import ExchangeFound, state_in
from portal.journal.rules import ReflectionState
from portal.journal.views.blueprint import journal
from portal.journal.views.desk import address_of, carry_out
from portal.journal.views.subjects import exchange_at
from portal.kernel.access import requires_on
from portal.kernel.answers import page, see_other


@journal.post("/pairs/<pair>/journal/<reflection>/take-back")
@requires_on(policy.CHANGE, exchange_at)
def take_back(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.take_back(found.pair, found.reflection.id), "taken-back")


@journal.get("/pairs/<pair>/journal/<reflection>/open")
@requires_on(policy.CHANGE, exchange_at)
def opening(found: ExchangeFound) -> Response | str:
    """What opening alone means, before it is asked for."""
    if state_in(found.pair, found.reflection) is not ReflectionState.SEALED:
        return see_other(address_of(found.pair.id, found.reflection.id))
    return page(
        "journal/open.html",
        pair=found.pair,
        reflection=found.reflection,
        title=found.title,
        kind=found.exchange.kind,
        opening=service.opening_beside(found.pair, found.reflections),
    )


@journal.post("/pairs/<pair>/journal/<reflection>/open")
@requires_on(policy.CHANGE, exchange_at)
def open_mine(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.open_mine(found.pair, found.reflection.id), "open")


@journal.post("/pairs/<pair>/journal/<reflection>/pass")
@requires_on(policy.CHANGE, exchange_at)
def pass_this_time(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.pass_this_time(found.pair, found.reflection.id), "passed")


@journal.post("/pairs/<pair>/journal/<reflection>/after-all")
@requires_on(policy.CHANGE, exchange_at)
def write_after_all(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.write_after_all(found.pair, found.reflection.id), "after-all")
