"""What comes next, and where each of the two is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.curriculum.rules import StepKind, Strand
from portal.journal.rules import ReflectionState
from portal.learning.rules import PathLesson, PathSeen, Reflected, Side, Stage, Where, legs_of, next_lesson, stage_of
from portal.learning.rules.path import Leg, PathRow
from portal.pairs.rules import RoleState
from portal.progress.rules import DoneInLesson

KEYS = ("read-1", "check-1", "reflect-1")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ME, YOU = "me-id", "you-id"


def lesson(name: str, module: str, strand: Strand, *requires: str, guide_id: str | None = None) -> PathLesson:
    return PathLesson(
        id=name,
        module=module,
        slug=name,
        strand=strand,
        module_title=module,
        requires=requires,
        title=name,
        minutes=8,
        step_keys=KEYS,
        guide_id=guide_id,
        done_together_at=None,
    )


FIRST = lesson("t1", "amorcer", Strand.TOGETHER)
SECOND = lesson("t2", "amorcer", Strand.TOGETHER)
CULTURE_1 = lesson("c1", "conversation", Strand.CULTURE, "amorcer")
CULTURE_2 = lesson("c2", "conversation", Strand.CULTURE, "amorcer")
STRATEGY_1 = lesson("s1", "strategie", Strand.STRATEGY, "amorcer")
STRATEGY_2 = lesson("s2", "strategie", Strand.STRATEGY, "amorcer")
PATH = [FIRST, SECOND, CULTURE_1, CULTURE_2, STRATEGY_1, STRATEGY_2]


def finished(hours: int) -> DoneInLesson:
    moment = NOON + timedelta(hours=hours)
    return DoneInLesson(frozenset(KEYS), moment, moment, None)


def begun(hours: int) -> DoneInLesson:
    return DoneInLesson(frozenset({"read-1"}), NOON + timedelta(hours=hours), None, None)


def test_the_path_begins_with_what_the_rest_requires() -> None:
    assert next_lesson(PATH, {}) is FIRST
    assert next_lesson(PATH, {"t1": finished(1)}) is SECOND


def test_the_strands_alternate_so_that_both_are_mentor_in_turn() -> None:
    done = {"t1": finished(1), "t2": finished(2)}
    order = []
    for hours in range(3, 7):
        coming = next_lesson(PATH, done)
        assert coming is not None
        order.append(coming.id)
        done[coming.id] = finished(hours)
    assert order == ["c1", "s1", "c2", "s2"]
    assert next_lesson(PATH, done) is None


def test_what_was_begun_last_comes_first() -> None:
    assert next_lesson(PATH, {"t1": begun(1), "s2": begun(2)}) is STRATEGY_2


def test_a_draft_alone_begins_a_lesson() -> None:
    assert next_lesson(PATH, {}, {"c2"}) is CULTURE_2


def test_requirements_order_and_lock_nothing() -> None:
    lonely = [lesson("x1", "autre", Strand.CULTURE, "amorcer", "any:strategy"), STRATEGY_1]
    assert next_lesson(lonely, {}) is STRATEGY_1
    blocked = [lesson("a", "un", Strand.CULTURE, "deux"), lesson("b", "deux", Strand.CULTURE, "un")]
    assert next_lesson(blocked, {}) is blocked[0]


@given(st.dictionaries(st.sampled_from([one.id for one in PATH]), st.integers(0, 50).map(finished)))
def test_there_is_a_next_lesson_until_all_are_finished(done: dict[str, DoneInLesson]) -> None:
    coming = next_lesson(PATH, done)
    assert (coming is None) == (len(done) == len(PATH))
    assert coming is None or coming.id not in done


def test_where_someone_is() -> None:
    sealed = Reflected(ReflectionState.SEALED, NOON)
    opened = Reflected(ReflectionState.OPEN, NOON)
    draft = Reflected(ReflectionState.DRAFT, None)
    assert stage_of(KEYS, None, None) == Stage(Where.TODO, "read-1", 1, None)
    assert stage_of(KEYS, None, draft).where is Where.HERE
    resumed = stage_of(KEYS, begun(1), None)
    assert (resumed.where, resumed.kind, resumed.number) == (Where.HERE, StepKind.CHECK, 2)
    assert stage_of(KEYS, finished(1), sealed) == Stage(Where.SEALED, None, 3, NOON)
    assert stage_of(KEYS, finished(1), opened).where is Where.DONE


def test_a_step_that_a_newer_revision_adds_takes_nothing_back() -> None:
    stage = stage_of((*KEYS, "check-2"), finished(1), None)
    assert (stage.where, stage.step) == (Where.DONE, "check-2")


def test_the_legs_tell_who_guides_and_which_lessons_are_swapped() -> None:
    swapped = lesson("c2", "conversation", Strand.CULTURE, guide_id=ME)
    stage = Stage(Where.TODO, "read-1", 1, None)
    guides = {Strand.CULTURE: YOU, Strand.STRATEGY: ME}
    path = PathSeen(
        me=ME,
        lessons=[FIRST, CULTURE_1, swapped, STRATEGY_1],
        stages=lambda _lesson: (stage, stage),
        coming=CULTURE_1,
        coming_stage=stage,
        roles=RoleState(guides, None),
        lines=(),
        partner_did={},
    )
    legs = legs_of(path)
    assert [(leg.slug, leg.guide) for leg in legs] == [
        ("amorcer", "both"),
        ("conversation", "other"),
        ("strategie", "me"),
    ]
    assert [(row.guide, row.swapped, row.is_next) for row in legs[1].rows] == [
        ("other", False, True),
        ("me", True, False),
    ]
    assert [(leg.is_far, leg.is_finished) for leg in legs] == [(True, False), (False, False), (True, False)]


@pytest.mark.parametrize(
    ("mine", "theirs", "far", "finished"),
    [
        (Where.TODO, Where.TODO, True, False),
        (Where.DONE, Where.DONE, False, True),
        (Where.DONE, Where.SEALED, False, False),
        (Where.TODO, Where.HERE, False, False),
        (Where.DONE, Where.TODO, False, False),
    ],
)
def test_a_module_is_folded_where_nothing_of_it_is_under_way(
    mine: Where, theirs: Where, *, far: bool, finished: bool
) -> None:
    stages = [Stage(where, None, 1, None) for where in (mine, theirs)]
    one = PathRow(FIRST, stages[0], stages[1], Side.BOTH, swapped=False, is_next=False)
    leg = Leg("amorcer", Strand.TOGETHER, "Amorcer", Side.BOTH, (one, one))
    assert (leg.is_far, leg.is_finished) == (far, finished)
    assert not leg._replace(rows=(one, one._replace(is_next=True))).is_far
