"""Kept mail: a page of the demo, and of nothing but the demo."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.kernel import clock, mail
from portal.kernel.clock import now
from portal.kernel.mail import Message
from portal.operations.rules import is_name
from portal.settings import Settings

LINK = "http://localhost/invitations/abc-DEF_1"
TEXT = f"Bonjour Maïté,\n\nVoici <votre> lien :\n{LINK}\n\nVoyez aussi ({LINK}?a=b), s’il vous plaît.\n"


def send(app: Flask, key: str = "first", subject: str = "Ibrahim vous écrit") -> None:
    with app.app_context():
        mail.send(Message("maite@example.org", subject, TEXT, "<p>html</p>", "fr", key))


def name_of(app: Flask) -> str:
    return next(app.config["SETTINGS"].mail_folder.iterdir()).name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_box_says_what_will_come(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/mail?lang={language}")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


def test_the_newest_message_comes_first(app: Flask, client: FlaskClient) -> None:
    send(app, "zzz", "Ancien")
    with clock.at(now().replace(year=now().year + 1)):
        send(app, "aaa", "Nouveau")
    shown = client.get("/mail").text
    assert shown.index("Nouveau") < shown.index("Ancien")
    assert "maite@example.org" in shown


def test_a_message_shows_its_text_with_its_links(app: Flask, client: FlaskClient) -> None:
    send(app)
    shown = client.get(f"/mail/{name_of(app)}").text
    assert "Ibrahim vous écrit" in shown
    assert f'<a href="{LINK}">{LINK}</a>' in shown
    assert f'<a href="{LINK}?a=b">{LINK}?a=b</a>), s’il vous plaît.' in shown
    assert "&lt;votre&gt;" in shown


def test_files_that_are_no_kept_mail_are_not_listed(app: Flask, client: FlaskClient) -> None:
    send(app)
    folder = app.config["SETTINGS"].mail_folder
    (folder / "other.eml").write_text("Subject: secret\n\nsecret")
    assert "secret" not in client.get("/mail").text
    assert client.get("/mail/other.eml").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..%2Fmaster.key",
        "%2e%2e%2fmaster.key",
        "..%5Cmaster.key",
        "master.key",
        "20261124T120000000000-..%2F..%2Fmaster.key.eml",
        "20261124T120000000000-key.eml%00",
        "20261124T120000000000-key.eml%0A",
        "20261124T120000000000-unknown.eml",
    ],
)
def test_no_other_name_opens_anything(app: Flask, client: FlaskClient, name: str) -> None:
    send(app)
    answer = client.get(f"/mail/{name}")
    assert answer.status_code == 404
    assert app.config["SETTINGS"].master_key_path().read_text().strip() not in answer.text


def test_names_are_what_the_mail_module_makes(app: Flask) -> None:
    send(app, "a:b/../c")
    assert is_name(name_of(app))


def test_outside_the_demo_there_is_no_such_page(app: Flask, settings: Settings) -> None:
    send(app)
    real = create_app(settings.model_copy(update={"demo": False})).test_client()
    assert real.get("/mail").status_code == 403
    assert real.get(f"/mail/{name_of(app)}").status_code == 404
