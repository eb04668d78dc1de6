"""Mail through a real SMTP server: plain, signed in, with STARTTLS and with TLS; and not through a false one."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select

from portal.app import create_app
from portal.curriculum.models import Module
from portal.kernel import mail, outbox
from portal.kernel.database import db
from portal.kernel.mail import Message
from portal.kernel.transaction import transaction
from portal.settings import Settings
from portal.studio.service.releasing import FAILED_MAIL, SENT_BACK_MAIL
from tests.builders import person
from tests.processes import free_port
from tests.studio.acting import module

MESSAGE = Message("maite@example.org", "Une réflexion à entendre", "Bonjour Maïté,\n", "<p>Bonjour</p>", "fr", "row-1")
USER, PASSWORD = "portal@example.org", "s3cret/with: signs"
IN_URL = "portal%40example.org:s3cret%2Fwith%3A%20signs"


class PostOffice:
    """What arrived, and who said who they were."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.names: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(bytes(envelope.content or b""), EmailMessage, policy=policy.default))
        return "250 OK"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, who: object) -> AuthResult:
        assert isinstance(who, LoginPassword)
        self.names.append(who.login.decode())
        return AuthResult(success=(who.login, who.password) == (USER.encode(), PASSWORD.encode()), handled=False)


Open = Callable[..., int]


@pytest.fixture
def post() -> PostOffice:
    return PostOffice()


@pytest.fixture
def opened(post: PostOffice) -> Iterator[Open]:
    """Opens the post office on a free port: `opened(tls_context=…, auth_required=True)` and so on."""
    controllers: list[Controller] = []

    def _open(**options: object) -> int:
        port = free_port()
        controller = Controller(
            post,
            hostname="127.0.0.1",
            port=port,
            authenticator=post.authenticate,
            ready_timeout=60,
            **options,
        )
        controller.start()
        controllers.append(controller)
        return port

    yield _open
    for controller in controllers:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key in the same file."""
    return self_signed(tmp_path / "certificate.pem", "127.0.0.1")


def self_signed(path: Path, address: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    start = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def send(settings: Settings) -> Callable[[str], None]:
    """Sends the message from a portal that is told to use this address."""

    def _send(url: str) -> None:
        app: Flask = create_app(settings.model_copy(update={"smtp_url": SecretStr(url)}))
        with app.app_context():
            mail.send(MESSAGE)

    return _send


def test_a_relay_gets_the_whole_message(post: PostOffice, opened: Open, send: Callable[[str], None]) -> None:
    send(f"smtp://127.0.0.1:{opened()}")
    (letter,) = post.letters
    assert (letter["To"], letter["Subject"]) == (MESSAGE.to, MESSAGE.subject)
    assert letter["Message-ID"].startswith("<row-1@")
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "Bonjour Maïté" in letter.get_body(("plain",)).get_content()


def test_nothing_is_kept_that_was_sent(opened: Open, send: Callable[[str], None], settings: Settings) -> None:
    send(f"smtp://127.0.0.1:{opened()}")
    assert not settings.mail_folder.exists()


def test_user_and_password_are_written_percent_encoded(
    post: PostOffice, opened: Open, send: Callable[[str], None]
) -> None:
    port = opened(auth_require_tls=False)
    send(f"smtp://{IN_URL}@127.0.0.1:{port}")
    assert post.names == [USER]
    assert len(post.letters) == 1


def test_a_wrong_password_raises(post: PostOffice, opened: Open, send: Callable[[str], None]) -> None:
    port = opened(auth_require_tls=False)
    with pytest.raises(smtplib.SMTPAuthenticationError):
        send(f"smtp://{USER.replace('@', '%40')}:wrong@127.0.0.1:{port}")
    assert post.letters == []


def test_a_certificate_that_is_vouched_for(
    post: PostOffice, opened: Open, send: Callable[[str], None], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = opened(tls_context=server_side(certificate), require_starttls=True, auth_required=True)
    send(f"smtp+starttls://{IN_URL}@127.0.0.1:{port}")
    assert post.names == [USER]
    assert len(post.letters) == 1


def test_tls_from_the_first_byte(
    post: PostOffice, opened: Open, send: Callable[[str], None], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    send(f"smtps://127.0.0.1:{opened(ssl_context=server_side(certificate))}")
    assert len(post.letters) == 1


def test_starttls_with_a_certificate_of_nobody_s(
    post: PostOffice, opened: Open, send: Callable[[str], None], certificate: Path
) -> None:
    port = opened(tls_context=server_side(certificate))
    with pytest.raises(ssl.SSLCertVerificationError):
        send(f"smtp+starttls://{IN_URL}@127.0.0.1:{port}")
    assert (post.letters, post.names) == ([], [])


def test_a_certificate_for_another_host(
    post: PostOffice, opened: Open, send: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = self_signed(tmp_path / "other.pem", "127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    port = opened(tls_context=server_side(other))
    with pytest.raises(ssl.SSLCertVerificationError):
        send(f"smtp+starttls://{IN_URL}@127.0.0.1:{port}")
    assert (post.letters, post.names) == ([], [])


def test_a_server_that_offers_no_starttls(post: PostOffice, opened: Open, send: Callable[[str], None]) -> None:
    port = opened(auth_require_tls=False)
    with pytest.raises(smtplib.SMTPNotSupportedError):
        send(f"smtp+starttls://{IN_URL}@127.0.0.1:{port}")
    assert (post.letters, post.names) == ([], [])


def test_nobody_answers(send: Callable[[str], None]) -> None:
    with pytest.raises(ConnectionRefusedError):
        send(f"smtp://127.0.0.1:{free_port()}")


SUBJECTS = {
    "fr": {
        "Un module n’a pas pu être publié",
        "Un module a été renvoyé",
    },
    "en": {
        "A module could not be published",
        "A module was sent back",
    },
}


@pytest.mark.parametrize("language", SUBJECTS)
def test_what_becomes_of_a_release_is_told_in_its_readers_language(
    post: PostOffice, opened: Open, settings: Settings, language: str
) -> None:
    app = create_app(settings.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{opened()}")}))
    who = person(app, language=language)
    slug = module(app, who.id)
    with app.app_context():
        module_id = db.session.scalars(select(Module.id).where(Module.slug == slug)).one()
        with transaction():
            for kind in (FAILED_MAIL, SENT_BACK_MAIL):
                outbox.put(kind, kind, recipient_id=who.id, ids={"module": module_id})
        outbox.drain()
    assert {letter["Subject"] for letter in post.letters} == SUBJECTS[language]
    assert {letter["Content-Language"] for letter in post.letters} == {language}
    told = [letter.get_body(("plain",)).get_content() for letter in post.letters]
    assert f"/studio/modules/{slug}/publish" in "".join(told)
