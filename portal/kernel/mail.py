"""A message as a value, and how it leaves: by SMTP where it is configured, else kept in a folder."""

import logging
import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template

from portal.kernel.clock import now
from portal.kernel.i18n import speaking
from portal.kernel.transaction import end_reading
from portal.settings import SMTP_PORTS

log = logging.getLogger(__name__)

TIMEOUT = 20


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one person, in their language. `key` makes its Message-ID the same at every try."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    key: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """More of them, such as how to unsubscribe."""


def compose(
    folder: str, *, to: str, language: str, key: str, headers: Mapping[str, str] | None = None, **context: Any
) -> Message:
    """The message whose `subject.txt`, `body.txt` and `body.html` lie in `templates/<folder>/`."""
    with speaking(language):
        subject, text, html = (
            render_template(f"{folder}/{part}", **context) for part in ("subject.txt", "body.txt", "body.html")
        )
    return Message(to, " ".join(subject.split()), text.strip() + "\n", html, language, key, headers or {})


def send(message: Message) -> None:
    """Hand the message over, or raise what the transport raises: the outbox tries again."""
    end_reading()
    settings = current_app.config["SETTINGS"]
    letter = _letter(message, settings.mail_from)
    if settings.smtp_url is None:
        _keep(letter, message.key, settings.mail_folder)
        if settings.demo:
            log.info("mail to %s: %s\n\n%s", message.to, message.subject, message.text)
    else:
        _deliver(letter, settings.smtp_url.get_secret_value())


def _letter(message: Message, sender: str) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = sender
    letter["To"] = Address(addr_spec=message.to)  # one address, or an error
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(now())
    letter["Message-ID"] = f"<{message.key}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    for name, value in message.headers.items():
        letter[name] = value
    letter.set_content(message.text)
    letter.add_alternative(message.html, subtype="html")
    letter["Content-Language"] = message.language  # after the contents, which would take it for their own
    return letter


def _keep(letter: EmailMessage, key: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{now():%Y%m%dT%H%M%S%f}-{re.sub(r'[^A-Za-z0-9_-]', '', key)}.eml"
    (folder / name).write_bytes(letter.as_bytes())


def _deliver(letter: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or SMTP_PORTS[parts.scheme]
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        connection = smtplib.SMTP(host, port, timeout=TIMEOUT)
    with connection:
        if parts.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(letter)
