"""What is decided in the studio without a database."""

import tomllib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.curriculum.rules import Glossary, ModuleSheet, Strand, departures, differences, is_slug, parse, read_sheet
from portal.curriculum.rules.folders import LANGUAGES, LAST_POSITION, TEXTS
from portal.curriculum.rules.style.mending import mended
from portal.studio.rules import (
    GOES_ON,
    LAST,
    LONGEST,
    MUCH,
    ONE_SAVE,
    Session,
    as_far_as_written,
    begun,
    continues,
    free_slug,
    made_way,
    next_position,
    one_line,
    rewritten,
    slug_from,
    swapped,
    title_in,
    titles_of_lessons,
    version_of,
)
from portal.studio.rules.template import begun_further
from portal.studio.rules.touched import touched

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LINES = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")).map(one_line)
SHEETS = st.builds(
    ModuleSheet,
    st.sampled_from(Strand),
    st.integers(1, LAST_POSITION),
    st.lists(LINES, max_size=3).map(tuple),
    st.fixed_dictionaries({language: st.fixed_dictionaries(dict.fromkeys(TEXTS, LINES)) for language in LANGUAGES}),
)


@pytest.mark.parametrize(
    ("writer", "later", "carries_on"),
    [
        ("me", timedelta(0), True),
        ("me", GOES_ON - timedelta(seconds=1), True),
        ("me", GOES_ON, False),
        ("me", timedelta(seconds=-1), False),
        ("other", timedelta(0), False),
    ],
)
def test_a_save_carries_on_ones_own_session_for_a_while(writer: str, later: timedelta, carries_on: bool) -> None:
    assert continues(Session("me", NOON, NOON, "a"), writer, "b", NOON + later) is carries_on
    assert not continues(None, "me", "b", NOON)


def test_no_session_goes_on_for_ever_however_often_it_is_saved() -> None:
    session = Session("me", NOON, NOON + LONGEST - timedelta(minutes=1), "a")
    assert continues(session, "me", "b", NOON + LONGEST - timedelta(seconds=1))
    assert not continues(session, "me", "b", NOON + LONGEST)


@pytest.mark.parametrize(
    ("before", "after", "carries_on"),
    [
        ("a" * MUCH, "a", True),
        ("a" * MUCH, " ", False),
        ("a" * 2 * MUCH, "a" * MUCH, False),
        ("a", "", False),
        ("", "a" * MUCH, True),
    ],
)
def test_what_much_is_taken_from_stays_in_a_session_of_its_own(before: str, after: str, carries_on: bool) -> None:
    assert continues(Session("me", NOON, NOON, before), "me", after, NOON) is carries_on


@pytest.mark.parametrize(
    ("other_saved", "carries_on"),
    [(timedelta(minutes=-10), True), (timedelta(minutes=4), False), (timedelta(minutes=10) - ONE_SAVE, True)],
)
def test_what_a_text_said_when_the_other_language_was_written_is_kept(other_saved: timedelta, carries_on: bool) -> None:
    session, at = Session("me", NOON, NOON, "a"), NOON + timedelta(minutes=10)
    assert continues(session, "me", "b", at, NOON + other_saved) is carries_on


def test_a_version_tells_texts_apart_and_not_their_line_ends() -> None:
    assert version_of("one\r\ntwo\rthree") == version_of("one\ntwo\nthree")
    assert len({version_of(text) for text in ("", "a", "a\n", "a ", "A")}) == 5


@given(st.text())
def test_a_slug_is_one_or_nothing(title: str) -> None:
    slug = slug_from(title)
    assert slug == "" or is_slug(slug)
    assert is_slug(free_slug(slug, {slug})) or not slug


def test_a_slug_is_read_like_its_title() -> None:
    assert slug_from("  Du porte-voix à la conversation: l’œuvre ") == "du-porte-voix-a-la-conversation-l-oeuvre"
    assert free_slug("a", {"a", "a-2"}) == "a-3"
    assert free_slug("b", {"a"}) == "b"
    assert len(slug_from("mot " * 60)) <= 80
    assert not slug_from("mot " * 60).endswith("-")


@given(st.sets(st.integers(1, LAST), min_size=1), st.data())
def test_a_lesson_trades_places_with_its_neighbour(places: set[int], data: st.DataObject) -> None:
    positions = {f"l{place}": place for place in places}
    moving, up = data.draw(st.sampled_from(sorted(positions))), data.draw(st.booleans())
    after = {**positions, **swapped(positions, moving, up=up)}
    assert set(after.values()) == places
    order, was = sorted(after, key=after.__getitem__), sorted(positions, key=positions.__getitem__)
    expected = was.index(moving) + (-1 if up else 1)
    assert order.index(moving) == min(max(expected, 0), len(was) - 1)
    assert [one for one in order if one != moving] == [one for one in was if one != moving]


@given(st.lists(st.integers(1, LAST), min_size=1, max_size=LAST), st.data())
def test_lessons_that_had_one_number_have_one_each_once_one_is_moved(places: list[int], data: st.DataObject) -> None:
    positions = {f"l{number}": place for number, place in enumerate(places)}
    order = sorted(positions, key=positions.__getitem__)
    at = data.draw(st.integers(0, len(order) - 1))
    up = data.draw(st.booleans())
    after = {**positions, **swapped(positions, order[at], up=up)}
    other = at + (-1 if up else 1)
    if 0 <= other < len(order):
        order[at], order[other] = order[other], order[at]
        assert sorted(after, key=after.__getitem__) == order
        assert len({*after.values()}) == len(after)
        assert all(1 <= one <= LAST for one in after.values())


