"""Reading a folder of modules: everything in it that is right, and everything that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.curriculum.rules import (
    LessonText,
    ModuleSheet,
    Problem,
    differences,
    parse,
    read_sheet,
    split_folder_name,
    wrong_requirements,
)
from portal.curriculum.rules.checking import pictures_in
from portal.curriculum.rules.folders import is_slug
from portal.kernel.i18n import LANGUAGES, _l

MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
LARGEST_PICTURE = 1_000_000


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


@dataclass
class Tree:
    """What a folder of modules holds. A module with a problem is not among `modules`."""

    modules: list[ModuleSource] = field(default_factory=list)
    problems: list[tuple[Path, Problem]] = field(default_factory=list)
    slugs: set[str] = field(default_factory=set)
    """Every module that has a folder, right or wrong."""


def read_tree(root: Path) -> Tree:
    """All modules under `root`, in order of their slugs."""
    tree = Tree()
    if not root.is_dir():
        tree.problems.append((root, Problem(1, _l("There is no such folder."))))
        return tree
    folders = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    tree.slugs = {folder.name for folder in folders}
    for folder in folders:
        before = len(tree.problems)
        module = _read_module(folder, tree)
        if module is not None and len(tree.problems) == before:
            tree.modules.append(module)
    return tree


def _read_module(folder: Path, tree: Tree) -> ModuleSource | None:
    sheet_path = folder / "module.toml"
    if not is_slug(folder.name):
        tree.problems.append((folder, Problem(1, _l("Name this folder in lower-case letters, digits and hyphens."))))
    if not sheet_path.is_file():
        tree.problems.append((sheet_path, Problem(1, _l("This module needs its module.toml."))))
        return None
    sheet, problems = read_sheet(_text(sheet_path, tree))
    if sheet is not None:
        problems += [
            Problem(1, _l("“%(name)s” in “requires” is no module here.", name=name))
            for name in wrong_requirements(sheet, folder.name, tree.slugs)
        ]
    tree.problems += [(sheet_path, problem) for problem in problems]
    lessons = tuple(_read_lessons(folder, tree))
    return ModuleSource(folder.name, sheet, lessons) if sheet is not None else None


def _read_lessons(folder: Path, tree: Tree) -> Iterator[LessonSource]:
    taken: dict[object, str] = {}
    for path in sorted(item for item in folder.iterdir() if item.is_dir()):
        name = split_folder_name(path.name)
        if name is None:
            tree.problems.append((path, Problem(1, _l("Name this folder with two digits and a slug: 01-my-lesson."))))
            continue
        for key in name:
            if key in taken:
                tree.problems.append(
                    (path, Problem(1, _l("%(other)s has the same “%(key)s”.", other=taken[key], key=key)))
                )
            taken[key] = path.name
        lesson = _read_lesson(path, *name, tree)
        if lesson is not None:
            yield lesson


def _read_lesson(folder: Path, position: int, slug: str, tree: Tree) -> LessonSource | None:
    sources: dict[str, str] = {}
    texts: dict[str, LessonText] = {}
    pictures: dict[str, bytes] = {}
    for language in LANGUAGES:
        path = folder / f"{language}.md"
        if not path.is_file():
            tree.problems.append((path, Problem(1, _l("This lesson is missing in this language."))))
            continue
        sources[language] = _text(path, tree)
        text, problems = parse(sources[language], language)
        tree.problems += [(path, problem) for problem in problems]
        pictures |= _read_pictures(folder, path, sources[language], tree)
        if text is not None:
            texts[language] = text
    if len(texts) < len(LANGUAGES):
        return None
    tree.problems += [(folder / "en.md", problem) for problem in differences(texts["fr"], texts["en"])]
    return LessonSource(slug, position, sources, texts, pictures)


def _read_pictures(folder: Path, document: Path, source: str, tree: Tree) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in pictures_in(source):
        path = folder / name
        if ".." in name or path.suffix.lower() not in MEDIA_TYPES or not path.is_file():
            tree.problems.append(
                (document, Problem(1, _l("There is no picture “%(name)s” (PNG, JPEG or WebP).", name=name)))
            )
        elif path.stat().st_size > LARGEST_PICTURE:
            tree.problems.append((path, Problem(1, _l("This picture is larger than a megabyte. Make it smaller."))))
        else:
            found[name] = path.read_bytes()
    return found


def _text(path: Path, tree: Tree) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        tree.problems.append((path, Problem(1, _l("This file is not UTF-8. Save it again as UTF-8."))))
        return ""
