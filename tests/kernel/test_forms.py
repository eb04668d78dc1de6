"""Forms: the token, the texts that no column holds, and where a "no" is shown."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired

from portal.kernel.access import PUBLIC, requires
from portal.kernel.forms import PortalForm, VersionedForm, plain_text, secret_of_form
from portal.kernel.refusal import Refusal
from tests import builders


class Written(PortalForm):
    name = StringField(validators=[DataRequired("Say who.")])
    text = TextAreaField(validators=[plain_text])
    number = IntegerField(default=0)
    agreed = BooleanField()


@pytest.fixture
def app(app: Flask) -> Flask:
    app.add_url_rule("/send", "send", requires(PUBLIC)(lambda: "sent"), methods=["POST"])
    return app


def filled(app: Flask, **values: str) -> Written:
    with app.test_request_context("/?lang=en", method="POST"):
        form = Written(MultiDict(values), meta={"csrf": False})
        form.validate()
        form.errors  # noqa: B018 (kept in the request's language)
        for field in form:
            field.errors = [str(error) for error in field.errors]
        return form


def test_what_is_typed_is_kept(app: Flask) -> None:
    form = filled(app, name="Maïté", text="« Été » 😀\r\nà 17 h 30\t.", number="3", agreed="y")
    assert form.errors == {}
    assert form.data["text"] == "« Été » 😀\r\nà 17 h 30\t."


@pytest.mark.parametrize("field", ["name", "text"])
@pytest.mark.parametrize("half", ["\0", "\ud800", "a\udfffb"])
def test_what_no_column_holds_is_refused_in_every_text_once(app: Flask, field: str, half: str) -> None:
    form = filled(app, **({"name": "Maïté"} | {field: half}))
    assert list(form.errors) == [field]
    assert len(form.errors[field]) == 1
    assert "cannot be kept" in str(form.errors[field][0])


def test_a_missing_text_has_its_own_sentence(app: Flask) -> None:
    assert filled(app).errors == {"name": ["Say who."]}


def test_a_refusal_is_shown_beside_its_field_or_above_the_form(app: Flask) -> None:
    form = filled(app, name="Maïté")
    form.refuse(Refusal("Taken.", field="name"))
    form.refuse(Refusal("Too late."))
    form.refuse(Refusal("Elsewhere.", field="unknown"))
    assert form.errors["name"] == ["Taken."]
    assert form.form_errors == ["Too late.", "Elsewhere."]


@pytest.mark.parametrize(
    ("sent", "read"), [("3", 3), ("0", 0), ("", 0), ("-1", 0), ("3.5", 0), ("x", 0), ("²", 0), ("9" * 5000, 0)]
)
def test_a_version_is_a_number_or_none_at_all(app: Flask, sent: str, read: int) -> None:
    with app.test_request_context("/", method="POST"):
        assert VersionedForm(MultiDict({"version": sent}), meta={"csrf": False}).version_read() == read


def test_a_post_needs_the_token_of_its_own_browser(app: Flask, client: FlaskClient) -> None:
    assert client.post("/send").status_code == 400
    assert client.post("/send", data={"csrf_token": "x"}).status_code == 400
    assert client.post("/send", data={"csrf_token": builders.csrf(app.test_client(), "/login")}).status_code == 400
    assert client.post("/send", data={"csrf_token": builders.csrf(client, "/login")}).text == "sent"


def test_a_token_lives_as_long_as_its_session(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None
    client = builders.sign_in(app, builders.person(app))
    token = builders.csrf(client, "/help")
    again = builders.csrf(client, "/help")
    assert client.post("/send", data={"csrf_token": token}).text == "sent"
    assert client.post("/send", data={"csrf_token": again}).text == "sent"


def test_behind_https_a_post_without_a_referer_is_still_ours(app: Flask) -> None:
    """A browser may say nothing of where it comes from; Sec-Fetch-Site and Origin are looked at instead."""
    client = app.test_client()
    token = builders.csrf(client, "/login")
    assert client.post("/send", data={"csrf_token": token}, base_url="https://localhost").text == "sent"


def test_a_refused_post_says_that_nothing_typed_is_lost(client: FlaskClient) -> None:
    refused = client.post("/send?lang=en", data={"text": "An otter."})
    assert refused.status_code == 400
    assert "Nothing is lost" in refused.text
    assert "An otter." in refused.text


def test_a_form_says_for_which_session_it_was_made(app: Flask) -> None:
    browser = builders.sign_in(app, builders.person(app))
    with browser.session_transaction() as cookie:
        secret = cookie["csrf_token"]
    token = builders.csrf(browser, "/help")
    forged = token[::-1]
    for sent, found in ((token, secret), (forged, None), ("", None), (token[:-1], None)):
        with app.test_request_context("/send", method="POST", data={"csrf_token": sent}):
            assert secret_of_form() == found
