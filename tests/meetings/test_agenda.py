"""The agenda that writes itself: what is in it, and that neither gets more of it than the other."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.curriculum.rules import Strand
from portal.journal.rules import ExchangeLine, ReflectionState, Round
from portal.meetings.rules import (
    LENGTHS,
    LessonHere,
    Matter,
    PointKind,
    to_hear,
    to_learn,
    to_tell,
    write_agenda,
)
from portal.progress.rules import DoneInLesson

ME, YOU = "me", "you"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEYS = ("read-1", "try-1", "reflect-1")
CULTURE, STRATEGY = (
    tuple(LessonHere(f"{strand}-{n}", strand, f"lesson-{n}", strand, f"Title {n}", KEYS) for n in (1, 2))
    for strand in (Strand.CULTURE, Strand.STRATEGY)
)
LESSONS = (*CULTURE, *STRATEGY)


def line(author: str, reflection: str, lesson: str | None = None, *, heard: bool = False) -> ExchangeLine:
    """Open; where it was heard, it waits for its author."""
    return ExchangeLine(
        pair_id="pair",
        exchange_id="exchange",
        lesson_id=lesson,
        reflection_id=reflection,
        author_id=author,
        state=ReflectionState.OPEN,
        sealed_at=NOW,
        opened_at=NOW,
        saved_at=NOW,
        rounds=1 if heard else 0,
        last_round=Round() if heard else None,
        last_offered_at=None,
        last_answered_at=None,
        author_replied_at=None,
        partner_replied_at=None,
    )


def did(*keys: str, noted: datetime | None = None, finished: bool = False) -> DoneInLesson:
    return DoneInLesson(frozenset(keys), NOW, NOW if finished else None, noted)


matters = st.lists(
    st.tuples(st.sampled_from(PointKind), st.sampled_from([ME, YOU])).map(lambda said: Matter(*said)), max_size=12
)


@given(st.sampled_from(LENGTHS), matters)
def test_each_has_as_many_minutes_as_the_other(minutes: int, found: list[Matter]) -> None:
    agenda = write_agenda(minutes, (ME, YOU), found)
    mine, yours = agenda.halves
    assert (mine.person_id, yours.person_id) == (ME, YOU)
    assert mine.minutes == yours.minutes
    assert mine.minutes + yours.minutes + agenda.closing == minutes
    for half in agenda.halves:
        assert sum(point.minutes for point in half.points) == half.minutes
        assert all(point.minutes >= 5 and point.minutes % 5 == 0 for point in half.points)
        assert all(point.matter.person_id == half.person_id for point in half.points)


def test_what_was_kept_for_a_talk_comes_first_and_the_lesson_last() -> None:
    found = [Matter(kind, ME) for kind in (PointKind.LESSON, PointKind.TO_TRY, PointKind.IN_PERSON, PointKind.HEAR)]
    mine, yours = write_agenda(60, (ME, YOU), found).halves
    order = [PointKind.IN_PERSON, PointKind.HEAR, PointKind.TO_TRY, PointKind.LESSON]
    assert [point.matter.kind for point in mine.points] == order
    assert [point.minutes for point in mine.points] == [10, 5, 5, 5]
    assert [point.matter.kind for point in yours.points] == [PointKind.OWN]


def test_a_quarter_of_an_hour_has_one_point_each() -> None:
    found = [Matter(kind, who) for kind in (PointKind.HEAR, PointKind.LESSON) for who in (ME, YOU)]
    agenda = write_agenda(15, (ME, YOU), found)
    assert [[point.matter.kind for point in half.points] for half in agenda.halves] == [[PointKind.HEAR]] * 2


def test_a_text_is_its_authors_point_until_it_was_heard() -> None:
    lines = [line(ME, "a", CULTURE[0].id), line(YOU, "b"), line(YOU, "c", heard=True), line(ME, "d", heard=True)]
    found = list(to_hear(lines, ["d", "gone"], LESSONS))
    assert [(one.kind, one.person_id, one.reflection_id) for one in found] == [
        (PointKind.HEAR, ME, "a"),
        (PointKind.HEAR, YOU, "b"),
        (PointKind.IN_PERSON, ME, "d"),
    ]
    assert (found[0].title, found[0].lesson) == ("Title 1", CULTURE[0])


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (did("read-1"), PointKind.TO_TRY),
        (did("read-1", "try-1"), None),
        (did("read-1", "try-1", noted=NOW), PointKind.TRIED),
        (did("read-1", "try-1", noted=NOW - 2 * DAY), None),
        (did(*KEYS, noted=NOW, finished=True), PointKind.TRIED),
        (did("read-1", finished=True), None),
    ],
)
def test_a_try_is_told_once_and_a_try_to_come_is_named(facts: DoneInLesson, kind: PointKind | None) -> None:
    found = list(to_tell(ME, {(CULTURE[1].id, ME): facts}, LESSONS, NOW - DAY))
    assert [(one.kind, one.lesson) for one in found] == ([(kind, CULTURE[1])] if kind else [])


def test_one_lesson_each_way_is_the_next_of_whoever_learns() -> None:
    done = {
        (CULTURE[0].id, ME): did(*KEYS, finished=True),
        (CULTURE[0].id, YOU): did(*KEYS, finished=True),
        (STRATEGY[0].id, ME): did(*KEYS, finished=True),
    }
    found = list(to_learn({Strand.CULTURE: ME, Strand.STRATEGY: YOU}, done, LESSONS))
    assert [(one.person_id, one.lesson) for one in found] == [(ME, CULTURE[1]), (YOU, STRATEGY[0])]
