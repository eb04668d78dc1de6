"""A document for people, before it is Markdown or a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the portal's."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one thing."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The same of several things, one below the other."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, as they wrote them."""

    label: str
    text: str
    mine: bool
    details: str = ""
    """When it was written, and who can read it."""
    question: str = ""
    """What it answers."""


Block = Heading | Line | Facts | Grid | Quote
Document = tuple[Block, ...]
