"""Every form that carries text, refused before its view: it comes back to its writer alone, and then it is done."""

from collections.abc import Mapping

from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal.accounts.models import SignInSession
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests.accounts.people import with_password
from tests.builders import person, sign_in
from tests.forms.conftest import Stage
from tests.forms.finding import Form, browser_of, send, token_for
from tests.forms.test_hostile import base
from tests.kernel.test_interrupted import again_form, press_again, sign_in_with

AT_LEAST = 12
WRITTEN = "Une loutre, à l’abri : voilà ce que j’ai voulu dire ce soir."


def filled(form: Form) -> Mapping[str, str]:
    """With a text of one's own in each box that takes any."""
    return base(form) | {name: WRITTEN for name in form.typed if form.kind_of(name) in ("text", "textarea")}


def texts(stage: Stage) -> list[Form]:
    """The forms in which somebody who is signed in writes."""
    return [form for form in stage.forms if form.who is not None and WRITTEN in filled(form).values()]


def done(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0].count("/") * "/"


def end_sessions(stage: Stage, form: Form) -> None:
    with stage.app.app_context(), transaction():
        mine = SignInSession.person_id == (form.who.id if form.who else "")
        db.session.execute(update(SignInSession).where(mine).values(ended_at=now()))


def directly(stage: Stage, form: Form) -> tuple[int, str]:
    """What it does where nothing comes between."""
    stage.again()
    browser = browser_of(stage.app, form)
    return done(send(browser, form, filled(form), token_for(browser, form)))


def interrupted(stage: Stage, form: Form) -> tuple[FlaskClient, TestResponse]:
    """Sent after the session has ended."""
    stage.again()
    browser = browser_of(stage.app, form)
    token = token_for(browser, form)
    end_sessions(stage, form)
    return browser, send(browser, form, filled(form), token)


def test_no_text_is_forgotten(stage: Stage) -> None:
    found = {form.endpoint for form in texts(stage)}
    assert len(found) >= AT_LEAST
    assert {"learning.write_reflection", "journal.hear", "journal.reply", "pairs.save_sheet", "safety.send"} <= found


def test_after_signing_in_again_it_is_done(stage: Stage) -> None:
    for form in texts(stage):
        expected = directly(stage, form)
        browser, refused = interrupted(stage, form)
        assert refused.status_code == 401, form
        assert "loutre" not in refused.text
        writer = with_password(stage.app, form.who)
        entered = sign_in_with(browser, refused.text, writer.email)
        assert WRITTEN in entered.text.replace("&#39;", "'"), form
        assert again_form(entered.text)[0] == form.action
        assert done(press_again(browser, entered.text)) == expected, form


def test_somebody_else_who_signs_in_gets_nothing(stage: Stage) -> None:
    for form in texts(stage):
        browser, refused = interrupted(stage, form)
        other = with_password(stage.app, person(stage.app, "Noor"))
        entered = sign_in_with(browser, refused.text, other.email)
        assert entered.status_code == 200
        assert f'action="{form.action}"' not in entered.text, form
        assert "loutre" not in entered.text + browser.get("/today").text


def test_a_form_of_an_earlier_session_is_sent_again(stage: Stage) -> None:
    for form in texts(stage):
        expected = directly(stage, form)
        stage.again()
        assert form.who is not None
        earlier, later = (sign_in(stage.app, form.who) for _ in range(2))
        refused = send(later, form, filled(form), token_for(earlier, form))
        assert refused.status_code == 400, form
        assert done(press_again(later, refused.text)) == expected, form


def test_a_portal_that_starts_again_takes_it(stage: Stage) -> None:
    for form in texts(stage):
        expected = directly(stage, form)
        stage.again()
        before = browser_of(stage.app, form)
        token, cookie = token_for(before, form), before.get_cookie("session")
        assert cookie is not None
        stage.restart()
        after = stage.app.test_client()
        after.set_cookie("session", cookie.value)
        assert done(send(after, form, filled(form), token)) == expected, form


def test_a_form_that_is_out_of_date_comes_back_with_its_text(stage: Stage) -> None:
    """Something newer is there: nothing is overwritten."""
    for form in texts(stage):
        stale = {
            name: "12345" for name in ("version", "after") if name in form.names and form.kind_of(name) == "hidden"
        }
        if not stale:
            continue
        stage.again()
        browser = browser_of(stage.app, form)
        fields = form.filled({**filled(form), **stale, "csrf_token": token_for(browser, form)})
        refused = browser.post(form.action, data=MultiDict(fields))
        assert refused.status_code == 409, form
        assert WRITTEN in refused.text, form
