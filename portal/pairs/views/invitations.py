"""Starting a pair by a link, and looking after the invitations one has sent."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import _l, current_language
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import policy, queries
from portal.pairs.forms import InviteForm
from portal.pairs.queries import InvitationSeen
from portal.pairs.service import invitations as service
from portal.pairs.views.blueprint import bp

DONE = {
    "sent": _l("The invitation is on its way."),
    "made": _l("The invitation is ready. Copy its link, and give it to the person you want to learn with."),
    "revoked": _l("The invitation is taken back: its link no longer works."),
}


@bp.get("/pairs/")
@requires(SIGNED_IN)
def index() -> str:
    actor = signed_in()
    return page(
        "pairs/index.html",
        pairs=queries.my_pairs(actor),
        invitations=queries.my_unanswered_invitations(actor),
        done=done_sentence(DONE),
    )


@bp.get("/pairs/new")
@requires(policy.INVITE)
def new() -> str:
    return page("pairs/new.html", form=InviteForm())


@bp.post("/pairs/new")
@requires(policy.INVITE)
def invite() -> Response | tuple[str, int]:
    form = InviteForm()
    if not form.validate():
        return invalid("pairs/new.html", form=form)
    email = form.value()

    def make() -> str:
        made = service.invite(signed_in(), email, current_language())
        return url_for("pairs.sent", invitation=made, done="sent" if email else "made")

    try:
        with transaction():
            address = once(form, make)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("pairs/new.html", refusal.status, form=form)
    return see_other(address)


@bp.get("/pairs/invitations/<invitation>")
@requires_on(policy.MANAGE_INVITATION, queries.my_invitation)
def sent(invitation: InvitationSeen) -> str:
    return page(
        "pairs/sent.html",
        invitation=invitation,
        address=service.address_of(invitation),
        done=done_sentence(DONE),
    )


@bp.post("/pairs/invitations/<invitation>/revoke")
@requires_on(policy.MANAGE_INVITATION, queries.my_invitation)
def revoke(invitation: InvitationSeen) -> Response:
    """One that was accepted in the meantime says so on its own page."""
    try:
        with transaction():
            service.revoke(invitation.id)
    except Refusal:
        return see_other(url_for("pairs.sent", invitation=invitation.id))
    return see_other(url_for("pairs.index", done="revoked"))
