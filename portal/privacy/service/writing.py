"""The same as a file: Markdown for people, JSON for machines."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from portal.kernel.i18n import _
from portal.privacy.rules.document import Block, Document, Facts, Heading, Line
from portal.privacy.rules.taken import AccountTaken, PairTaken


def as_markdown(document: Document) -> str:
    """Everybody's words are quotations, so that nothing they hold is taken for the document's own."""
    return "\n\n".join(_block(block) for block in document) + "\n"


def as_json(taken: AccountTaken | PairTaken) -> str:
    return json.dumps(asdict(taken, dict_factory=_named), ensure_ascii=False, indent=2, default=_plain) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_one_line(block.text)}"
    if isinstance(block, Line):
        return block.text
    if isinstance(block, Facts):
        return "\n".join(f"- {label}{_(':')} {_one_line(value)}" for label, value in block.facts)
    quoted = "\n".join(f"> {line}".rstrip() for line in block.text.replace("\r\n", "\n").split("\n"))
    return f"**{_one_line(block.label)}**\n\n{quoted}"


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _named(values: list[tuple[str, Any]]) -> dict[str, Any]:
    """Whose words they are, said in so many words."""
    return dict(("by", "me" if value else "other") if name == "mine" else (name, value) for name, value in values)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"nothing of this kind leaves: {type(value).__name__}")
