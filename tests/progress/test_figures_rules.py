"""Figures of a lesson, as plain values: what is told, and what is not."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.progress.rules.figures import FEWEST, FirstAnswer, LessonFigures, StepFact, lesson_figures, shown

KEYS = ["read-1", "check-1", "reflect-1"]
OPTIONS = {("check-1", 1): 2}
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def walk(people: int, *minutes: int, first: int = 0) -> list[StepFact]:
    """So many people do the steps one after the other, `minutes` apart."""
    moments = [START]
    for gap in minutes:
        moments.append(moments[-1] + timedelta(minutes=gap))
    return [
        StepFact(f"person-{first + number}", f"pair-{first + number}", key, moment, is_undone=False)
        for number in range(people)
        for key, moment in zip(KEYS, moments, strict=False)
    ]


def chosen(*counts: int, question: int = 1, start: int = 0) -> list[FirstAnswer]:
    people = iter(range(start, start + sum(counts)))
    return [
        FirstAnswer(f"person-{next(people)}", "check-1", question, option)
        for option, count in enumerate(counts)
        for _person in range(count)
    ]


def figures(facts: list[StepFact], answers: list[FirstAnswer] | None = None, finished: int = 0) -> LessonFigures:
    done = [f"person-{number}" for number in range(finished)]
    return lesson_figures(KEYS, OPTIONS, facts, answers or [], done)


@pytest.mark.parametrize(("count", "told"), [(0, None), (FEWEST - 1, None), (FEWEST, FEWEST), (12, 12)])
def test_fewer_than_five_are_not_counted_out(count: int, told: int | None) -> None:
    assert shown(count) == told


def test_people_are_counted_once_whatever_they_do() -> None:
    again = [fact._replace(pair_id="another") for fact in walk(4, 5, 5)]
    found = figures([*walk(4, 5, 5), *again])
    assert found.began is None
    assert [step.done for step in found.steps] == [None, None, None]


def test_who_began_and_who_did_each_step() -> None:
    found = figures([*walk(6, 5), *walk(3, first=6)], finished=5)
    assert (found.began, found.finished) == (9, 5)
    assert [step.done for step in found.steps] == [9, 6, None]


def test_what_was_undone_was_begun_and_is_not_done() -> None:
    found = figures([fact._replace(is_undone=True) for fact in walk(5)])
    assert found.began == 5
    assert found.steps[0].done is None


def test_who_only_answered_began() -> None:
    answers = [answer._replace(is_current=False) for answer in chosen(5)]
    assert figures([], answers).began == 5


def test_the_time_to_a_step_is_the_median_of_five_people_or_more() -> None:
    found = figures([*walk(4, 10, 3), *walk(1, 60, 3, first=4)])
    assert [step.minutes for step in found.steps] == [None, 10, 3]
    assert [step.is_longest for step in found.steps] == [False, True, False]
    assert [step.minutes for step in figures(walk(4, 10, 3)).steps] == [None, None, None]


def test_who_came_back_after_a_day_was_not_at_it_all_that_time() -> None:
    day = 24 * 60
    assert figures(walk(5, day)).steps[1].minutes == day
    assert figures(walk(5, day + 1)).steps[1].minutes is None


def test_one_step_with_a_time_is_not_the_longest() -> None:
    assert not figures(walk(5, 10)).steps[1].is_longest


def test_a_split_is_told_whole_or_not_at_all() -> None:
    assert figures([], chosen(5, 7)).chosen == {("check-1", 1): (5, 7)}
    for counts in ((4, 20), (20, 4), (20, 0)):
        assert figures([], chosen(*counts)).chosen == {}


def test_a_person_counts_with_what_they_chose_first() -> None:
    again = [answer._replace(option=0) for answer in chosen(0, 5)]
    assert figures([], [*chosen(5), *chosen(0, 5, start=5), *again]).chosen == {("check-1", 1): (5, 5)}


def test_what_was_answered_to_other_words_is_left_out() -> None:
    answers = [answer._replace(is_current=answer.option == 0) for answer in chosen(5, 5)]
    assert figures([], answers).chosen == {}
