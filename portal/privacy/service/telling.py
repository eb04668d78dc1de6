"""What somebody takes along, told in their language: one document, for Markdown and for the page."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from portal.kernel.i18n import _, format_full
from portal.privacy.rules.document import Block, Document, Facts, Heading, Line, Quote
from portal.privacy.rules.labels import LABELS, VALUES
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.taken import WROTE, AccountTaken, Occasion, PairTaken, Words
from portal.privacy.rules.vocabulary import Purpose


def tell_account(taken: AccountTaken) -> Document:
    return tuple(_account(taken))


def tell_journal(pair: PairTaken) -> Document:
    return tuple(_pair(pair, level=1))


def _account(taken: AccountTaken) -> Iterator[Block]:
    yield Heading(1, _("What the portal keeps about you"))
    yield Line(_("Made on %(day)s.", day=format_full(taken.at)))
    yield Line(_whose())
    partners = {pair.id: pair.partner for pair in taken.pairs}
    for table in PERSONAL:
        rows = taken.rows.get(table.name, ())
        if rows and table.purpose is not Purpose.WRITING:
            yield Heading(2, str(table.title))
            yield from (Facts(tuple(_facts(row, partners))) for row in rows)
    for pair in taken.pairs:
        yield from _pair(pair, level=2)


def _pair(pair: PairTaken, *, level: int) -> Iterator[Block]:
    yield Heading(level, _("What you and %(name)s wrote", name=pair.partner))
    if level == 1:
        yield Line(_whose())
    if not pair.occasions:
        yield Line(_("Nothing is written yet"))
    for occasion in pair.occasions:
        yield from _occasion(occasion, level + 1)


def _occasion(occasion: Occasion, level: int) -> Iterator[Block]:
    yield Heading(level, occasion.title)
    yield from (Line(prompt) for prompt in occasion.prompts)
    for words in occasion.words:
        yield Quote(_label(words), words.text, words.mine)


def _label(words: Words) -> str:
    label = str(WROTE[words.kind, words.mine])
    about = f" ({words.about})" if words.about else ""
    return f"{label}{about}, {format_full(words.at)}" if words.at else f"{label}{about}"


def _whose() -> str:
    sentence = _(
        "Your own words are whole. What was opened to you is marked as the other’s; nothing else of theirs is here."
    )
    return str(sentence)


def _facts(row: Mapping[str, Any], partners: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if value is not None:
            yield str(LABELS[name]), partners.get(str(value)) or _written(name, value)


def _written(name: str, value: Any) -> str:
    if name.endswith(("_at", "_until")):
        return format_full(datetime.fromisoformat(str(value)))
    return str(VALUES.get(str(value), value))
