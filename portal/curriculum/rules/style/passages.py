"""The lines of a document that people read, and what each is read as."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.curriculum.rules.front import Front
from portal.curriculum.rules.lines import sections
from portal.curriculum.rules.parsing import FURTHER

_TARGET = re.compile(r"\]\([^)]*\)|<https?:[^>]*>")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|(?<![*\w])\*(?!\*)[^*]+\*(?!\*)")
_READ_FIRST = ("title", "objective", "notice")


@dataclass(frozen=True, slots=True)
class Passage:
    line: int
    text: str
    """Without the addresses of its links."""
    is_source: bool
    """Whether it names what was read elsewhere, in that work's own words."""

    @property
    def own_words(self) -> str:
        """Without what is quoted and without titles of works: others may say what a lesson does not."""
        return "" if self.is_source else _QUOTED.sub(" … ", self.text)


def passages(front: Front, language: str) -> Iterator[Passage]:
    for key in _READ_FIRST:
        if key in front.values:
            yield Passage(front.lines[key], front.values[key], is_source=False)
    for section in sections(front.body, "##"):
        is_source = section.heading == FURTHER[language]
        if section.heading:
            yield Passage(section.line, section.heading, is_source=False)
        for line in section.body:
            if line.prose.strip():
                yield Passage(line.number, _TARGET.sub("]", line.prose), is_source)
