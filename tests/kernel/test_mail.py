"""A message as a value, and how it leaves: by a real mail server where there is one, else into a folder."""

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from smtplib import SMTPAuthenticationError, SMTPNotSupportedError
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from jinja2 import DictLoader
from pydantic import SecretStr

from portal.app import create_app
from portal.kernel import clock, mail
from portal.kernel.database import db
from portal.kernel.mail import Message
from portal.kernel.transaction import transaction
from portal.settings import Settings

START = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
LONG = "Un mot qui ne finit pas : " + "é" * 1200
MESSAGE = Message(
    to="maite@example.org",
    subject="Ibrahim vous invite — « à deux »",
    text=f"Bonjour Maïté,\n\nhttp://localhost/invitations/abc\n.\n{LONG}\n",
    html="<p>Bonjour Maïté</p>",
    language="fr",
    key="AbC-dEf_123",
)
PASSWORD = "p@ss:w/rd"


class Box:
    """Keeps what a mail server is handed."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 (the server's word)
        self.envelopes.append(envelope)
        return "250 OK"

    def letters(self) -> list[EmailMessage]:
        return [read(envelope.content) for envelope in self.envelopes]  # type: ignore[arg-type]


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, EmailMessage, policy=default)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def only_us(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
    ours = (data.login, data.password) == (b"us@example.org", PASSWORD.encode())
    return AuthResult(success=ours, handled=False)


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[Box, int]]]:
    """Starts a mail server on a port of its own."""
    running: list[Controller] = []

    def start(**options: Any) -> tuple[Box, int]:
        box = Box()
        port = free_port()
        running.append(Controller(box, hostname="127.0.0.1", port=port, **options))
        running[-1].start()
        return box, port

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    moment = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def send(settings: Settings, url: str | None, message: Message = MESSAGE) -> None:
    smtp = SecretStr(url) if url else None
    with create_app(settings.model_copy(update={"smtp_url": smtp})).app_context():
        mail.send(message)


def kept(settings: Settings) -> list[EmailMessage]:
    return [read(path.read_bytes()) for path in sorted(settings.mail_folder.iterdir())]


def test_a_message_arrives_as_it_was_written(settings: Settings, serve: Callable[..., tuple[Box, int]]) -> None:
    box, port = serve()
    with clock.at(START):
        send(settings, f"smtp://127.0.0.1:{port}")
    (envelope,), (letter,) = box.envelopes, box.letters()
    assert (envelope.mail_from, envelope.rcpt_tos) == ("nepasrepondre@example.org", ["maite@example.org"])
    assert letter["Subject"] == MESSAGE.subject
    assert letter["To"] == MESSAGE.to
    assert letter["From"] == "Vice Versa <nepasrepondre@example.org>"
    assert letter["Message-ID"] == "<AbC-dEf_123@example.org>"
    assert letter["Date"].datetime == START
    assert (letter["Content-Language"], letter["Auto-Submitted"]) == ("fr", "auto-generated")
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert html.get_content().strip() == MESSAGE.html
    assert max(len(line) for line in envelope.content.splitlines()) <= 998  # type: ignore[union-attr, arg-type]


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example.org",
        "smtp+starttls://us:word@mail.example.org",
        "smtps://us:word@mail.example.org:4650/",
        "smtp://us:word@localhost:2525",
        "smtp://us:word@127.0.0.1",
        "smtp://us:word@[::1]:25",
    ],
)
def test_mail_servers_that_settings_take(settings: Settings, url: str) -> None:
    taken = Settings(data=settings.data, smtp_url=SecretStr(url)).smtp_url
    assert taken is not None
    assert taken.get_secret_value() == url


def test_a_second_try_has_the_same_message_id(settings: Settings) -> None:
    for hour in range(2):
        with clock.at(START + timedelta(hours=hour)):
            send(settings, None)
    assert [letter["Message-ID"] for letter in kept(settings)] == ["<AbC-dEf_123@example.org>"] * 2


@pytest.mark.parametrize("field", ["to", "language", "key", "subject"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_no_header_can_be_slipped_in(settings: Settings, field: str, line_end: str) -> None:
    values = {name: getattr(MESSAGE, name) for name in ("to", "subject", "text", "html", "language", "key")}
    values[field] += f"{line_end}Bcc: evil@example.org"
    with pytest.raises(ValueError, match=r".+"):
        send(settings, None, Message(**values))
    assert not settings.mail_folder.exists()


@pytest.mark.parametrize(
    "to", ["a@example.org, evil@example.org", "a@example.org evil@example.org", "Maïté <a@example.org>", "nowhere", ""]
)
def test_a_message_goes_to_one_address(settings: Settings, to: str) -> None:
    with pytest.raises((ValueError, IndexError), match=r".*"):
        send(settings, None, Message(to, "s", "t", "h", "fr", "key"))


@pytest.mark.parametrize(("language", "subject"), [("fr", "Ibrahim Bcc: e@e (fr)"), ("en", "Ibrahim Bcc: e@e (en)")])
def test_a_composed_message_has_a_subject_of_one_line_in_its_language(app: Flask, language: str, subject: str) -> None:
    parts = {
        "subject.txt": "\n{{ who }}  ({{ current_language() }})\n",
        "body.txt": "{{ who }}",
        "body.html": "<p>{{ who }}</p>",
    }
    app.jinja_loader = DictLoader({f"some/mail/{name}": text for name, text in parts.items()})  # type: ignore[misc]
    with app.app_context():
        message = mail.compose("some/mail", to="a@example.org", language=language, key="key", who="Ibrahim\nBcc: e@e")
        marked = mail.compose("some/mail", to="a@example.org", language=language, key="key", who="<b> & co")
    assert message.subject == subject
    assert (marked.text, marked.html) == ("<b> & co\n", "<p>&lt;b&gt; &amp; co</p>")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_login_is_made_with_what_the_address_says(settings: Settings, serve: Callable[..., tuple[Box, int]]) -> None:
    box, port = serve(authenticator=only_us, auth_required=True, auth_require_tls=False)
    send(settings, f"smtp://us%40example.org:p%40ss%3Aw%2Frd@127.0.0.1:{port}")
    assert len(box.envelopes) == 1
    with pytest.raises(SMTPAuthenticationError):
        send(settings, f"smtp://us%40example.org:wrong@127.0.0.1:{port}")


@pytest.mark.usefixtures("trusted")
def test_starttls_is_used_where_it_is_asked_for(
    settings: Settings, serve: Callable[..., tuple[Box, int]], tls: ssl.SSLContext
) -> None:
    box, port = serve(tls_context=tls, require_starttls=True, authenticator=only_us)
    send(settings, f"smtp+starttls://us%40example.org:p%40ss%3Aw%2Frd@127.0.0.1:{port}")
    assert len(box.envelopes) == 1


def test_without_starttls_nothing_is_sent(settings: Settings, serve: Callable[..., tuple[Box, int]]) -> None:
    box, port = serve()
    with pytest.raises(SMTPNotSupportedError):
        send(settings, f"smtp+starttls://127.0.0.1:{port}")
    assert box.envelopes == []


def test_a_certificate_that_nobody_vouches_for_is_refused(
    settings: Settings, serve: Callable[..., tuple[Box, int]], tls: ssl.SSLContext
) -> None:
    box, port = serve(tls_context=tls, require_starttls=True)
    with pytest.raises(ssl.SSLCertVerificationError):
        send(settings, f"smtp+starttls://127.0.0.1:{port}")
    assert box.envelopes == []


@pytest.mark.usefixtures("trusted")
def test_tls_from_the_first_byte(
    settings: Settings, tls: ssl.SSLContext, serve: Callable[..., tuple[Box, int]]
) -> None:
    box, port = serve(ssl_context=tls)
    send(settings, f"smtps://127.0.0.1:{port}")
    assert len(box.envelopes) == 1


def test_a_server_that_is_gone_is_an_error_and_the_outbox_tries_again(settings: Settings) -> None:
    with pytest.raises(ConnectionRefusedError):
        send(settings, f"smtp://127.0.0.1:{free_port()}")


def test_without_a_server_messages_are_kept_in_order(settings: Settings) -> None:
    for hour, key in enumerate(("b", "a")):
        with clock.at(START + timedelta(hours=hour)):
            send(settings, None, Message("a@example.org", key, "text\n", "<p>", "fr", key))
    assert [letter["Subject"] for letter in kept(settings)] == ["b", "a"]
    assert settings.mail_folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("key", ["../../escaped", "a/b", "..", "é\0"])
def test_no_key_leads_out_of_the_folder(settings: Settings, key: str) -> None:
    try:
        send(settings, None, Message("a@example.org", "s", "t\n", "h", "fr", key))
    except ValueError:
        return
    assert [path.suffix for path in settings.mail_folder.iterdir()] == [".eml"]


@pytest.mark.both_databases
def test_nothing_is_open_while_a_server_takes_its_time(
    settings: Settings, serve: Callable[..., tuple[Box, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _box, port = serve()
    app = create_app(settings.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{port}")}))
    deliver, open_meanwhile = mail._deliver, []  # noqa: SLF001 (what happens inside is what this is about)

    def watch(*arguments: Any) -> None:
        open_meanwhile.append(db.session().in_transaction())
        deliver(*arguments)

    monkeypatch.setattr("portal.kernel.mail._deliver", watch)
    with app.app_context():
        db.session.connection()
        mail.send(MESSAGE)
        with pytest.raises(RuntimeError, match="inside"), transaction():
            mail.send(MESSAGE)
    assert open_meanwhile == [False]
