"""The files of a module: read as they are, checked against what is around, and told apart by what blocks."""

from collections.abc import Mapping

from portal.curriculum.rules import CheckedModule, Surroundings, check_module, requirements_in
from tests.curriculum.lessons import ENGLISH, FRENCH, PIXEL, SHEET

FOLDER = "01-premiere"
AROUND = Surroundings({"conversation": (), "zoo": ()})


def files(**changed: str | bytes | None) -> dict[str, bytes]:
    """Those of a right module, with other documents; None: without that file."""
    sheet = SHEET.format(strand="culture", position=2, requires='"zoo"', slug="conversation")
    known: Mapping[str, str | bytes | None] = {"sheet": sheet, "fr": FRENCH, "en": ENGLISH} | changed
    paths = {"sheet": "module.toml", "fr": f"{FOLDER}/fr.md", "en": f"{FOLDER}/en.md"}
    return {
        paths[name]: content if isinstance(content, bytes) else content.encode()
        for name, content in known.items()
        if content is not None
    }


def told(checked: CheckedModule) -> list[tuple[str, int, bool]]:
    return [(path, problem.line, problem.blocks) for path, problem in checked.problems]


def test_a_right_module_is_read_whole() -> None:
    checked = check_module("conversation", files(), AROUND)
    assert checked.problems == ()
    assert checked.module is not None
    assert (checked.module.slug, checked.module.sheet.requires) == ("conversation", ("zoo",))
    assert [(lesson.position, lesson.slug) for lesson in checked.module.lessons] == [(1, "premiere")]


def test_a_text_is_kept_as_it_came_but_for_a_byte_order_mark() -> None:
    windows = ENGLISH.replace("\n", "\r\n")
    checked = check_module("conversation", files(en=b"\xef\xbb\xbf" + windows.encode()), AROUND)
    assert checked.module is not None
    assert checked.module.lessons[0].sources == {"fr": FRENCH, "en": windows}
    assert checked.module.lessons[0].texts["en"].title == "From megaphone to conversation"


def test_what_departs_from_the_style_is_told_when_asked_for_and_blocks_nothing() -> None:
    loud = files(en=ENGLISH.replace("Follow one thread", "Obviously, follow one thread"))
    assert check_module("conversation", loud, AROUND).problems == ()
    checked = check_module("conversation", loud, Surroundings(AROUND.requires, is_strict=True))
    assert checked.module is not None
    assert (f"{FOLDER}/en.md", 11, False) in told(checked)
    assert not any(blocks for _path, _line, blocks in told(checked))


def test_what_is_wrong_blocks_whatever_else_is_told() -> None:
    wrong = files(en=ENGLISH.replace("- [x] Answer.", "- [ ] Answer."))
    checked = check_module("conversation", wrong, Surroundings(AROUND.requires, is_strict=True))
    assert checked.module is None
    assert {(path, line) for path, line, blocks in told(checked) if blocks} == {(f"{FOLDER}/en.md", 21)}


def test_everything_is_told_of_files_of_which_nothing_is_right() -> None:
    nothing = {"02-next/": b"", "strange/fr.md": b"", "01-premiere/fr.md": b"\xff", "module.toml": b"\xff"}
    checked = check_module("Conversation", nothing, AROUND)
    assert checked.module is None
    assert [path for path, _line, _blocks in told(checked)] == [
        "",
        "module.toml",
        "01-premiere/fr.md",
        "01-premiere/en.md",
        "02-next/fr.md",
        "02-next/en.md",
        "strange",
    ]
    assert [path for path, _line, _blocks in told(check_module("vide", {}, AROUND))] == ["module.toml", ""]


def test_a_picture_is_one_of_the_lessons_own_files() -> None:
    shown = files(en=ENGLISH.replace("is a megaphone.", "is a ![megaphone](media/m.png)."))
    assert told(check_module("conversation", shown, AROUND)) == [(f"{FOLDER}/en.md", 8, True)]
    checked = check_module("conversation", shown | {f"{FOLDER}/media/m.png": PIXEL}, AROUND)
    assert checked.module is not None
    assert checked.module.lessons[0].pictures == {"media/m.png": PIXEL}


def test_what_comes_first_is_looked_for_around() -> None:
    assert told(check_module("conversation", files(), Surroundings())) == [("module.toml", 3, True)]
    circle = Surroundings({"zoo": ("amont",), "amont": ("conversation",)})
    assert told(check_module("conversation", files(), circle)) == [("module.toml", 1, True)]
    assert requirements_in(files()) == ("zoo",)
    assert requirements_in(files(sheet=None)) == requirements_in(files(sheet="strand = 1")) == ()