@given(st.lists(st.integers(1, LAST), min_size=1, max_size=40), st.data())
def test_what_is_placed_has_its_number_alone(places: list[int], data: st.DataObject) -> None:
    positions = {f"l{number}": place for number, place in enumerate(places)}
    chosen = data.draw(st.sets(st.sampled_from(sorted(positions))))
    placed = {positions[one]: one for one in sorted(chosen)}.values()
    after = {**positions, **made_way(positions, {*placed})}
    assert all(after[one] == positions[one] for one in placed)
    assert len({*after.values()}) == len(after)


def test_who_makes_way_goes_after_the_others() -> None:
    assert made_way({"a": 2, "b": 2, "c": 7}, {"a"}) == {"b": 8}
    assert made_way({str(place): place for place in range(1, LAST + 1)} | {"new": 5}, {"new"}) == {"5": 0}


def test_a_lesson_comes_after_the_others_while_there_are_numbers() -> None:
    assert next_position({}) == 1
    assert next_position({"a": 1, "b": 7}) == 8
    assert next_position({"a": 1, "b": LAST}) == 2
    assert next_position({str(place): place for place in range(1, LAST + 1)}) == 0


@given(SHEETS)
def test_what_a_form_writes_is_read_as_it_was_written(sheet: ModuleSheet) -> None:
    source = rewritten("", sheet)
    assert as_far_as_written(source) == sheet
    assert rewritten(source, sheet) is source
    tomllib.loads(source)


def test_a_sheet_that_says_the_same_stays_as_it_was_written() -> None:
    source = '# by hand\nstrand="culture"\nposition = 3 # third\n[fr]\ntitle = """A\nB"""\n'
    sheet = as_far_as_written(source)
    assert (sheet.strand, sheet.position, sheet.texts["fr"]["title"]) == (Strand.CULTURE, 3, "A B")
    assert rewritten(source, sheet) is source
    changed = ModuleSheet(Strand.STRATEGY, sheet.position, sheet.requires, sheet.texts)
    assert as_far_as_written(rewritten(source, changed)) == changed


@pytest.mark.parametrize("source", ["", "= nonsense", "strand = 1\nposition = true\nrequires = 3\nfr = 4"])
def test_a_sheet_that_says_little_is_read_as_far_as_it_goes(source: str) -> None:
    sheet = as_far_as_written(source)
    assert {text for texts in sheet.texts.values() for text in texts.values()} == {""}
    assert sheet.requires == ()


def test_a_space_that_must_not_break_stays() -> None:
    assert one_line(" «\u00a0Oui\u00a0»\n  non\t ") == "«\u00a0Oui\u00a0» non"


def test_a_new_lesson_is_a_whole_lesson_in_both_languages() -> None:
    readings = {language: parse(begun(language, f"Un titre : {language}"), language) for language in LANGUAGES}
    french, english = (readings[language].lesson for language in LANGUAGES)
    assert french is not None
    assert english is not None
    assert [problem for reading in readings.values() for problem in reading.problems] == []
    assert differences(french, english, readings["en"].lines) == []
    assert [step.kind for step in french.steps] == ["read", "try", "check", "talk", "reflect"]
    assert title_in(begun("fr", "Un titre : fr")) == french.title == "Un titre : fr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_told_to_set_right_what_a_new_lesson_begins_with(language: str) -> None:
    """It only lacks what its author alone knows: what goes further."""
    source = begun(language, "Un titre")
    for text in (source, begun_further(language)):
        assert mended(text, language) == text
    reading = parse(source, language)
    assert reading.lesson is not None
    told = [str(one.sentence) for one in departures(source, language, reading.lesson, reading.lines, Glossary(()))]
    assert told == ["Give two to four things to read under Further, as a list."]


def test_a_text_without_a_title_has_none() -> None:
    assert title_in("## Lire\n\nsubtitle: no") == ""
    assert title_in("---\r\ntitle: Oui \r\n---") == "Oui"


def test_a_lesson_that_comes_back_is_not_new() -> None:
    """It was begun before it was removed; or its whole module was taken out of the catalogue."""

    def changes(before: str, after: str, *, is_out: bool = False) -> dict[str, str]:
        old, new = ({f"0{number}-{slug}/fr.md": b"" for number, slug in enumerate(text)} for text in (before, after))
        return {one.slug: one.change for one in touched(old, new, {"b": 1}, 9, is_out=is_out).lessons}

    assert changes("ad", "abc") == {"a": "same", "b": "back", "c": "new", "d": "leaves"}
    assert changes("ad", "abc", is_out=True) == {"a": "back", "b": "back", "c": "new"}


def test_lessons_are_called_by_the_titles_in_their_files() -> None:
    files = {
        "module.toml": b"",
        "01-attendre/fr.md": b"---\ntitle: Attendre\n---",
        "01-attendre/en.md": b"---\ntitle: Waiting\n---",
        "02-oser/fr.md": b"---\ntitle: Oser\n---",
        "03-ceder/en.md": b"no title yet",
        "03-ceder/media/x.png": b"\xff",
    }
    titles = titles_of_lessons(files)
    named = {slug: (one.title("fr"), one.title("en")) for slug, one in titles.items()}
    assert named == {"attendre": ("Attendre", "Waiting"), "oser": ("Oser", "Oser"), "ceder": ("ceder", "ceder")}


def test_a_form_can_make_a_sheet_that_is_right() -> None:
    texts = {language: {key: f'{key} «\u00a0{language}\u00a0» \\ "' for key in TEXTS} for language in LANGUAGES}
    sheet = ModuleSheet(Strand.CULTURE, 1, ("any:strategy",), texts)
    assert read_sheet(rewritten("", sheet)) == (sheet, [])
