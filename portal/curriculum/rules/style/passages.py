"""The lines of a document that people read, and what each is read as."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from portal.curriculum.rules.companions import Read
from portal.curriculum.rules.folders import LANGUAGES
from portal.curriculum.rules.front import Front
from portal.curriculum.rules.headings import FURTHER
from portal.curriculum.rules.inline import ADDRESS, QUOTED
from portal.curriculum.rules.lines import sections

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
        return "" if self.is_source else QUOTED.sub(" … ", self.text)


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
                yield Passage(line.number, ADDRESS.sub("]", line.prose), is_source)


def companion_passages(source: str, companion: Read) -> Iterator[tuple[str, Passage]]:
    """What people read of a companion file, each with its language."""
    entries = companion if isinstance(companion, tuple) else (companion,)
    for entry in entries:
        for language, text in _texts_in(asdict(entry)):
            yield language, Passage(_line_of(text, source), text, is_source=False)


def _texts_in(value: object, language: str = "") -> Iterator[tuple[str, str]]:
    """Each text that stands under a language."""
    if isinstance(value, str) and language and value:
        yield language, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts_in(part, key if key in LANGUAGES else language)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts_in(part, language)


def _line_of(text: str, source: str) -> int:
    before, found, _after = source.partition(text)
    return before.count("\n") + 1 if found else 1
