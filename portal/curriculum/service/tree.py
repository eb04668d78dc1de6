"""Reading a folder of modules: everything in it that is right, and everything that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.curriculum.rules import (
    Companion,
    Glossary,
    LessonText,
    ModuleSheet,
    Problem,
    Reading,
    circle_from,
    companion_departures,
    companion_problems,
    departures,
    differences,
    is_slug,
    parse,
    read_glossary,
    read_sheet,
    split_folder_name,
    wrong_requirements,
)
from portal.curriculum.service.pictures import read_pictures
from portal.kernel.i18n import LANGUAGES, _l
from portal.kernel.refusal import Sentence

SHEET = "module.toml"
GLOSSARY = "glossary.toml"


@dataclass(frozen=True, slots=True)
class LessonSource:
    """A lesson as it lies in its folder: each language's source and reading, and its pictures."""

    slug: str
    position: int
    sources: dict[str, str]
    texts: dict[str, LessonText]
    pictures: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class ModuleSource:
    slug: str
    sheet: ModuleSheet
    lessons: tuple[LessonSource, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    """One language of a lesson."""

    source: str
    reading: Reading
    pictures: dict[str, bytes]

    @property
    def lesson(self) -> LessonText | None:
        return self.reading.lesson


@dataclass
class Tree:
    """What a folder of modules holds. A module with a problem is not among `modules`."""

    modules: list[ModuleSource] = field(default_factory=list)
    problems: list[tuple[Path, Problem]] = field(default_factory=list)
    slugs: set[str] = field(default_factory=set)
    """Every module that has a folder, right or wrong."""
    glossary: Glossary = ()
    companions: dict[Companion, str | None] = field(default_factory=dict)
    """The source of each that is there; None of one that is wrong."""
    is_strict: bool = False
    """Whether departures from the style are problems too."""

    def add(self, path: Path, sentence: Sentence) -> None:
        """A problem of a whole file or folder."""
        self.problems.append((path, Problem(1, sentence)))


def read_tree(root: Path, *, is_strict: bool = False) -> Tree:
    """All modules under `root`, in order of their slugs, with the glossary and what else goes with them."""
    tree = Tree(is_strict=is_strict)
    if not root.is_dir():
        tree.add(root, _l("There is no such folder."))
        return tree
    folders = _folders_in(root)
    if not any((folder / SHEET).exists() for folder in folders):
        tree.add(root, _l("There is no module here: name the folder that holds them, each with its module.toml."))
        return tree
    _read_glossary(root / GLOSSARY, tree)
    tree.slugs = {folder.name for folder in folders}
    sheets = {folder.name: _read_sheet(folder, tree) for folder in folders}
    _refuse_circles(root, sheets, tree)
    for folder in folders:
        _read_module(folder, sheets[folder.name], tree)
    _read_companions(root, folders, tree)
    return tree


def _folders_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _read_glossary(path: Path, tree: Tree) -> None:
    source = _text(path, tree) if path.is_file() else None
    if source is not None:
        tree.glossary, problems = read_glossary(source)
        tree.problems += [(path, problem) for problem in problems]


def _read_companions(root: Path, folders: list[Path], tree: Tree) -> None:
    paths = {companion: root / f"{companion}.toml" for companion in Companion}
    sources = {companion: _text(path, tree) for companion, path in paths.items() if path.is_file()}
    names = [(folder.name, split_folder_name(path.name)) for folder in folders for path in _folders_in(folder)]
    lessons = {f"{module}/{name[1]}" for module, name in names if name}
    readable = {companion: source for companion, source in sources.items() if source is not None}
    for companion, problem in companion_problems(readable, lessons):
        tree.problems.append((paths[companion], problem))
    if tree.is_strict:
        for companion, source in readable.items():
            tree.problems += [(paths[companion], one) for one in companion_departures(source, companion, tree.glossary)]
    wrong = {path for path, _problem in tree.problems}
    tree.companions = {one: None if paths[one] in wrong else source for one, source in sources.items()}


def _read_sheet(folder: Path, tree: Tree) -> ModuleSheet | None:
    path = folder / SHEET
    if not is_slug(folder.name):
        tree.add(folder, _l("Name this folder in lower-case letters, digits and hyphens."))
    if not path.is_file():
        tree.add(path, _l("This module needs its module.toml."))
        return None
    source = _text(path, tree)
    if source is None:
        return None
    sheet, problems = read_sheet(source)
    if sheet is not None:
        problems += wrong_requirements(sheet, folder.name, tree.slugs, source)
    tree.problems += [(path, problem) for problem in problems]
    return sheet


def _refuse_circles(root: Path, sheets: dict[str, ModuleSheet | None], tree: Tree) -> None:
    requires = {slug: sheet.requires for slug, sheet in sheets.items() if sheet is not None}
    for slug in requires:
        circle = circle_from(slug, requires)
        if circle:
            sentence = _l("“requires” goes round in a circle: %(circle)s.", circle=" → ".join(circle))
            tree.add(root / slug / SHEET, sentence)


def _read_module(folder: Path, sheet: ModuleSheet | None, tree: Tree) -> None:
    lessons = tuple(_read_lessons(folder, tree))
    if not _folders_in(folder):
        tree.add(folder, _l("This module has no lesson yet: add a folder such as 01-my-lesson."))
    is_right = not any(path.is_relative_to(folder) for path, _problem in tree.problems)
    if sheet is not None and is_right:
        tree.modules.append(ModuleSource(folder.name, sheet, lessons))


def _read_lessons(folder: Path, tree: Tree) -> Iterator[LessonSource]:
    taken: dict[object, str] = {}
    for path in _folders_in(folder):
        name = split_folder_name(path.name)
        if name is None:
            tree.add(path, _l("Name this folder with two digits and a slug: 01-my-lesson."))
            continue
        for key in name:
            if key in taken:
                tree.add(path, _l("%(other)s has the same “%(key)s”.", other=taken[key], key=key))
            taken[key] = path.name
        lesson = _read_lesson(path, *name, tree)
        if lesson is not None:
            yield lesson


def _read_lesson(folder: Path, position: int, slug: str, tree: Tree) -> LessonSource | None:
    documents = {language: _read_document(folder, language, tree) for language in LANGUAGES}
    french, english = documents["fr"], documents["en"]
    if french is None or english is None or french.lesson is None or english.lesson is None:
        return None
    others = differences(french.lesson, english.lesson, english.reading.lines)
    tree.problems += [(folder / "en.md", problem) for problem in others]
    return LessonSource(
        slug,
        position,
        sources={"fr": french.source, "en": english.source},
        texts={"fr": french.lesson, "en": english.lesson},
        pictures=french.pictures | english.pictures,
    )


def _read_document(folder: Path, language: str, tree: Tree) -> _Document | None:
    path = folder / f"{language}.md"
    if not path.is_file():
        tree.add(path, _l("This lesson is missing in this language."))
        return None
    source = _text(path, tree)
    if source is None:
        return None
    reading = parse(source, language)
    pictures, problems = read_pictures(folder, reading.pictures)
    if tree.is_strict and reading.lesson is not None:
        problems += departures(source, language, reading.lesson, reading.lines, tree.glossary)
    tree.problems += [(path, problem) for problem in sorted([*reading.problems, *problems])]
    return _Document(source, reading, pictures)


def _text(path: Path, tree: Tree) -> str | None:
    """What the file says; None when that cannot be told."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        tree.add(path, _l("This file is not UTF-8. Save it again as UTF-8."))
    except OSError as error:
        tree.add(path, _l("This file cannot be read: %(reason)s.", reason=error.strerror))
    return None
