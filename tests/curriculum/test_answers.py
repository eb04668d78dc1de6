"""What someone who answers a question sees."""

import pytest

from portal.curriculum.rules import Option, Question, parse
from portal.curriculum.rules.answers import answers_in, feedback_shown, is_found
from tests.curriculum.lessons import ENGLISH

QUESTION = Question("What comes first?", (Option("a", False, ""), Option("b", True, ""), Option("c", False, "")))

LESSON = parse(ENGLISH, "en").lesson
assert LESSON is not None


def test_only_what_was_tried_is_told_until_the_right_one_is_found() -> None:
    assert feedback_shown(QUESTION, ()) == frozenset()
    assert feedback_shown(QUESTION, (0,)) == {0}
    assert feedback_shown(QUESTION, (0, 2)) == {0, 2}
    assert feedback_shown(QUESTION, (0, 1)) == {0, 1, 2}
    assert not is_found(QUESTION, (0, 2))
    assert is_found(QUESTION, (1,))


def test_an_option_that_is_none_is_not_told() -> None:
    assert feedback_shown(QUESTION, (7,)) == frozenset()


@pytest.mark.parametrize(("text", "option"), [("0", 0), ("1", 1), ("2", None), ("-1", None), ("", None), ("٠", None)])
def test_an_address_chooses_an_option_by_its_index(text: str, option: int | None) -> None:
    found = answers_in(LESSON, {"check-1-2": text})
    assert found == ({} if option is None else {"check-1-2": option})


def test_only_the_questions_of_the_lesson_are_answered() -> None:
    given = {"check-1-1": "1", "check-1-2": "9" * 5000, "check-1-3": "0", "check-2-1": "0", "lang": "en"}
    assert answers_in(LESSON, given) == {"check-1-1": 1}
