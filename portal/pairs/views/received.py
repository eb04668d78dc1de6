"""What the link of an invitation opens, for a visitor and for someone signed in.

Its address is what lets people in: these pages are kept nowhere and name it nowhere but in themselves.
"""

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import service as accounts
from portal.accounts.queries import person_at
from portal.kernel.access import PUBLIC, requires_on
from portal.kernel.answers import page, see_other
from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor, current_actor
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import end_reading, transaction
from portal.pairs import queries
from portal.pairs.forms import JoinForm
from portal.pairs.queries import InvitationSeen
from portal.pairs.rules import MyPair, PairState
from portal.pairs.service import invitations as service
from portal.pairs.service.invitations import Received
from portal.pairs.views.blueprint import bp

OK, GONE = 200, 410


def _by_link(actor: Actor | None, *, token: str) -> Received | None:
    return service.read_link(token, actor.id if actor is not None else None)


@bp.get("/invitations/<token>")
@requires_on(PUBLIC, _by_link)
def invitation(received: Received) -> Response:
    return _received_page(received, JoinForm())


@bp.post("/invitations/<token>")
@requires_on(PUBLIC, _by_link)
def accept(received: Received) -> Response:
    """Signed in: accept. A visitor with the link that was mailed to them: make the account, and accept."""
    actor = current_actor()
    if actor is None:
        return _join(received) if received.mailed else see_other(request.path)
    try:
        with transaction():
            pair_id = service.accept(received, actor.id)
    except Refusal as refusal:
        return _received_page(_as_it_is_now(received), JoinForm(), refusal.status, refused=refusal.sentence)
    return _to_workspace(pair_id)


def _join(received: Received) -> Response:
    form = JoinForm()
    if not form.validate():
        return _received_page(received, form, 422)
    try:
        person_id, pair_id = _new_person(received, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _received_page(_as_it_is_now(received), form, refusal.status)
    accounts.sign_in_as(person_id, request.headers.get("User-Agent", ""))
    return _to_workspace(pair_id)


def _new_person(received: Received, form: JoinForm) -> tuple[str, str]:
    """The new account, its address confirmed by the link, and its pair: both or neither."""
    name, email, password = str(form.name.data), str(received.invitation.email), str(form.password.data)
    end_reading()
    password_hash = accounts.hashed_password(password, name=name, email=email)
    with transaction():
        person_id = accounts.create_confirmed(name, email, password_hash, current_language(), agreed=True)
        return person_id, service.accept(received, person_id)


def _to_workspace(pair_id: str) -> Response:
    return see_other(url_for("learning.workspace", pair=pair_id, done="made"))


def _as_it_is_now(received: Received) -> Received:
    return _by_link(current_actor(), token=str((request.view_args or {})["token"])) or received


def _received_page(received: Received, form: JoinForm, status: int = 200, refused: Sentence | None = None) -> Response:
    actor, seen = current_actor(), received.invitation
    body = page(
        "pairs/invitation.html",
        invitation=seen,
        here=request.path,
        form=form,
        mailed=received.mailed,
        known=received.mailed and _is_known(seen.email),
        together=_pair_with(seen.inviter_id, actor),
        refused=refused,
    )
    answer = make_response(body, GONE if status == OK and _is_over_for(actor, seen) else status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _is_over_for(actor: Actor | None, seen: InvitationSeen) -> bool:
    """Nothing is left to do with it here, for anybody but the two whom it made a pair."""
    return not seen.is_open and (actor is None or actor.id not in (seen.inviter_id, seen.accepted_by_id))


def _pair_with(inviter_id: str, actor: Actor | None) -> MyPair | None:
    """The open pair that the reader already has with who invites."""
    pairs = queries.my_pairs(actor) if actor is not None else []
    return next((one for one in pairs if one.partner.id == inviter_id and one.state is not PairState.CLOSED), None)


def _is_known(email: str | None) -> bool:
    """Told only to who holds the link that was mailed there."""
    person = person_at(email) if email else None
    return person is not None and person.email_confirmed_at is not None
