"""One's own account: who one is here."""

from flask import url_for

from portal.accounts import queries
from portal.accounts.forms import ProfileForm
from portal.accounts.service import profile
from portal.accounts.views.blueprint import Answer, accounts
from portal.kernel.access import SIGNED_IN, requires
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction

DONE = {
    "saved": _l("Your profile is saved."),
    "moved": _l("Your new address is confirmed. It is the one you sign in with."),
}


@accounts.get("/account/")
@requires(SIGNED_IN)
def account() -> str:
    me = queries.own_account(signed_in())
    form = ProfileForm(name=me.name, language=me.language, time_zone=me.time_zone, version=str(me.version))
    form.keep_zone(me.time_zone)
    return page("accounts/account.html", form=form, me=me, done=done_sentence(DONE))


@accounts.post("/account/")
@requires(SIGNED_IN)
def save() -> Answer:
    actor = signed_in()
    form = ProfileForm()
    form.keep_zone(actor.time_zone)
    if not form.validate():
        return invalid("accounts/account.html", form=form, me=queries.own_account(actor))
    try:
        with transaction():
            profile.save_profile(actor.id, form.value(), form.version_read())
    except Refusal as refusal:
        me = queries.own_account(actor)
        form.refuse(refusal)
        form.version.data = str(me.version)
        return invalid("accounts/account.html", refusal.status, form=form, me=me, saved=me)
    return see_other(url_for("accounts.account", done="saved"))
