"""The password that private texts ask for, once they were idle for a quarter of an hour in this browser."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.accounts.forms import UnlockForm
from portal.accounts.service import credentials, sessions
from portal.journal import policy, service
from portal.journal.queries import ExchangeFound, state_in
from portal.journal.rules import EntryState, ReflectionState
from portal.journal.views.blueprint import Answer, journal
from portal.journal.views.subjects import exchange_at
from portal.kernel.access import requires_on
from portal.kernel.answers import page, safe_next, see_other
from portal.kernel.identity import signed_in
from portal.kernel.interrupted import opened, send_again
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.rules import MyPair


def is_locked(state: EntryState | ReflectionState) -> bool:
    """Whether the password is asked for first."""
    return service.is_locked(state, signed_in().unlocked_at)


def password_first(pair: MyPair, reflection_id: str, then: str) -> Response:
    """To the password that a reflection private for good asks for, and on to `then`."""
    return see_other(url_for("journal.unlocking", pair=pair.id, reflection=reflection_id, next=then))


def password_page(pair: MyPair, address: str, form: UnlockForm | None = None, *, then: str = "", kept: str = "") -> str:
    """`address`: where the password goes. `then`: where its writer was going. `kept`: what they were sending."""
    form = form or UnlockForm(formdata=None, kept=kept)
    return page("journal/unlock.html", pair=pair, address=address, form=form, then=then)


def unlock(pair: MyPair, address: str, then: str) -> Answer:
    """The right password: for a quarter of an hour private texts open again in this browser.

    What was being sent is given back, else its writer goes on to where they were going, or to `then`.
    """
    form = UnlockForm()
    if not form.validate():
        return password_page(pair, address, form, then=safe_next("")), 422
    try:
        credentials.recheck(pair.me.id, form.value())
    except Refusal as refusal:
        form.refuse(refusal)
        return password_page(pair, address, form, then=safe_next("")), refusal.status
    with transaction():
        sessions.unlock()
    sent = opened(str(form.kept.data), pair.me.id)
    return send_again(sent) if sent else see_other(safe_next(then))


@journal.get("/pairs/<pair>/journal/<reflection>/unlock")
@requires_on(policy.CHANGE, exchange_at)
def unlocking(found: ExchangeFound) -> Answer:
    if not is_locked(state_in(found.pair, found.reflection)):
        return see_other(_exchange(found))
    return password_page(found.pair, _unlock_address(found), then=safe_next(""))


@journal.post("/pairs/<pair>/journal/<reflection>/unlock")
@requires_on(policy.CHANGE, exchange_at)
def unlock_reflection(found: ExchangeFound) -> Answer:
    return unlock(found.pair, _unlock_address(found), _exchange(found))


def _unlock_address(found: ExchangeFound) -> str:
    return url_for("journal.unlock_reflection", pair=found.pair.id, reflection=found.reflection.id)


def _exchange(found: ExchangeFound) -> str:
    return url_for("journal.exchange", pair=found.pair.id, reflection=found.reflection.id)
