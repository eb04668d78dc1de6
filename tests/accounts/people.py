"""What the tests of accounts do again and again: press a form, read the mail, open its link."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts import passwords
from portal.accounts.models import Person, SignInSession
from portal.kernel import outbox
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests.builders import Someone, csrf, person

PASSWORD = "une phrase assez longue"
ANOTHER = "encore une autre phrase"
LINK = re.compile(r"http://localhost(/account/\S+)")


def send(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Fill in the form of a page and send it."""
    return client.post(address, data={"csrf_token": csrf(client, address), **fields})


def sign_up(client: FlaskClient, email: str, *, way: str = "", **fields: str) -> TestResponse:
    filled = {"name": "Maïté", "email": email, "password": PASSWORD, "language": "fr", "fourteen": "y", "terms": "y"}
    return send(client, f"/signup{'?next=' + way if way else ''}", **(filled | fields))


def enter(client: FlaskClient, email: str, password: str = PASSWORD, *, way: str = "") -> TestResponse:
    return send(client, f"/login{'?next=' + way if way else ''}", email=email, password=password)


def mails(app: Flask) -> list[EmailMessage]:
    """Do what is due, and read all the mail that was kept so far, the oldest first."""
    with app.app_context():
        outbox.drain()
        assert db.session.query(outbox.Outgoing).filter(outbox.Outgoing.last_error.is_not(None)).count() == 0
    folder = app.config["SETTINGS"].mail_folder
    kept = sorted(folder.glob("*.eml")) if folder.exists() else []
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in kept]


def body_of(letter: EmailMessage) -> str:
    """What it says, as plain text."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(letter: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = LINK.search(body_of(letter))
    assert found is not None
    return found.group(1)


def with_password(app: Flask, someone: Someone | None = None, password: str = PASSWORD) -> Someone:
    someone = someone or person(app)
    with app.app_context():
        password_hash = passwords.hash_password(password)
        with transaction():
            db.session.get_one(Person, someone.id).password_hash = password_hash
    return someone


def open_sessions(app: Flask, someone: Someone) -> int:
    with app.app_context():
        return db.session.query(SignInSession).filter_by(person_id=someone.id, ended_at=None).count()


def row_of(app: Flask, email: str) -> Person | None:
    with app.app_context():
        found = db.session.query(Person).filter_by(email=email).one_or_none()
        db.session.expunge_all()
        return found


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/").status_code == 200


def copy_of(client: FlaskClient) -> FlaskClient:
    """Another client with the same cookie."""
    copy = client.application.test_client()
    cookie = client.get_cookie("session")
    assert cookie is not None
    copy.set_cookie("session", cookie.value)
    return copy
