"""Deleting one's account: first what goes and what stays, then the password."""

from typing import Any

from flask import url_for

from portal.accounts.service import credentials
from portal.kernel.access import SIGNED_IN, requires
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.identity import end_session, signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.queries import my_pairs
from portal.privacy.forms import DeleteForm
from portal.privacy.rules.sentences import DAYS
from portal.privacy.service import delete_account
from portal.privacy.views.blueprint import Answer, privacy


@privacy.get("/account/privacy/delete")
@requires(SIGNED_IN)
def deleting() -> str:
    return page("privacy/delete.html", **_shown(DeleteForm()))


@privacy.post("/account/privacy/delete")
@requires(SIGNED_IN)
def delete() -> Answer:
    actor, form = signed_in(), DeleteForm()
    if not form.validate():
        return invalid("privacy/delete.html", **_shown(form))
    try:
        credentials.recheck(actor.id, form.value())
        with transaction(is_act=False):
            delete_account(actor.id)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("privacy/delete.html", refusal.status, **_shown(form))
    end_session()
    return see_other(url_for("accounts.sign_in", done="deleted", lang=actor.language))


def _shown(form: DeleteForm) -> dict[str, Any]:
    return {"form": form, "pairs": my_pairs(signed_in()), "days": DAYS}
