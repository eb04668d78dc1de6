"""Whether the files of a module are right: everything in them that can be read, and everything that is wrong."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from portal.curriculum.rules.comparing import differences
from portal.curriculum.rules.files import SHEET, Files, folders_in, lesson_files, lesson_folder, text_in
from portal.curriculum.rules.folders import (
    LANGUAGES,
    ModuleSheet,
    circle_from,
    is_slug,
    read_sheet,
    split_folder_name,
    wrong_requirements,
)
from portal.curriculum.rules.glossary import Glossary
from portal.curriculum.rules.parsing import parse
from portal.curriculum.rules.pictures import pictures_shown
from portal.curriculum.rules.style import departures
from portal.curriculum.rules.values import LessonText, Problem, Reading
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

Requirements = Mapping[str, Collection[str]]
"""By slug of each module there is: what it asks for first."""


@dataclass(frozen=True, slots=True)
class LessonSource:
    """A lesson as it was written: each language's source and reading, and its pictures by the names it uses."""

    slug: str
    position: int
    sources: dict[str, str]
    texts: dict[str, LessonText]
    pictures: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A module that is right, ready to be published."""

    slug: str
    sheet: ModuleSheet
    sheet_source: str
    lessons: tuple[LessonSource, ...]

    @property
    def files(self) -> Files:
        """Of which it is published: a picture that nothing shows is none of them."""
        found = {SHEET: self.sheet_source.encode()}
        for lesson in self.lessons:
            found |= lesson_files(lesson_folder(lesson.position, lesson.slug), lesson.sources, lesson.pictures)
        return found


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a module is checked against."""

    requires: Requirements = field(default_factory=dict)
    glossary: Glossary = ()
    is_strict: bool = False
    """Whether departures from the style are told too. They block nothing."""


@dataclass(frozen=True, slots=True)
class CheckedModule:
    """The module, unless something blocks it; and all that is wrong, each with its path in the module's folder."""

    module: ModuleSource | None
    problems: tuple[tuple[str, Problem], ...]
    """The path of the folder itself is empty."""


@dataclass(frozen=True, slots=True)
class _Document:
    """One language of a lesson."""

    source: str
    reading: Reading
    lesson: LessonText
    pictures: dict[str, bytes]


def check_module(slug: str, files: Files, around: Surroundings) -> CheckedModule:
    check = _Check(files, around)
    if not is_slug(slug):
        check.add("", _l("Name this folder in lower-case letters, digits and hyphens."))
    sheet = check.sheet(slug)
    lessons = tuple(check.lessons())
    is_right = not any(problem.blocks for _path, problem in check.problems)
    module = ModuleSource(slug, *sheet, lessons) if sheet and is_right else None
    return CheckedModule(module, tuple(check.problems))


def requirements_in(files: Files) -> tuple[str, ...]:
    """What a module asks for first; nothing where its sheet cannot be read."""
    source = text_in(files.get(SHEET, b""))
    sheet = read_sheet(source)[0] if source else None
    return sheet.requires if sheet else ()


@dataclass(frozen=True, slots=True)
class _Check:
    """Reads the parts of a module, and notes what is wrong on the way."""

    files: Files
    around: Surroundings
    problems: list[tuple[str, Problem]] = field(default_factory=list)

    def add(self, path: str, sentence: Sentence) -> None:
        """A problem of a whole file or folder."""
        self.problems.append((path, Problem(1, sentence)))

    def sheet(self, slug: str) -> tuple[ModuleSheet, str] | None:
        """The sheet with its source; None when it cannot be read."""
        source = self._text(SHEET, _l("This module needs its module.toml."))
        if source is None:
            return None
        sheet, problems = read_sheet(source)
        if sheet is not None:
            problems += wrong_requirements(sheet, slug, self.around.requires, source)
        self._add_all(SHEET, problems)
        circle = circle_from(slug, {**self.around.requires, slug: sheet.requires}) if sheet else []
        if circle:
            self.add(SHEET, _l("“requires” goes round in a circle: %(circle)s.", circle=" → ".join(circle)))
        return (sheet, source) if sheet is not None else None

    def lessons(self) -> Iterator[LessonSource]:
        taken: dict[object, str] = {}
        for folder in folders_in(self.files):
            name = split_folder_name(folder)
            if name is None:
                self.add(folder, _l("Name this folder with two digits and a slug: 01-my-lesson."))
                continue
            for key in name:
                if key in taken:
                    self.add(folder, _l("%(other)s has the same “%(key)s”.", other=taken[key], key=key))
                taken[key] = folder
            yield from self._lesson(folder, *name)
        if not folders_in(self.files):
            self.add("", _l("This module has no lesson yet: add one."))

    def _lesson(self, folder: str, position: int, slug: str) -> Iterator[LessonSource]:
        """The lesson, when it can be told in both languages."""
        documents = {language: self._document(folder, language) for language in LANGUAGES}
        french, english = documents["fr"], documents["en"]
        if french is None or english is None:
            return
        self._add_all(f"{folder}/en.md", differences(french.lesson, english.lesson, english.reading.lines))
        yield LessonSource(
            slug,
            position,
            sources={"fr": french.source, "en": english.source},
            texts={"fr": french.lesson, "en": english.lesson},
            pictures=french.pictures | english.pictures,
        )

    def _document(self, folder: str, language: str) -> _Document | None:
        path = f"{folder}/{language}.md"
        source = self._text(path, _l("This lesson is missing in this language."))
        if source is None:
            return None
        reading = parse(source, language)
        pictures, problems = pictures_shown(self.files, folder, reading.pictures)
        if self.around.is_strict and reading.lesson is not None:
            problems += departures(source, language, reading.lesson, reading.lines, self.around.glossary)
        self._add_all(path, sorted([*reading.problems, *problems]))
        return _Document(source, reading, reading.lesson, pictures) if reading.lesson is not None else None

    def _text(self, path: str, missing: Sentence) -> str | None:
        if path not in self.files:
            self.add(path, missing)
            return None
        text = text_in(self.files[path])
        if text is None:
            self.add(path, _l("This file is not UTF-8. Save it again as UTF-8."))
        return text

    def _add_all(self, path: str, problems: Collection[Problem]) -> None:
        self.problems.extend((path, problem) for problem in problems)
