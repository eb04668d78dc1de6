from datetime import UTC, datetime, timedelta

from portal.curriculum.rules import Option, Question
from portal.progress.rules import Tried, is_answered, is_finished, next_step, tried_options

KEYS = ("read-1", "try-1", "check-1", "reflect-1")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def question(right: int) -> Question:
    return Question("Which?", tuple(Option(str(number), number == right, "Because.") for number in range(3)))


def test_a_lesson_is_finished_once_every_step_is_done() -> None:
    assert is_finished(KEYS, set(KEYS))
    assert not is_finished(KEYS, set(KEYS) - {"try-1"})


def test_one_resumes_at_the_first_step_that_is_not_done() -> None:
    assert next_step(KEYS, {"read-1", "check-1"}) == "try-1"
    assert next_step(KEYS, set(KEYS)) is None


def test_a_check_is_answered_once_every_right_option_was_found() -> None:
    questions = [question(0), question(2)]
    assert is_answered(questions, {1: (1, 0), 2: (2,)})
    assert not is_answered(questions, {1: (1, 0), 2: (0, 1)})
    assert not is_answered(questions, {1: (0,)})


def test_beginning_a_check_again_forgets_no_try_and_counts_none() -> None:
    tries = [
        Tried("check-1", 1, 2, NOON),
        Tried("check-1", 1, 0, NOON + timedelta(hours=2)),
        Tried("check-2", 1, 1, NOON),
    ]
    assert tried_options(tries, "check-1", None) == {1: (2, 0)}
    assert tried_options(tries, "check-1", NOON + timedelta(hours=1)) == {1: (0,)}
