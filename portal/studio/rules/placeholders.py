"""What a new lesson says to its author, where nobody has written over it: no reader should be told that."""

from collections.abc import Iterable, Iterator
from functools import cache

from portal.curriculum.rules import CheckedModule, Files, Problem
from portal.curriculum.rules.files import text_in
from portal.curriculum.rules.folders import LANGUAGES
from portal.curriculum.rules.lines import Line, Section, read_lines, sections
from portal.kernel.i18n import _l
from portal.studio.rules.template import said_to_authors

_ALIKE = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "’": "'"})
"""What setting a text well may change in it."""


def placeholders(source: str, language: str) -> Iterator[Problem]:
    """One for the front matter and for each step that still holds such words, at the first of them."""
    for section in sections(read_lines(source, []), "##"):
        line, said = next(_said_in(_lines_of(section), language), (0, ""))
        if said:
            yield Problem(line, _l("Write over what a new lesson begins with: “%(words)s”", words=said))


def without_placeholders(checked: CheckedModule, files: Files) -> CheckedModule:
    """The same, told of those in its lessons too: they block it."""
    found = tuple(_in_files(files))
    return CheckedModule(None if found else checked.module, (*checked.problems, *found))


def _in_files(files: Files) -> Iterator[tuple[str, Problem]]:
    for path, content in files.items():
        language, text = path.rpartition("/")[2].removesuffix(".md"), text_in(content)
        if language in LANGUAGES and text is not None:
            yield from ((path, problem) for problem in placeholders(text, language))


def _lines_of(section: Section) -> Iterable[Line]:
    return (Line(section.line, section.heading or ""), *section.body)


def _said_in(lines: Iterable[Line], language: str) -> Iterator[tuple[int, str]]:
    for line in lines:
        text = line.text.translate(_ALIKE)
        yield from ((line.number, said) for said, plain in _said(language) if plain in text)


@cache
def _said(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((said, said.translate(_ALIKE)) for said in said_to_authors(language))
