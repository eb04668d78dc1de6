"""What is counted of a lesson while it is written, what stands beside what, and what can be put in at a press."""

import pytest

from portal.curriculum.rules import differences, parse
from portal.studio.rules import ADDED_AT_THE_END, Snippet, aligned, begun, budget_of, snippet, with_snippet
from portal.studio.rules.alignment import merged

FRENCH, ENGLISH = begun("fr", "Titre"), begun("en", "Title")


def test_words_to_read_are_counted_by_step() -> None:
    source = ENGLISH.replace("## Try", f"## Read: More\n\n{'word ' * 451}\n\n## Try", 1)
    budget = budget_of(parse(source, "en"))
    first, second = budget.readings
    assert (first.is_too_long, second.is_too_long, second.words, second.title) == (False, True, 451, "More")
    assert (budget.steps, budget.minutes, budget.words) == (6, 8, first.words + 451)


@pytest.mark.parametrize(("minutes", "short"), [("minutes: 1", True), ("minutes: 3", False), ("minutes: x", False)])
def test_reading_alone_may_not_take_longer_than_the_lesson(minutes: str, short: bool) -> None:
    source = ENGLISH.replace("minutes: 8", minutes).replace("Write here", f"{'word ' * 400} Write here")
    assert budget_of(parse(source, "en")).is_short_of_time is short


def test_what_has_no_step_yet_has_no_words() -> None:
    budget = budget_of(parse("", "en"))
    assert (budget.readings, budget.steps, budget.words, budget.is_short_of_time) == ((), 0, 0, False)


def test_steps_stand_beside_each_other_with_the_lines_of_both() -> None:
    rows = aligned({"fr": FRENCH, "en": ENGLISH}, {})
    assert [row.key for row in rows] == ["read-1", "try-1", "check-1", "talk-1", "reflect-1"]
    for row in rows:
        for language, source in (("fr", FRENCH), ("en", ENGLISH)):
            assert source.split("\n")[row.sides[language].line - 1].startswith("## ")
            assert row.sides[language].before is None


def test_a_step_of_one_language_only_stands_where_it_is_there() -> None:
    rows = aligned({"fr": FRENCH, "en": with_snippet(ENGLISH, Snippet.TRY, "en")}, {})
    assert [(row.key, sorted(row.sides)) for row in rows if len(row.sides) < 2] == [("try-2", ["en"])]
    assert [row.key for row in rows].index("try-2") == 4


@pytest.mark.parametrize(
    ("orders", "whole"),
    [
        ([["a", "b"], ["x", "a", "y", "b", "z"]], ["x", "a", "y", "b", "z"]),
        ([["a", "b"], ["b", "c", "a"]], ["a", "b", "c"]),
        ([[], ["a"]], ["a"]),
        ([["a"], []], ["a"]),
    ],
)
def test_orders_are_merged(orders: list[list[str]], whole: list[str]) -> None:
    assert merged(orders) == whole


def test_a_step_that_changed_since_shows_what_it_was() -> None:
    now = ENGLISH.replace("Write here", "Write there")
    rows = aligned({"fr": FRENCH, "en": now}, {"en": ENGLISH})
    changed = {row.key: row.sides["en"].before for row in rows if row.sides["en"].before is not None}
    assert list(changed) == ["read-1"]
    assert "Write here" in (changed["read-1"] or "")


@pytest.mark.parametrize("kind", ADDED_AT_THE_END)
def test_a_snippet_keeps_a_right_lesson_right(kind: Snippet) -> None:
    """All but a second reflection, which a lesson does not have."""
    french, english = (
        parse(with_snippet(source, kind, language), language) for language, source in (("fr", FRENCH), ("en", ENGLISH))
    )
    wrong = 1 if kind is Snippet.REFLECT else 0
    assert (len(french.problems), len(english.problems)) == (wrong, wrong)
    assert french.draft is not None
    assert english.draft is not None
    assert differences(french.draft, english.draft, {}) == []
    assert parse(FRENCH, "fr").draft != french.draft


def test_an_answer_more_is_one_of_the_same_question() -> None:
    def answers(source: str) -> list[int]:
        found = parse(source, "en").lesson
        assert found is not None
        return [len(one.options) for step in found.steps for one in step.questions]

    *before, last = answers(ENGLISH)
    assert answers(with_snippet(ENGLISH, Snippet.OPTION, "en")) == [*before, last + 1]


@pytest.mark.parametrize(
    ("kind", "heading"), [(Snippet.GUIDE, "Je guide"), (Snippet.LEARNER, "J’apprends"), (Snippet.HEARING, "Ce que")]
)
def test_a_prompt_has_its_heading_and_a_line(kind: Snippet, heading: str) -> None:
    first, empty, line = snippet(kind, "fr").split("\n")
    assert first.startswith(f"### {heading}")
    assert (empty, bool(line)) == ("", True)


def test_a_question_goes_to_the_end_of_the_last_check_or_makes_one() -> None:
    found = parse(with_snippet(ENGLISH, Snippet.QUESTION, "en"), "en").lesson
    assert found is not None
    assert [len(step.questions) for step in found.steps] == [0, 0, 3, 0, 0]
    assert "## Check" in with_snippet("## Read\n\nx", Snippet.QUESTION, "en")
    assert with_snippet("", Snippet.READ, "fr") == snippet(Snippet.READ, "fr") + "\n"
