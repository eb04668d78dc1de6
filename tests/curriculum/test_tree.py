"""Folders of modules: what is right is read, what is wrong is told with its file, and stops its own module only."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from portal.curriculum.service import Tree, read_tree
from portal.shipped import shipped
from tests.curriculum.lessons import ENGLISH, PIXEL, edit, write_lesson, write_module


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "lessons"
    write_module(folder, "amorcer", ("01-ouverture", "02-ecouter"), strand="together")
    write_module(folder, "conversation", position=2, requires=("amorcer",))
    return folder


def problems(tree: Tree, root: Path) -> list[tuple[str, int, str]]:
    return [(str(path.relative_to(root)), problem.line, str(problem.sentence)) for path, problem in tree.problems]


def test_the_lessons_that_ship_are_right() -> None:
    tree = read_tree(shipped("lessons"))
    assert [(str(path), problem.line, str(problem.sentence)) for path, problem in tree.problems] == []
    assert {module.slug for module in tree.modules} == tree.slugs >= {"amorcer", "conversation", "strategie"}


def test_a_folder_is_read_whole(root: Path) -> None:
    (root / ".git").mkdir()
    (root / "README.md").write_text("How to write one.")
    (root / "amorcer" / ".cache").mkdir()
    tree = read_tree(root)
    assert tree.problems == []
    assert [module.slug for module in tree.modules] == ["amorcer", "conversation"]
    first = tree.modules[0]
    assert [(lesson.position, lesson.slug) for lesson in first.lessons] == [(1, "ouverture"), (2, "ecouter")]
    assert first.lessons[0].texts["en"].title == "From megaphone to conversation"
    assert first.lessons[0].sources["en"] == ENGLISH
    assert first.sheet_source == (root / "amorcer" / "module.toml").read_text(encoding="utf-8")


def test_an_empty_folder_is_a_lesson_to_be_written(root: Path) -> None:
    (root / "amorcer" / "03-next").mkdir()
    assert [place for place, _, _ in problems(read_tree(root), root)] == [
        "amorcer/03-next/fr.md",
        "amorcer/03-next/en.md",
    ]


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def rename(path: str, name: str) -> Callable[[Path], object]:
    return lambda root: (root / path).rename((root / path).parent / name)


def changed(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda root: edit(root / path, old, new)


def in_latin_1(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_bytes("é".encode("latin-1"))


def shown(name: str, content: bytes | None) -> Callable[[Path], None]:
    def show(root: Path) -> None:
        lesson = root / LESSON
        (lesson / "media").mkdir()
        if content is not None:
            (lesson / "media" / name).write_bytes(content)
        edit(lesson / "en.md", "is a megaphone.", f"is a megaphone: ![A megaphone](media/{name})")

    return show


LESSON = "conversation/01-premiere"


@pytest.mark.parametrize(
    ("spoil", "place", "line", "part"),
    [
        (remove("conversation/module.toml"), "conversation/module.toml", 1, "needs its module.toml"),
        (in_latin_1("conversation/module.toml"), "conversation/module.toml", 1, "not UTF-8"),
        (changed("conversation/module.toml", "culture", "cult"), "conversation/module.toml", 1, "“strand”"),
        (changed("conversation/module.toml", "amorcer", "amorce"), "conversation/module.toml", 3, "no other module"),
        (rename("conversation", "Conversation"), "Conversation", 1, "lower-case letters"),
        (rename(LESSON, "premiere"), "conversation/premiere", 1, "two digits and a slug"),
        (remove(f"{LESSON}/en.md"), f"{LESSON}/en.md", 1, "missing in this language"),
        (in_latin_1(f"{LESSON}/fr.md"), f"{LESSON}/fr.md", 1, "not UTF-8"),
        (changed(f"{LESSON}/fr.md", "minutes: 8", "minutes: x"), f"{LESSON}/fr.md", 3, "“minutes”"),
        (changed(f"{LESSON}/en.md", "minutes: 8", "minutes: 9"), f"{LESSON}/en.md", 3, "not the same"),
        (shown("none.png", None), f"{LESSON}/en.md", 8, "no picture “media/none.png”"),
        (shown("drawing.svg", b"<svg/>"), f"{LESSON}/en.md", 8, "no picture “media/drawing.svg”"),
        (shown("page.png", b"<html>"), f"{LESSON}/en.md", 8, "not what its name says"),
        (shown("one.jpg", PIXEL), f"{LESSON}/en.md", 8, "not what its name says"),
        (shown("huge.png", PIXEL + bytes(1_000_000)), f"{LESSON}/en.md", 8, "larger than a megabyte"),
    ],
)
def test_what_is_wrong_is_told_once_and_stops_its_module_only(
    root: Path, spoil: Callable[[Path], object], place: str, line: int, part: str
) -> None:
    spoil(root)
    tree = read_tree(root)
    ((found, at, sentence),) = problems(tree, root)
    assert (found, at) == (place, line)
    assert part in sentence
    assert [module.slug for module in tree.modules] == ["amorcer"]
    assert len(tree.slugs) == 2


@pytest.mark.parametrize("name", ["01-autre", "02-premiere"])
def test_two_lessons_share_neither_number_nor_slug(root: Path, name: str) -> None:
    write_lesson(root / "conversation" / name)
    ((_place, _line, sentence),) = problems(read_tree(root), root)
    assert "has the same" in sentence


def test_a_module_has_a_lesson(root: Path) -> None:
    write_module(root, "vide", ())
    assert [(place, part[:28]) for place, _, part in problems(read_tree(root), root)] == [
        ("vide", "This module has no lesson ye")
    ]


def test_modules_do_not_wait_for_each_other_in_a_circle(root: Path) -> None:
    edit(root / "amorcer" / "module.toml", "requires = []", 'requires = ["conversation"]')
    found = problems(read_tree(root), root)
    assert [place for place, _, _ in found] == ["amorcer/module.toml", "conversation/module.toml"]
    assert "amorcer → conversation → amorcer" in found[0][2]


def test_everything_wrong_is_told_at_once(root: Path) -> None:
    edit(root / "amorcer" / "module.toml", "position = 1", "position = 0")
    edit(root / "amorcer" / "01-ouverture" / "fr.md", "## Lire", "## Lecture")
    edit(root / "amorcer" / "02-ecouter" / "en.md", "- [x] Answer.", "- [ ] Answer.")
    places = [place for place, _, _ in problems(read_tree(root), root)]
    assert places[:2] == ["amorcer/module.toml", "amorcer/01-ouverture/fr.md"]
    assert set(places[2:]) == {"amorcer/02-ecouter/en.md"}


def test_a_file_that_cannot_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refusing(path: Path, mode: str) -> IO[Any]:
        if path.name == "fr.md" and "conversation" in path.parts:
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refusing)
    ((place, _line, sentence),) = problems(read_tree(root), root)
    assert place == f"{LESSON}/fr.md"
    assert "Permission denied" in sentence


@pytest.mark.parametrize("kind", ["no folder", "an empty folder", "a module", "a file"])
def test_a_folder_without_modules_is_told_and_holds_nothing(root: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    place = {
        "no folder": tmp_path / "nowhere",
        "an empty folder": tmp_path / "empty",
        "a module": root / "conversation",
        "a file": tmp_path / "file",
    }[kind]
    tree = read_tree(place)
    assert [path for path, _problem in tree.problems] == [place]
    assert tree.slugs == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", PIXEL), ("a.JPG", b"\xff\xd8\xff\xe0"), ("a.jpeg", b"\xff\xd8\xff"), ("a.webp", b"RIFF0000WEBP")],
)
def test_pictures_come_with_their_lesson(root: Path, name: str, content: bytes) -> None:
    shown(name, content)(root)
    tree = read_tree(root)
    assert tree.problems == []
    assert tree.modules[1].lessons[0].pictures == {f"media/{name}": content}
