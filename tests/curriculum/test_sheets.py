"""A module's sheet, the names of folders, and what is better done before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.curriculum.rules import (
    Strand,
    circle_from,
    is_slug,
    read_sheet,
    split_folder_name,
    write_sheet,
    wrong_requirements,
)
from portal.curriculum.rules.advice import Advice, advice
from portal.curriculum.rules.folders import LANGUAGES, TEXTS, ModuleSheet
from portal.shipped import shipped
from tests.curriculum.lessons import SHEET

GOOD = SHEET.format(strand="culture", position=2, requires='"amorcer", "any:strategy"', slug="conversation")


def sheet(source: str) -> ModuleSheet:
    found, problems = read_sheet(source)
    assert not problems
    assert found is not None
    return found


def problems(source: str) -> list[tuple[int, str]]:
    found, problems = read_sheet(source)
    assert found is None
    return [(problem.line, str(problem.sentence)) for problem in problems]


def test_a_sheet_is_read_whole() -> None:
    found = sheet(GOOD)
    assert (found.strand, found.position) == (Strand.CULTURE, 2)
    assert found.requires == ("amorcer", "any:strategy")
    assert found.texts["fr"]["title"] == "conversation en français"
    assert found.texts["en"]["outcome"] == "What the pair can do."


def test_nothing_needs_to_come_before() -> None:
    assert sheet(GOOD.replace('requires = ["amorcer", "any:strategy"]\n', "")).requires == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ('strand = "culture"', 'strand = "cultur"', 1, "“strand” is one of: culture, strategy, together"),
        ('strand = "culture"\n', "", 1, "“strand” is one of"),
        ("position = 2", "position = 0", 2, "“position” is a whole number"),
        ("position = 2", "position = 2.5", 2, "“position” is a whole number"),
        ("position = 2", "position = true", 2, "“position” is a whole number"),
        ("position = 2", "position = 1000", 2, "“position” is a whole number"),
        ('["amorcer", "any:strategy"]', '"amorcer"', 3, "“requires” is a list"),
        ('["amorcer", "any:strategy"]', "[1]", 3, "“requires” is a list"),
        ("requires =", "require =", 3, "“require” is no key of a module"),
        ('summary = "Ce que', 'sumary = "Ce que', 7, "“sumary” is no key"),
        ('summary = "Ce que', 'sumary = "Ce que', 5, "What it is for is missing in French."),
        ('title = "conversation in English"', 'title = " "', 10, "The title in English is missing."),
        ('title = "conversation in English"', r'title = "a\u0000b"', 10, "The title in English is missing."),
        ("[en]", "[es]", 1, "What the pair can do afterwards is missing in English."),
        ("[en]", "[es]", 10, "“es” is no key"),
        ("[en]", "[en", 10, "not TOML"),
        ("position = 2", f"position = {'9' * 5000}", 1, "not TOML"),
        ("position = 2", f"position = {'[' * 3000}", 1, "not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, part: str) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new))
    assert any(number == line and part in sentence for number, sentence in found), found


def test_everything_wrong_is_told_at_once() -> None:
    assert len(problems("")) == 2 + 6


@settings(deadline=None)
@given(st.text())
def test_no_text_at_all_makes_it_stumble(source: str) -> None:
    assert problems(source)


KEPT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
WORDS = KEPT.map(str.strip).filter(bool)
SHEETS = st.builds(
    ModuleSheet,
    st.sampled_from(Strand),
    st.integers(1, 999),
    st.lists(KEPT).map(tuple),
    st.fixed_dictionaries({language: st.fixed_dictionaries(dict.fromkeys(TEXTS, WORDS)) for language in LANGUAGES}),
)


@settings(deadline=None)
@given(SHEETS)
def test_what_is_written_is_read_again(written: ModuleSheet) -> None:
    assert sheet(write_sheet(written)) == written


def test_the_sheets_that_ship_are_written_as_the_portal_writes_them() -> None:
    for path in shipped("lessons").glob("*/module.toml"):
        source = path.read_text(encoding="utf-8")
        assert write_sheet(sheet(source)) == source


@pytest.mark.parametrize("name", ["amorcer", "a", "01-x", "du-porte-voix-a-la-conversation", "x" * 80])
def test_a_slug_is_plain(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize("name", ["", "Amorcer", "été", "a_b", "a--b", "-a", "a-", "a b", "a/b", "a\n", "x" * 81, "٨"])
def test_anything_else_is_no_slug(name: str) -> None:
    assert not is_slug(name)


def test_a_folder_tells_position_and_slug() -> None:
    assert split_folder_name("01-du-porte-voix") == (1, "du-porte-voix")
    assert split_folder_name("10-x") == (10, "x")
    for name in ("1-x", "001-x", "01_x", "01-", "x", "01-X", "٠١-x", f"01-{'x' * 81}"):
        assert split_folder_name(name) is None


def test_what_comes_before_is_another_module_or_any_of_a_strand() -> None:
    source = GOOD.replace('"any:strategy"', '"any:strategie", "conversation", "any:strategy"')
    found = wrong_requirements(sheet(source), "conversation", {"amorcer", "conversation"}, source)
    assert [(p.line, str(p.sentence).split("”")[0]) for p in found] == [(3, "“any:strategie"), (3, "“conversation")]


def test_a_circle_is_found() -> None:
    requires = {"a": ("b",), "b": ("c", "any:culture"), "c": ("a",), "d": ("a",), "e": ()}
    assert circle_from("a", requires) == ["a", "b", "c", "a"]
    assert circle_from("d", requires) == []
    assert circle_from("e", requires) == []


def test_advice_names_what_is_published() -> None:
    found = advice(("amorcer", "gone", "any:strategy"), {"amorcer": "Becoming a pair", "other": "Other"})
    assert found == Advice((("amorcer", "Becoming a pair"),), (Strand.STRATEGY,))
    assert found
    assert not advice(("gone",), {})
