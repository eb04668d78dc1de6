"""Two versions of a lesson, side by side: what became of each step, and which questions are asked anew."""

import pytest

from portal.curriculum.rules import LessonText, parse
from portal.kernel.differences import changes
from portal.learning.rules import Fate, asked_anew, compared
from tests.learning.conftest import ENGLISH


def text(*edits: tuple[str, str]) -> LessonText:
    source = ENGLISH.replace("{title}", "premiere")
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    lesson = parse(source, "en").lesson
    assert lesson is not None
    return lesson


def fates(before: LessonText, after: LessonText) -> dict[str, str]:
    """Of every part that is not the same, by the key of its step."""
    parts = compared(before, after)
    named = [part.step.key if part.step else str(part.kind) for part in parts]
    return {name: str(part.fate) for name, part in zip(named, parts, strict=True) if part.fate is not Fate.SAME}


READ = ("## Try: One thread", "## Read: More\nMore words.\n\n## Try: One thread")


def test_the_same_words_are_the_same_in_every_part() -> None:
    assert fates(text(), text()) == {}
    assert asked_anew({"en": text()}, {"en": text()}) == frozenset()


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("Plain words.", "Plain, short words."), {"read-1": "changed"}),
        (("objective: Tell", "objective: Sort"), {"head": "changed"}),
        (("## Try: One thread", "## Try: Two threads"), {"try-1": "changed"}),
        (("PROMPT OF WHO LEARNS", "ANOTHER"), {"reflect-1": "changed"}),
        (("- What did I see?", "- What did I hear?"), {"talk-1": "changed"}),
        (READ, {"read-2": "added"}),
        (("\n\n## Try: One thread\nFollow it.", ""), {"try-1": "removed"}),
        (("For you…", "For you…\n\n## Further\n- A book."), {"further": "changed"}),
    ],
)
def test_what_became_of_each_part_is_told(edit: tuple[str, str], expected: dict[str, str]) -> None:
    assert fates(text(), text(edit)) == expected


def test_what_is_removed_comes_last_and_the_rest_in_the_order_of_the_newer_one() -> None:
    parts = compared(text(READ), text())
    assert [part.step.key if part.step else None for part in parts] == [
        *(None, "read-1", "try-1", "check-1", "talk-1", "reflect-1", None),
        "read-2",
    ]


def test_the_words_of_a_step_are_told_one_by_one() -> None:
    part = compared(text(), text(("Plain words.", "Plain, short words.")))[1]
    told = [piece for pieces in part.paragraphs for piece in pieces]
    assert ("Plain ", "gone") in told
    assert ("Plain, short ", "new") in told
    assert ("words.", "both") in told


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("**And then?**", "**And after that?**"), {("check-1", 2)}),
        (("- [ ] Delete.", "- [ ] Delete it."), {("check-1", 2)}),
        (("  > Yes: you heard first.", "  > Yes."), {("check-1", 1)}),
        (("- [x] Answer.\n  > Yes.\n- [ ] Delete.\n  > No.", "- [ ] Answer.\n  > No.\n- [x] Delete.\n  > Yes."),
         {("check-1", 2)}),
        (("## Talk", "**More?**\n\n- [x] No.\n  > Yes.\n- [ ] Yes.\n  > No.\n\n## Talk"), set()),
    ],
)  # fmt: skip
def test_a_question_is_asked_anew_where_anything_of_it_is_other(
    edit: tuple[str, str], expected: set[tuple[str, int]]
) -> None:
    assert asked_anew({"en": text()}, {"en": text(edit)}) == expected
    assert asked_anew({"fr": text(), "en": text()}, {"fr": text(edit), "en": text()}) == expected


def test_a_question_that_is_gone_is_asked_no_more() -> None:
    more = ("## Talk", "**More?**\n\n- [x] No.\n  > Yes.\n- [ ] Yes.\n  > No.\n\n## Talk")
    assert asked_anew({"en": text(more)}, {"en": text()}) == {("check-1", 3)}


def test_no_answer_is_given_away() -> None:
    newer = text(("  > Yes: you heard first.", "  > Yes: you have listened."))
    (check,) = (part for part in compared(text(), newer) if part.step and part.step.key == "check-1")
    assert (check.fate, check.answers_changed) == (Fate.CHANGED, True)
    told = "".join(words for pieces in check.paragraphs for words, _kind in pieces)
    assert "What comes first?" in told
    assert "listened" not in told
    assert "[x]" not in told


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("one two", "one two", [("one two", "both")]),
        ("", "one", [("one", "new")]),
        ("one two three", "one 2 three", [("one ", "both"), ("two ", "gone"), ("2 ", "new"), ("three", "both")]),
        ("all of it", "nothing is left here", [("all of it", "gone"), ("nothing is left here", "new")]),
        ("a " * 700, "a " * 700, [("a " * 700, "both")]),
        ("a " * 700, "b " * 700, [("a " * 700, "gone"), ("b " * 700, "new")]),
    ],
)
def test_what_became_of_a_text_is_told_in_one(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert changes(before, after) == expected
