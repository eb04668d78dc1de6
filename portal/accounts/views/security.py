"""One's password, one's address, and the browsers where one is signed in."""

from flask import url_for

from portal.accounts import policy, queries
from portal.accounts.forms import AddressForm, PasswordForm
from portal.accounts.queries import OwnSession
from portal.accounts.service import addresses, credentials, profile, sessions
from portal.accounts.views.blueprint import Answer, accounts, refused, user_agent
from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import end_session, signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction

DONE = {
    "password": _l("Your password is changed. Every other browser has been signed out."),
    "address": _l("A link is on its way to your new address. Until you open it, nothing changes."),
    "ended": _l("That browser has been signed out."),
}


@accounts.get("/account/security")
@requires(SIGNED_IN)
def security() -> str:
    actor = signed_in()
    return page(
        "accounts/security.html",
        me=queries.own_account(actor),
        sessions=queries.own_sessions(actor),
        here=actor.session_id,
        done=done_sentence(DONE),
    )


@accounts.get("/account/password")
@requires(SIGNED_IN)
def password() -> str:
    return page("accounts/password.html", form=PasswordForm(), me=queries.own_account(signed_in()))


@accounts.post("/account/password")
@requires(SIGNED_IN)
def change_password() -> Answer:
    actor = signed_in()
    me = queries.own_account(actor)
    form = PasswordForm()
    if not form.validate():
        return invalid("accounts/password.html", form=form, me=me)
    current, new = form.value()
    try:
        credentials.recheck(actor.id, current)
        password_hash = credentials.hashed_password(new, name=me.name, email=me.email or "")
    except Refusal as refusal:
        return refused("accounts/password.html", form, refusal, me=me)
    with transaction():
        profile.set_password(actor.id, password_hash)
    sessions.sign_in_as(actor.id, user_agent())
    return see_other(url_for("accounts.security", done="password"))


@accounts.get("/account/address")
@requires(SIGNED_IN)
def address() -> str:
    return page("accounts/address.html", form=AddressForm(), me=queries.own_account(signed_in()))


@accounts.post("/account/address")
@requires(SIGNED_IN)
def change_address() -> Answer:
    """The same answer whether the new address was known or not."""
    actor = signed_in()
    form = AddressForm()
    if not form.validate():
        return invalid("accounts/address.html", form=form, me=queries.own_account(actor))
    email, current = form.value()
    try:
        credentials.recheck(actor.id, current)
        addresses.admit(actor.id, email)
        with transaction():
            addresses.ask(actor.id, email)
    except Refusal as refusal:
        return refused("accounts/address.html", form, refusal, me=queries.own_account(actor))
    return see_other(url_for("accounts.security", done="address"))


@accounts.post("/account/sessions/<session>/end")
@requires_on(policy.END_SESSION, queries.own_session)
def end_one(session: OwnSession) -> Answer:
    with transaction():
        sessions.end_session(session.id)
    return see_other(url_for("accounts.security", done="ended"))


@accounts.post("/account/sessions/end")
@requires(SIGNED_IN)
def end_all() -> Answer:
    """Everywhere, this browser too."""
    with transaction():
        sessions.end_all_sessions(signed_in().id)
    end_session()
    return see_other(url_for("accounts.sign_in", done="everywhere"))
