"""The sheet of a module that is being written: it may still miss what a published one must have."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.curriculum.rules import ModuleSheet, Strand, write_sheet
from portal.curriculum.rules.folders import LANGUAGES, LAST_POSITION, TEXTS, read_toml
from portal.kernel.refusal import Sentence

FIRST_POSITION = 50
"""Of a module whose author has not said where it stands in the catalogue: after most others."""

_A_COPY = {"fr": " (copie)", "en": " (copy)"}
_BREAKS = re.compile(r"[ \t\r\n]+")


def as_far_as_written(source: str) -> ModuleSheet:
    """What a sheet says, and what stands for what it does not say yet."""
    data, _problem = read_toml(source)
    strand, position = data.get("strand"), data.get("position")
    return ModuleSheet(
        strand=Strand(strand) if strand in list(Strand) else Strand.TOGETHER,
        position=position if type(position) is int and 1 <= position <= LAST_POSITION else FIRST_POSITION,
        requires=tuple(_names(data.get("requires"))),
        texts={language: _texts(data.get(language)) for language in LANGUAGES},
    )


def rewritten(source: str, sheet: ModuleSheet) -> str:
    """The source of this sheet: the one that there is, to the letter, as long as it says the same."""
    return source if source and as_far_as_written(source) == sheet else write_sheet(sheet)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A line of a sheet that is another than before."""

    key: str
    language: str
    """Empty for what is the same in both."""
    before: str
    after: str


def fields_changed(before: ModuleSheet, after: ModuleSheet, titles: Mapping[str, Sentence]) -> tuple[FieldChange, ...]:
    """What differs between two sheets, line by line. `titles`: what the modules that they ask for are called."""
    old, new = _said(before, titles), _said(after, titles)
    return tuple(FieldChange(*place, old[place], new[place]) for place in old if old[place] != new[place])


def _said(sheet: ModuleSheet, titles: Mapping[str, Sentence]) -> Mapping[tuple[str, str], str]:
    texts = {(key, language): sheet.texts[language][key] for language in LANGUAGES for key in TEXTS}
    asked = ", ".join(str(titles.get(slug, slug)) for slug in sheet.requires)
    return {
        **texts,
        ("strand", ""): str(sheet.strand.named),
        ("position", ""): str(sheet.position),
        ("requires", ""): asked,
    }


def as_a_copy(source: str) -> str:
    """The sheet of a module made from another: the catalogue must not hold two of one name."""
    sheet = as_far_as_written(source)
    texts = {language: _named_a_copy(language, text) for language, text in sheet.texts.items()}
    return rewritten(source, replace(sheet, texts=texts))


def _named_a_copy(language: str, text: Mapping[str, str]) -> Mapping[str, str]:
    return {**text, "title": text["title"] + _A_COPY[language]} if text["title"] else text


def one_line(text: str) -> str:
    """As a form holds it: breaks are spaces, and a space that must not break stays what it is."""
    return _BREAKS.sub(" ", text).strip(" ")


def _names(wanted: Any) -> Iterator[str]:
    return (name for name in wanted if isinstance(name, str)) if isinstance(wanted, list) else iter(())


def _texts(part: Any) -> Mapping[str, str]:
    given = part if isinstance(part, dict) else {}
    return {key: one_line(text) if isinstance(text := given.get(key), str) else "" for key in TEXTS}
