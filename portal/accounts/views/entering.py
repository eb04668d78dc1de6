"""Signing up, in and out, asking for a new password, and choosing a language."""

from flask import current_app, url_for

from portal.accounts.forms import ForgottenForm, LanguageForm, SignInForm, SignUpForm
from portal.accounts.service import credentials, newcomers, profile, resets, sessions
from portal.accounts.views import browser
from portal.accounts.views.blueprint import Answer, accounts, language, network, refused, user_agent, way, way_or_home
from portal.kernel.access import PUBLIC, requires
from portal.kernel.answers import done_sentence, invalid, page, safe_next, see_other
from portal.kernel.forms import new_token
from portal.kernel.i18n import LANGUAGE_COOKIE, _l, current_language, speaking
from portal.kernel.identity import Actor, current_actor, end_session
from portal.kernel.interrupted import opened, send_again
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction

A_YEAR = 365 * 24 * 60 * 60

SIGN_IN_DONE = {
    "out": _l("You are signed out."),
    "everywhere": _l("You are signed out everywhere."),
    "deleted": _l("Your account is deleted. Your words are erased, except what the deletion page said would stay."),
    "moved": _l("Your new address is confirmed. It is the one you sign in with."),
}


@accounts.get("/signup")
@requires(PUBLIC)
def sign_up() -> Answer:
    if current_actor() is not None:
        return see_other(way_or_home())
    return page("accounts/sign_up.html", form=SignUpForm(language=current_language()), way=way())


@accounts.post("/signup")
@requires(PUBLIC)
def join() -> Answer:
    """The same answer whether the address was known or not: the mail tells the one who reads it."""
    form = SignUpForm()
    if not form.validate():
        return invalid("accounts/sign_up.html", form=form, way=way())
    new, password, onward = form.value(), str(form.password.data), way()
    try:
        admitted = newcomers.admit(new.email, network())
        password_hash = credentials.hashed_password(password, name=new.name, email=new.email)
    except Refusal as refusal:
        return refused("accounts/sign_up.html", form, refusal, way=onward)
    if admitted:
        with transaction():
            newcomers.sign_up(new, password_hash, onward)
    browser.remember_sign_up(password_hash)
    return see_other(url_for("accounts.mail_sent"))


@accounts.get("/account/sent")
@requires(PUBLIC)
def mail_sent() -> str:
    return page("accounts/mail_sent.html", demo=current_app.config["SETTINGS"].demo)


@accounts.get("/login")
@requires(PUBLIC)
def sign_in() -> Answer:
    if current_actor() is not None:
        return see_other(way_or_home())
    return page("accounts/sign_in.html", form=SignInForm(), way=way(), done=done_sentence(SIGN_IN_DONE))


@accounts.post("/login")
@requires(PUBLIC)
def enter() -> Answer:
    form = SignInForm()
    if not form.validate():
        return invalid("accounts/sign_in.html", form=form, way=way())
    email, password = form.value()
    try:
        person_id = credentials.check(email, password, network(), way())
    except Refusal as refusal:
        return refused("accounts/sign_in.html", form, refusal, way=way())
    sessions.sign_in_as(person_id, user_agent())
    kept, actor = str(form.kept.data), current_actor()
    return _give_back(kept, actor) if kept and actor else see_other(way_or_home())


def _give_back(kept: str, actor: Actor) -> str:
    """What was being sent when a session ended, to its writer. Anybody else learns nothing of it, and may hand over.

    Both read their own language: the form that led here spoke its writer's.
    """
    written = opened(kept, actor.id)
    with speaking(actor.language):
        if written:
            return send_again(written)
        new_token()
        return page("accounts/not_yours.html", form=SignInForm(None, kept=kept))


@accounts.post("/logout")
@requires(PUBLIC)
def sign_out() -> Answer:
    """Also for a browser whose session ended elsewhere: it wants its cookie gone."""
    actor = current_actor()
    if actor is not None:
        with transaction():
            sessions.end_session(actor.session_id)
    end_session()
    return see_other(url_for("accounts.sign_in", done="out"))


@accounts.get("/reset")
@requires(PUBLIC)
def reset() -> str:
    return page("accounts/reset.html", form=ForgottenForm())


@accounts.post("/reset")
@requires(PUBLIC)
def ask_reset() -> Answer:
    """The same answer whether the address was known or not."""
    form = ForgottenForm()
    if not form.validate():
        return invalid("accounts/reset.html", form=form)
    email = form.value()
    try:
        admitted = resets.admit(email, network())
    except Refusal as refusal:
        return refused("accounts/reset.html", form, refusal)
    if admitted:
        with transaction():
            resets.ask(email)
    return see_other(url_for("accounts.mail_sent"))


@language.post("/language")
@requires(PUBLIC)
def choose() -> Answer:
    """Kept with the person, and in this browser for when they are signed out."""
    form = LanguageForm()
    answer = see_other(safe_next(url_for("site.home")))
    if not form.validate():
        return answer
    actor = current_actor()
    if actor is not None:
        with transaction():
            profile.choose_language(actor.id, form.value())
    answer.set_cookie(
        LANGUAGE_COOKIE,
        form.value(),
        max_age=A_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer
