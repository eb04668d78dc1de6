"""The same as a file: Markdown for people, JSON for machines."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from portal.kernel.i18n import _
from portal.privacy.rules.document import Block, Document, Facts, Grid, Heading, Line, Quote
from portal.privacy.rules.escaping import one_line, quoted
from portal.privacy.rules.taken import AccountTaken, PairTaken

_BY = {True: "me", False: "other", None: "not attested"}


def as_markdown(document: Document) -> str:
    """Everybody's words are quotations, so that nothing they hold is taken for the document's own."""
    return "\n\n".join(_block(block) for block in document) + "\n"


def as_json(taken: AccountTaken | PairTaken) -> str:
    return json.dumps(asdict(taken, dict_factory=_named), ensure_ascii=False, indent=2, default=_plain) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {one_line(block.text)}"
    if isinstance(block, Line):
        return one_line(block.text)
    if isinstance(block, Facts):
        return "\n".join(f"- {one_line(label)}{_(':')} {one_line(value)}" for label, value in block.facts)
    return _grid(block) if isinstance(block, Grid) else _quote(block)


def _grid(grid: Grid) -> str:
    return "\n".join(_row(row) for row in (grid.columns, ["---"] * len(grid.columns), *grid.rows))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(one_line(cell) for cell in cells)} |"


def _quote(quote: Quote) -> str:
    details = f" ({one_line(quote.details)})" if quote.details else ""
    questions = [f"*{one_line(line)}*" for line in quote.question.splitlines() if line.strip()]
    return "\n\n".join([f"**{one_line(quote.label)}**{details}", *questions, quoted(quote.text)])


def _named(values: list[tuple[str, Any]]) -> dict[str, Any]:
    """Whose words they are, said in so many words."""
    return dict(("by", _BY[value]) if name == "mine" else (name, value) for name, value in values)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"nothing of this kind leaves: {type(value).__name__}")
