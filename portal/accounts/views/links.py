"""What the links in mails open. Looking never uses a link up: mail programs look too."""

from flask import url_for

from portal.accounts import queries
from portal.accounts.forms import ChoosePasswordForm
from portal.accounts.queries import LinkSeen
from portal.accounts.rules import UNCONFIRMED_KEPT, LinkPurpose
from portal.accounts.service import account_links, addresses, credentials, newcomers, resets, sessions
from portal.accounts.service.account_links import LinkIsOver
from portal.accounts.views import browser
from portal.accounts.views.blueprint import Answer, accounts, refused, user_agent
from portal.kernel.access import PUBLIC, requires_on
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.identity import Actor, current_actor
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction


def _confirming(_actor: Actor | None, *, token: str) -> LinkSeen | None:
    return account_links.read(LinkPurpose.CONFIRM, token)


def _resetting(_actor: Actor | None, *, token: str) -> LinkSeen | None:
    return account_links.read(LinkPurpose.RESET, token)


def _moving(_actor: Actor | None, *, token: str) -> LinkSeen | None:
    return account_links.read(LinkPurpose.NEW_ADDRESS, token)


@accounts.get("/account/confirm/<token>")
@requires_on(PUBLIC, _confirming)
def confirm(seen: LinkSeen) -> Answer:
    if not seen.is_open:
        return _over(seen, LinkPurpose.CONFIRM)
    return page("accounts/confirm.html", form=_password_wanted(seen), link=seen, kept_days=UNCONFIRMED_KEPT.days)


@accounts.post("/account/confirm/<token>")
@requires_on(PUBLIC, _confirming)
def confirmed(seen: LinkSeen) -> Answer:
    """The address is confirmed, its owner signed in, and on their way to where they were going."""
    if not seen.is_open:
        return _over(seen, LinkPurpose.CONFIRM)
    form, password_hash = _password_wanted(seen), None
    if form is not None:
        if not form.validate():
            return invalid("accounts/confirm.html", form=form, link=seen, kept_days=UNCONFIRMED_KEPT.days)
        try:
            password_hash = credentials.hashed_password(form.value(), name=seen.name, email=seen.email)
        except Refusal as refusal:
            return refused("accounts/confirm.html", form, refusal, link=seen, kept_days=UNCONFIRMED_KEPT.days)
    onward = account_links.way_of(seen)
    try:
        with transaction():
            person_id = newcomers.confirm(seen, password_hash)
    except LinkIsOver:
        return _over_now(seen, LinkPurpose.CONFIRM)
    sessions.sign_in_as(person_id, user_agent())
    return see_other(onward or url_for("today.show"))


@accounts.get("/account/reset/<token>")
@requires_on(PUBLIC, _resetting)
def choose_password(seen: LinkSeen) -> Answer:
    if not seen.is_open:
        return _over(seen, LinkPurpose.RESET)
    return page("accounts/choose_password.html", form=ChoosePasswordForm(), link=seen)


@accounts.post("/account/reset/<token>")
@requires_on(PUBLIC, _resetting)
def password_chosen(seen: LinkSeen) -> Answer:
    if not seen.is_open:
        return _over(seen, LinkPurpose.RESET)
    form = ChoosePasswordForm()
    if not form.validate():
        return invalid("accounts/choose_password.html", form=form, link=seen)
    try:
        password_hash = credentials.hashed_password(form.value(), name=seen.name, email=seen.email)
    except Refusal as refusal:
        return refused("accounts/choose_password.html", form, refusal, link=seen)
    try:
        with transaction():
            person_id = resets.reset(seen, password_hash)
    except LinkIsOver:
        return _over_now(seen, LinkPurpose.RESET)
    sessions.sign_in_as(person_id, user_agent())
    return see_other(url_for("today.show"))


@accounts.get("/account/address/<token>")
@requires_on(PUBLIC, _moving)
def confirm_address(seen: LinkSeen) -> Answer:
    return page("accounts/confirm_address.html", link=seen) if seen.is_open else _over(seen, LinkPurpose.NEW_ADDRESS)


@accounts.post("/account/address/<token>")
@requires_on(PUBLIC, _moving)
def address_confirmed(seen: LinkSeen) -> Answer:
    if not seen.is_open:
        return _over(seen, LinkPurpose.NEW_ADDRESS)
    try:
        with transaction():
            addresses.move(seen)
    except LinkIsOver:
        return _over_now(seen, LinkPurpose.NEW_ADDRESS)
    return see_other(url_for("accounts.account" if current_actor() else "accounts.sign_in", done="moved"))


def _password_wanted(seen: LinkSeen) -> ChoosePasswordForm | None:
    """The form that asks for a password, in another browser than the one that signed up."""
    return None if browser.has_signed_up(queries.password_hash_of(seen.person_id)) else ChoosePasswordForm()


def _over_now(seen: LinkSeen, purpose: LinkPurpose) -> tuple[str, int]:
    """Pressed twice at once: the other press came first."""
    return _over(queries.link_seen(seen.id, purpose) or seen, purpose)


def _over(seen: LinkSeen, purpose: LinkPurpose) -> tuple[str, int]:
    """What became of the link, and how to go on."""
    return invalid("accounts/link_over.html", 410, link=seen, purpose=purpose.value)
