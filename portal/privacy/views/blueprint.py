"""The blueprint, and the page that says what is kept."""

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.accounts.queries import own_account
from portal.kernel.identity import signed_in
from portal.privacy import queries
from portal.privacy.forms import TakeForm
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.sentences import CONSENTS, DAYS, PURPOSES, after_deletion, retention_of

privacy = Blueprint("privacy", __name__)

Answer = Response | str | tuple[str, int]


def shown(form: TakeForm) -> dict[str, Any]:
    """What `privacy/show.html` needs: the person's own facts, and the register."""
    actor = signed_in()
    return {
        "form": form,
        "me": own_account(actor),
        "consents": queries.consents_of(actor.id),
        "consented": CONSENTS,
        "kept": PERSONAL,
        "purposes": PURPOSES,
        "retention_of": retention_of,
        "after_deletion": after_deletion,
        "days": DAYS,
    }
