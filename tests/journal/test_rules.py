"""Every decision of the journal, over all there is to decide."""

from datetime import UTC, datetime
from itertools import product

import pytest

from portal.journal.rules import (
    Act,
    HearingAnswer,
    Moments,
    ReflectionState,
    Waiting,
    after,
    has_content,
    is_known_to_partner,
    may_answer,
    may_hear,
    may_read,
    may_reply,
    opens_both,
    state_of,
    what_waits,
)
from portal.kernel.refusal import Refusal

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DRAFT, SEALED, OPEN = ReflectionState.DRAFT, ReflectionState.SEALED, ReflectionState.OPEN
PASSED, KEPT, WITHDRAWN = ReflectionState.PASSED, ReflectionState.KEPT, ReflectionState.WITHDRAWN
CONFIRMED, CLARIFIED = HearingAnswer.CONFIRMED, HearingAnswer.CLARIFIED

# What becomes of a state by each act; a dash is a refusal.
ANSWERS = """
            save    seal    take_back   open
draft       draft   sealed  draft       -
sealed      -       sealed  draft       open
open        -       open    -           open
passed      -       -       -           -
kept        -       -       -           -
withdrawn   -       -       -           -
"""


def cells() -> list[tuple[ReflectionState, Act, str]]:
    head, *rows = [line.split() for line in ANSWERS.strip().splitlines()]
    return [
        (ReflectionState(state), Act[act.upper()], answer)
        for state, *answers in rows
        for act, answer in zip(head, answers, strict=True)
    ]


def test_the_table_has_every_state_and_act() -> None:
    assert sorted((state, act) for state, act, _ in cells()) == sorted(product(ReflectionState, Act))


@pytest.mark.parametrize(("state", "act", "answer"), cells())
def test_every_act_in_every_state_has_its_answer(state: ReflectionState, act: Act, answer: str) -> None:
    if answer != "-":
        assert after(state, act) is ReflectionState(answer)
        return
    with pytest.raises(Refusal) as refusal:
        after(state, act)
    assert str(refusal.value.sentence).endswith(".")


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        ({}, DRAFT),
        ({"sealed_at"}, SEALED),
        ({"sealed_at", "opened_at"}, OPEN),
        ({"passed_at"}, PASSED),
        ({"sealed_at", "kept_at"}, KEPT),
        ({"sealed_at", "withdrawn_at"}, WITHDRAWN),
        ({"sealed_at", "opened_at", "withdrawn_at"}, WITHDRAWN),
    ],
)
def test_the_moments_tell_the_state(moments: set[str], state: ReflectionState) -> None:
    assert state_of(Moments(**dict.fromkeys(moments, NOON))) is state


@pytest.mark.parametrize(
    ("text", "enough"), [("x" * 19, False), ("x" * 20, True), (" \n\u00a0" * 30 + "x" * 19, False)]
)
def test_sealing_asks_for_twenty_characters_that_are_no_blanks(text: str, enough: bool) -> None:
    assert has_content(text) is enough


@pytest.mark.parametrize(("mine", "theirs"), [*product(ReflectionState, [None, *ReflectionState])])
def test_both_open_when_mine_is_sealed_and_theirs_too_or_open(
    mine: ReflectionState, theirs: ReflectionState | None
) -> None:
    assert opens_both(mine, theirs) is ((mine, theirs) in {(SEALED, SEALED), (SEALED, OPEN)})


@pytest.mark.parametrize("state", ReflectionState)
def test_the_partner_reads_what_is_open_and_the_author_all_that_is_not_erased(state: ReflectionState) -> None:
    assert may_read(state, is_author=False) is (state is OPEN)
    assert may_read(state, is_author=True) is (state is not WITHDRAWN)


def test_the_partner_knows_of_no_draft_and_of_nothing_private() -> None:
    assert {state for state in ReflectionState if not is_known_to_partner(state)} == {DRAFT, KEPT}


@pytest.mark.parametrize(
    ("rounds", "hear", "answer", "reply"),
    [
        ([], True, False, False),
        ([None], False, True, False),
        ([CLARIFIED], True, False, False),
        ([CLARIFIED, None], False, True, False),
        ([CLARIFIED, CONFIRMED], False, False, True),
        ([CONFIRMED], False, False, True),
    ],
)
def test_hearing_comes_before_anything_else(
    rounds: list[HearingAnswer | None], hear: bool, answer: bool, reply: bool
) -> None:
    assert (may_hear(rounds), may_answer(rounds), may_reply(rounds)) == (hear, answer, reply)


@pytest.mark.parametrize(
    ("mine", "theirs", "waiting"),
    [
        (DRAFT, None, [Waiting.WRITE]),
        (DRAFT, OPEN, [Waiting.WRITE]),
        (None, SEALED, [Waiting.WRITE]),
        (None, OPEN, [Waiting.WRITE]),
        (None, PASSED, []),
        (None, WITHDRAWN, []),
        (SEALED, None, []),
        (OPEN, OPEN, []),
    ],
)
def test_writing_waits_for_a_draft_and_for_a_text_handed_over(
    mine: ReflectionState | None, theirs: ReflectionState | None, waiting: list[Waiting]
) -> None:
    assert list(what_waits(mine, theirs, unanswered=False, unheard=False)) == waiting


def test_being_heard_comes_before_hearing_and_hearing_before_writing() -> None:
    assert list(what_waits(DRAFT, OPEN, unanswered=True, unheard=True)) == [Waiting.ANSWER, Waiting.HEAR, Waiting.WRITE]
