"""Starting a pair by a link, and accepting one."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.accounts import service as accounts
from portal.kernel.access import PUBLIC, SIGNED_IN, requires, requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.database import new_id
from portal.kernel.forms import EmptyForm
from portal.kernel.i18n import _l, current_language
from portal.kernel.identity import Actor, current_actor, signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import end_reading, transaction
from portal.pairs import policy, queries
from portal.pairs.forms import InviteForm, JoinForm
from portal.pairs.models import Invitation
from portal.pairs.queries import InvitationSeen
from portal.pairs.rules import InvitationState
from portal.pairs.service import invitations as service
from portal.pairs.views.blueprint import bp

DONE = {
    "sent": _l("The invitation is on its way. You can also copy its link."),
    "made": _l("The invitation is ready. Copy its link and give it to the person you want to learn with."),
    "revoked": _l("The invitation no longer works."),
}


@bp.get("/pairs/")
@requires(SIGNED_IN)
def index() -> str:
    actor = signed_in()
    return page(
        "pairs/index.html",
        pairs=queries.my_pairs(actor),
        invitations=queries.my_open_invitations(actor),
        done=done_sentence(DONE),
    )


@bp.get("/pairs/new")
@requires(policy.INVITE)
def new() -> str:
    return page("pairs/new.html", form=InviteForm(key=new_id()))


@bp.post("/pairs/new")
@requires(policy.INVITE)
def invite() -> Response | tuple[str, int]:
    form = InviteForm()
    if not form.validate():
        return invalid("pairs/new.html", form=form)
    email = form.value()
    with transaction():
        made = service.invite(signed_in(), str(form.key.data), email, current_language())
    return see_other(url_for("pairs.sent", invitation=made, done="sent" if email else "made"))


@bp.get("/pairs/invitations/<invitation>")
@requires_on(policy.MANAGE_INVITATION, queries.my_invitation)
def sent(invitation: Invitation) -> str:
    return page(
        "pairs/sent.html",
        invitation=invitation,
        address=service.address_of(invitation),
        state=service.state_of(invitation),
        done=done_sentence(DONE),
    )


@bp.post("/pairs/invitations/<invitation>/revoke")
@requires_on(policy.MANAGE_INVITATION, queries.my_invitation)
def revoke(invitation: Invitation) -> Response:
    with transaction():
        service.revoke(invitation)
    return see_other(url_for("pairs.index", done="revoked"))


def _by_link(_actor: Actor | None, *, token: str) -> InvitationSeen | None:
    return service.read_link(token)


@bp.get("/invitations/<token>")
@requires_on(PUBLIC, _by_link)
def invitation(received: InvitationSeen) -> str:
    return _received_page(received, JoinForm())


@bp.post("/invitations/<token>")
@requires_on(PUBLIC, _by_link)
def accept(received: InvitationSeen) -> Response | tuple[str, int]:
    """Signed in: accept. A visitor who was invited by mail: make the account, and accept."""
    actor = current_actor()
    if actor is None:
        return _join(received)
    if not EmptyForm().validate():
        raise Refusal(_l("This form is out of date. Open it again."))
    with transaction():
        pair_id = service.accept(received.row.id, actor.id)
    return see_other(url_for("learning.workspace", pair=pair_id, done="made"))


def _join(received: InvitationSeen) -> Response | tuple[str, int]:
    form = JoinForm()
    if not received.row.email or service.state_of(received.row) is not InvitationState.OPEN:
        raise Refusal(_l("This invitation can no longer be used. Ask for a new one."))
    if form.validate():
        try:
            person_id = _new_person(received, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            with transaction():
                pair_id = service.accept(received.row.id, person_id)
            accounts.sign_in_as(person_id, request.headers.get("User-Agent", ""))
            return see_other(url_for("learning.workspace", pair=pair_id, done="made"))
    return _received_page(received, form), 422


def _new_person(received: InvitationSeen, form: JoinForm) -> str:
    """The new account, with its address confirmed: the link was mailed there."""
    name, email, password = str(form.name.data), str(received.row.email), str(form.password.data)
    end_reading()
    password_hash = accounts.hashed_password(password, name=name, email=email)
    with transaction():
        return accounts.create_confirmed(name, email, password_hash, current_language())


def _received_page(received: InvitationSeen, form: JoinForm) -> str:
    return page(
        "pairs/invitation.html",
        invitation=received.row,
        inviter=received.inviter_name,
        state=service.state_of(received.row),
        here=request.path,
        form=form,
    )
