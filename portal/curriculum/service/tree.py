"""Reading a folder of modules: everything in it that is right, and everything that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.curriculum.rules import (
    LARGEST_PICTURE,
    SHEET,
    CheckedModule,
    Companion,
    Files,
    Glossary,
    ModuleSource,
    Problem,
    Surroundings,
    check_module,
    companion_departures,
    companion_problems,
    folders_in,
    is_named_as_picture,
    read_glossary,
    requirements_in,
    split_folder_name,
    text_in,
)
from portal.kernel.i18n import LANGUAGES, _l
from portal.kernel.refusal import Sentence

GLOSSARY = "glossary.toml"
MEDIA = "media"


@dataclass
class Tree:
    """What a folder of modules holds. A module with a problem is not among `modules`."""

    root: Path
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
    tree = Tree(root, is_strict=is_strict)
    if not root.is_dir():
        tree.add(root, _l("There is no such folder."))
        return tree
    folders = _folders_in(root)
    if not any((folder / SHEET).exists() for folder in folders):
        tree.add(root, _l("There is no module here: name the folder that holds them, each with its module.toml."))
        return tree
    _read_glossary(root / GLOSSARY, tree)
    modules = {folder.name: dict(_read_files(folder, tree)) for folder in folders}
    tree.slugs = set(modules)
    requires = {slug: requirements_in(files) for slug, files in modules.items()}
    around = Surroundings(requires, tree.glossary, is_strict)
    for slug, files in modules.items():
        _take(root / slug, check_module(slug, files, around), tree)
    _read_companions(root, modules, tree)
    return tree


def _folders_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _read_files(folder: Path, tree: Tree) -> Iterator[tuple[str, bytes]]:
    """What lies in a module's folder, by path in it; nothing that no module has."""
    if (folder / SHEET).is_file():
        yield SHEET, _content(folder / SHEET, tree)
    for lesson in _folders_in(folder):
        yield f"{lesson.name}/", b""
        documents = [lesson / f"{language}.md" for language in LANGUAGES]
        pictures = [path for path in sorted((lesson / MEDIA).glob("*")) if is_named_as_picture(path.name)]
        for path in (*documents, *pictures):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), _content(path, tree)


def _content(path: Path, tree: Tree) -> bytes:
    """What a file holds: nothing where it cannot be read; of a picture that is too large, enough to tell that."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_PICTURE + 1 if path.parent.name == MEDIA else -1)
    except OSError as error:
        tree.add(path, _l("This file cannot be read: %(reason)s.", reason=error.strerror))
        return b""


def _take(folder: Path, checked: CheckedModule, tree: Tree) -> None:
    """What is wrong with a file that cannot be read has been told."""
    told = {path for path, _problem in tree.problems}
    found = [(folder / path, problem) for path, problem in checked.problems]
    tree.problems += [one for one in found if one[0] not in told]
    is_right = not any(path.is_relative_to(folder) for path, _problem in tree.problems)
    if checked.module is not None and is_right:
        tree.modules.append(checked.module)


def _read_glossary(path: Path, tree: Tree) -> None:
    source = _text(path, tree) if path.is_file() else None
    if source is not None:
        tree.glossary, problems = read_glossary(source)
        tree.problems += [(path, problem) for problem in problems]


def _read_companions(root: Path, modules: dict[str, dict[str, bytes]], tree: Tree) -> None:
    paths = {companion: root / f"{companion}.toml" for companion in Companion}
    sources = {companion: _text(path, tree) for companion, path in paths.items() if path.is_file()}
    lessons = {f"{module}/{slug}" for module, files in modules.items() for slug in _lessons_in(files)}
    readable = {companion: source for companion, source in sources.items() if source is not None}
    for companion, problem in companion_problems(readable, lessons):
        tree.problems.append((paths[companion], problem))
    if tree.is_strict:
        for companion, source in readable.items():
            tree.problems += [(paths[companion], one) for one in companion_departures(source, companion, tree.glossary)]
    wrong = {path for path, _problem in tree.problems}
    tree.companions = {one: None if paths[one] in wrong else source for one, source in sources.items()}


def _lessons_in(files: Files) -> Iterator[str]:
    for folder in folders_in(files):
        name = split_folder_name(folder)
        if name:
            yield name[1]


def _text(path: Path, tree: Tree) -> str | None:
    """What the file says; None when that cannot be told."""
    unread = len(tree.problems)
    text = text_in(_content(path, tree))
    if text is None:
        tree.add(path, _l("This file is not UTF-8. Save it again as UTF-8."))
    return text if len(tree.problems) == unread else None
