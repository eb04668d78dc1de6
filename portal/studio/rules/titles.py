"""What a module and its lessons are called while they are written: whatever they say so far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.rules import Files, split_folder_name, text_in
from portal.curriculum.rules.folders import LANGUAGES
from portal.studio.rules.sheets import as_far_as_written

_TITLE = re.compile(r"^title: +(\S.*)", re.MULTILINE)
FRONT = 2000
"""Characters in which the front matter of any lesson ends."""


@dataclass(frozen=True, slots=True)
class Titles:
    slug: str
    by_language: Mapping[str, str]
    """ "" where there is none yet."""

    def title(self, language: str) -> str:
        """In this language; where it has none yet in the other, or its slug."""
        named = (self.by_language.get(one, "") for one in (language, *self.by_language))
        return next((title for title in named if title), self.slug)


def title_in(text: str) -> str:
    """ "" for none."""
    found = _TITLE.search(text[:FRONT].replace("\r", "\n"))
    return found[1].rstrip() if found else ""


def titles_published(slug: str, texts: Mapping[str, Mapping[str, str]] | None) -> Titles:
    """From what a revision says of its module, by language."""
    return Titles(slug, {language: said["title"] for language, said in (texts or {}).items()})


def titles_in_sheet(slug: str, sheet: str) -> Titles:
    return titles_published(slug, as_far_as_written(sheet).texts)


def titles_of_lessons(files: Files) -> dict[str, Titles]:
    """Of the lessons in a module's files, by their slug."""
    found: dict[str, dict[str, str]] = {}
    for path, content in files.items():
        folder, _slash, name = path.partition("/")
        lesson, language = split_folder_name(folder), name.removesuffix(".md")
        if lesson and language in LANGUAGES:
            found.setdefault(lesson[1], {})[language] = title_in(text_in(content) or "")
    return {slug: Titles(slug, titles) for slug, titles in found.items()}
