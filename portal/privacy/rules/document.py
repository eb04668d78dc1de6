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
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, as they wrote them."""

    label: str
    text: str
    mine: bool


Block = Heading | Line | Facts | Quote
Document = tuple[Block, ...]
