"""What was sent, as a module; what taking it in would do; where pictures stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.refusal import Refusal
from portal.kernel.uploads.archives import read, write
from portal.shipped import shipped
from portal.studio.rules.layout import document_in, files_of, in_folder, module_in
from portal.studio.rules.placing import file_name, placed, shown_as, steps_in, uses_of
from portal.studio.rules.planning import Fate, LessonNow, ModuleNow, TextNow, plan
from tests.curriculum.lessons import ENGLISH, FRENCH, PIXEL

SHEET = b'strand = "culture"\n'
FILES = {
    "module.toml": SHEET,
    "01-premiere/fr.md": FRENCH.encode(),
    "01-premiere/en.md": ENGLISH.encode(),
    "01-premiere/media/x.png": PIXEL,
    "02-deuxieme/fr.md": FRENCH.encode(),
}


def test_a_module_is_the_same_with_its_folder_around_it_or_without() -> None:
    bare, wrapped = module_in(FILES), module_in(in_folder("conversation", FILES))
    assert (bare.slug, wrapped.slug) == ("", "conversation")
    assert (bare.sheet, bare.lessons) == (wrapped.sheet, wrapped.lessons)
    assert bare.lessons["premiere"].texts == {"fr": FRENCH, "en": ENGLISH}
    assert bare.lessons["premiere"].pictures == {"media/x.png": PIXEL}
    assert bare.lessons["deuxieme"].position == 2


def test_it_goes_out_as_it_came_in() -> None:
    sent = module_in(in_folder("conversation", FILES))
    assert files_of(sent.sheet, sent.lessons.values()) == FILES


def test_every_module_that_ships_goes_out_and_in_again_byte_for_byte() -> None:
    folders = [path.parent for path in sorted(shipped("lessons").glob("*/module.toml"))]
    assert folders
    for folder in folders:
        paths = [path for path in folder.rglob("*") if path.is_file()]
        files = {str(path.relative_to(folder.parent)): path.read_bytes() for path in paths}
        sent = module_in(read(write(files)))
        assert in_folder(sent.slug, files_of(sent.sheet, sent.lessons.values())) == files


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "01-premiere/de.md",
        "01-premiere/media/x.md",
        "01-premiere/media/.png",
        "01-premiere/x.png",
        "premiere/fr.md",
        "1-premiere/fr.md",
        "01-Premiere/fr.md",
        "01-premiere/module.toml",
        "01-premiere/media/a/x.png",
        "03-premiere/fr.md",
    ],
)
def test_what_has_no_place_in_a_module_is_refused(path: str) -> None:
    with pytest.raises(Refusal) as refused:
        module_in(FILES | {path: b"x"})
    assert path.partition("/")[0] in str(refused.value.sentence)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"01-premiere/fr.md": b""},
        {"a/module.toml": SHEET, "b/module.toml": SHEET},
        {"a/module.toml": SHEET, "README.md": b""},
        {"A/module.toml": SHEET},
    ],
)
def test_what_is_no_module_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(Refusal):
        module_in(files)


@pytest.mark.parametrize(("sheet", "line"), [("position = ", 1), ('\n\ntitle = "Un fil', 3), ("[fr]\n[fr", 2)])
def test_a_sheet_that_cannot_be_read_is_refused_with_its_line(sheet: str, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        module_in(FILES | {"module.toml": sheet.encode()})
    assert f"Line {line}: This file is not TOML" in str(refused.value.sentence)


@pytest.mark.parametrize("content", [b"x" * (64 * 1024 + 1), b"\xff", b"a\0b", b"> " * 40 + b"x"])
def test_a_text_that_cannot_be_kept_is_refused(content: bytes) -> None:
    for receive in (document_in, lambda given: module_in(FILES | {"01-premiere/fr.md": given})):
        with pytest.raises(Refusal):
            receive(content)


NOW = ModuleNow(
    TextNow(SHEET.decode()),
    {
        "premiere": LessonNow(
            1,
            texts={"fr": TextNow(FRENCH), "en": TextNow("now", frozenset({ENGLISH}))},
            pictures={"media/x.png": "another"},
        ),
        "troisieme": LessonNow(3, texts={"fr": TextNow("x")}),
    },
)


def fates(now: ModuleNow | None) -> dict[str, Fate]:
    return {item.key: item.fate for item in plan(module_in(FILES), now).items}


def test_a_module_that_is_not_there_is_all_new() -> None:
    assert set(fates(None).values()) == {Fate.NEW}


def test_a_plan_tells_what_changes_what_stays_and_what_the_draft_left_behind() -> None:
    assert fates(NOW) == {
        "sheet": Fate.SAME,
        "premiere": Fate.SAME,
        "premiere/fr": Fate.SAME,
        "premiere/en": Fate.BEHIND,
        "premiere/media/x.png": Fate.CHANGED,
        "deuxieme": Fate.NEW,
        "deuxieme/fr": Fate.NEW,
    }
    assert plan(module_in(FILES), NOW).untouched == ("troisieme",)


def test_what_another_wrote_last_is_left_unless_it_is_asked_for() -> None:
    now = ModuleNow(
        TextNow(""), {"premiere": LessonNow(1, texts={"fr": TextNow("x", by_another=True), "en": TextNow("y")})}
    )
    items = {item.key: item for item in plan(module_in(FILES), now).items}
    assert items["premiere/fr"].is_conflict
    assert not items["premiere/fr"].is_taken
    assert items["premiere/en"].is_taken


@pytest.mark.parametrize(
    ("sheet", "fate", "is_taken"),
    [
        (TextNow("x"), Fate.CHANGED, True),
        (TextNow("x", by_another=True), Fate.CHANGED, False),
        (TextNow("x", frozenset({SHEET.decode()})), Fate.BEHIND, False),
        (TextNow(SHEET.decode(), by_another=True), Fate.SAME, False),
    ],
)
def test_the_details_that_another_wrote_last_are_left_unless_they_are_asked_for(
    sheet: TextNow, fate: Fate, is_taken: bool
) -> None:
    item = next(iter(plan(module_in(FILES), ModuleNow(sheet, {})).items))
    assert (item.fate, item.is_taken) == (fate, is_taken)


def test_a_lesson_that_was_removed_comes_back_and_one_that_moved_is_told() -> None:
    now = ModuleNow(TextNow(""), {"premiere": LessonNow(1, is_removed=True), "deuxieme": LessonNow(5)})
    found = {item.key: item for item in plan(module_in(FILES), now).items}
    assert found["premiere"].fate is Fate.BACK
    assert (found["deuxieme"].fate, found["deuxieme"].before, found["deuxieme"].after) == (Fate.CHANGED, "5", "2")


def test_a_module_has_another_version_as_soon_as_anything_is_otherwise() -> None:
    lesson = NOW.lessons["premiere"]
    others = [
        ModuleNow(TextNow("other"), NOW.lessons),
        ModuleNow(NOW.sheet, {"premiere": lesson}),
        ModuleNow(NOW.sheet, NOW.lessons | {"premiere": LessonNow(2, texts=lesson.texts, pictures=lesson.pictures)}),
        ModuleNow(NOW.sheet, NOW.lessons | {"premiere": LessonNow(1, True, lesson.texts, lesson.pictures)}),
        ModuleNow(NOW.sheet, NOW.lessons | {"premiere": LessonNow(1, False, {}, lesson.pictures)}),
        ModuleNow(NOW.sheet, NOW.lessons | {"premiere": LessonNow(1, False, lesson.texts, {})}),
    ]
    assert len({NOW.version, *(one.version for one in others)}) == len(others) + 1


def test_a_picture_has_a_plain_name_that_no_other_has() -> None:
    assert file_name("Été 2024 (1).JPG", ".jpg", set()) == "media/ete-2024-1.jpg"
    assert file_name("../../etc/passwd.png", ".png", set()) == "media/etc-passwd.png"
    assert file_name("漢.png", ".png", {"media/image.png"}) == "media/image-2.png"


@given(st.text(max_size=200))
def test_any_name_becomes_one_that_a_lesson_may_show(sent: str) -> None:
    name = file_name(sent, ".webp", set())
    assert module_in({"module.toml": b"", f"01-a/{name}": b"x"}).lessons["a"].pictures == {name: b"x"}


def test_a_picture_is_put_at_the_end_of_a_step() -> None:
    shown = shown_as("media/x.png", "Deux [lignes]\n  qui se croisent")
    assert shown == "![Deux (lignes) qui se croisent](media/x.png)"
    steps = steps_in(FRENCH)
    assert steps[0] == "Lire : Deux sens"
    for number, heading in enumerate(steps):
        text = placed(FRENCH, number, shown)
        assert uses_of("media/x.png", text) == [heading]
        assert text.replace(f"\n{shown}\n", "", 1).split() == FRENCH.split()
        assert steps_in(text) == steps
    assert placed("no step", 0, shown) == f"no step\n\n{shown}\n"


def test_what_stands_in_code_shows_nothing() -> None:
    assert uses_of("media/x.png", "```\n![a](media/x.png)\n```\n") == []
    assert uses_of("media/x.png", "![a](media/x.png.png)") == []
    assert uses_of("media/x.png", "![a](media/x.png)") == [""]
