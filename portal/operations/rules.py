"""A kept message, read back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

NAME = re.compile(r"\d{8}T\d{12}-[A-Za-z0-9_-]*\.eml")
LINK = re.compile(r"(https?://[^\s<>\"]*[^\s<>\"'.,;:!?)»])")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; `is_link` when it is an address to follow."""

    text: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """What the demo's mail page shows of a message: each paragraph is lines, each line parts."""

    name: str
    to: str
    subject: str
    paragraphs: tuple[tuple[tuple[Part, ...], ...], ...]


def is_name(text: str) -> bool:
    """Whether a text is a name that kept mail has: nothing else is looked for in the folder."""
    return NAME.fullmatch(text) is not None


def letter(name: str, content: bytes) -> Letter:
    message = message_from_bytes(content, EmailMessage, policy=default)
    return Letter(name, str(message["To"] or ""), str(message["Subject"] or ""), tuple(_paragraphs(_text(message))))


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return "" if body is None else str(body.get_content())


def _paragraphs(text: str) -> Iterator[tuple[tuple[Part, ...], ...]]:
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        yield tuple(_parts(line) for line in paragraph.split("\n"))


def _parts(line: str) -> tuple[Part, ...]:
    """Splitting on a captured pattern puts what it captured at the odd places."""
    return tuple(Part(text, bool(place % 2)) for place, text in enumerate(LINK.split(line)) if text)
