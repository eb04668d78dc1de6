"""One's own words: made private for good, or erased. What that means is told first: there is no way back."""

from flask import request
from werkzeug.wrappers import Response

from portal.journal import policy, service
from portal.journal.queries import ExchangeFound, HearingFound, WordsFound, state_in
from portal.journal.rules import ReflectionState, may_withdraw
from portal.journal.views.blueprint import journal
from portal.journal.views.desk import address_of, carry_out
from portal.journal.views.subjects import exchange_at, hearing_at, words_at
from portal.journal.views.unlocking import is_locked, password_first
from portal.kernel.access import requires_on
from portal.kernel.answers import page, see_other
from portal.kernel.identity import signed_in


@journal.get("/pairs/<pair>/journal/<reflection>/keep")
@requires_on(policy.CHANGE, exchange_at)
def keeping(found: ExchangeFound) -> Response | str:
    if state_in(found.pair, found.reflection) is not ReflectionState.SEALED:
        return _back(found)
    return page("journal/keep.html", pair=found.pair, reflection=found.reflection, title=found.title)


@journal.post("/pairs/<pair>/journal/<reflection>/keep")
@requires_on(policy.CHANGE, exchange_at)
def keep(found: ExchangeFound) -> Response | tuple[str, int]:
    return carry_out(found, lambda: service.keep(found.pair, found.reflection.id), "kept")


@journal.get("/pairs/<pair>/journal/<reflection>/withdraw")
@requires_on(policy.CHANGE, exchange_at)
def withdrawing(found: ExchangeFound) -> Response | str:
    state = state_in(found.pair, found.reflection)
    if not may_withdraw(state, has_words=found.reflection.text_cipher is not None):
        return _back(found)
    if is_locked(state):
        return password_first(found.pair, found.reflection.id, request.path)
    return page(
        "journal/withdraw.html",
        pair=found.pair,
        reflection=found.reflection,
        title=found.title,
        kind=found.exchange.kind,
        state=state,
    )


@journal.post("/pairs/<pair>/journal/<reflection>/withdraw")
@requires_on(policy.CHANGE, exchange_at)
def withdraw(found: ExchangeFound) -> Response | tuple[str, int]:
    unlocked_at = signed_in().unlocked_at
    return carry_out(found, lambda: service.withdraw(found.pair, found.reflection.id, unlocked_at), "withdrawn")


@journal.get("/pairs/<pair>/journal/<reflection>/words/<words>/withdraw")
@requires_on(policy.UNSAY, words_at)
def withdrawing_words(said: WordsFound) -> Response | str:
    found = said.exchange
    if said.withdrawn_at is not None:
        return _back(found)
    return page("journal/withdraw_words.html", pair=found.pair, said=said, title=found.title)


@journal.post("/pairs/<pair>/journal/<reflection>/words/<words>/withdraw")
@requires_on(policy.UNSAY, words_at)
def withdraw_words(said: WordsFound) -> Response | tuple[str, int]:
    """What one heard, added or replied."""
    found = said.exchange
    return carry_out(found, lambda: service.withdraw_words(found.pair, said.kind, said.words_id), "withdrawn")


@journal.get("/pairs/<pair>/journal/<reflection>/hearing/<hearing>/clarification/withdraw")
@requires_on(policy.ANSWER, hearing_at)
def withdrawing_clarification(asked: HearingFound) -> Response | str:
    found = asked.exchange
    if not asked.is_clarified:
        return _back(found)
    return page("journal/withdraw_clarification.html", pair=found.pair, asked=asked, title=found.title)


@journal.post("/pairs/<pair>/journal/<reflection>/hearing/<hearing>/clarification/withdraw")
@requires_on(policy.ANSWER, hearing_at)
def withdraw_clarification(asked: HearingFound) -> Response | tuple[str, int]:
    found = asked.exchange
    return carry_out(found, lambda: service.withdraw_clarification(found.pair, asked.hearing_id), "withdrawn")


def _back(found: ExchangeFound) -> Response:
    return see_other(address_of(found.pair.id, found.reflection.id))
