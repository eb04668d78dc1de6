"""Every decision of the journal, over all there is to decide."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import NamedTuple

import pytest

from portal.journal.rules import (
    Act,
    Alone,
    HearingAct,
    HearingAnswer,
    HearingState,
    Moments,
    ReflectionState,
    Round,
    Waiting,
    after,
    has_content,
    how_alone,
    is_known_to_partner,
    is_near_copy,
    is_settled,
    leaves_today,
    may_answer,
    may_hear,
    may_leave,
    may_read,
    may_reply,
    may_talk_in_person,
    may_wish_more,
    opens_both,
    round_after,
    state_of,
    what_waits,
)
from portal.kernel.refusal import Refusal

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DRAFT, SEALED, OPEN = ReflectionState.DRAFT, ReflectionState.SEALED, ReflectionState.OPEN
PASSED, KEPT, WITHDRAWN = ReflectionState.PASSED, ReflectionState.KEPT, ReflectionState.WITHDRAWN
CONFIRMED, CLARIFIED = HearingAnswer.CONFIRMED, HearingAnswer.CLARIFIED
OFFERED = Round()
RIGHT, NOT_QUITE = Round(CONFIRMED), Round(CLARIFIED)
LEFT, LEFT_CLARIFIED = Round(left=True), Round(CLARIFIED, left=True)
UNSAID = Round(withdrawn=True)

# What becomes of a state by each act; a dash is a refusal.
ANSWERS = """
            save    seal    take_back   open    pass    unpass  keep    withdraw    add
draft       draft   sealed  draft       -       passed  draft   -       -           -
sealed      -       sealed  draft       open    -       -       kept    withdrawn   -
open        -       open    -           open    -       -       -       withdrawn   open
passed      -       -       -           -       passed  draft   -       passed      -
kept        -       -       -           -       -       -       kept    withdrawn   -
withdrawn   -       -       -           -       -       -       -       withdrawn   -
"""

# The same for one round of *What I heard*.
ROUND_ANSWERS = """
            confirm     clarify     leave   withdraw
offered     confirmed   clarified   left    withdrawn
confirmed   confirmed   -           -       withdrawn
clarified   -           clarified   left    withdrawn
left        -           -           left    withdrawn
withdrawn   -           -           -       withdrawn
"""


def table(text: str) -> list[tuple[str, str, str]]:
    head, *rows = [line.split() for line in text.strip().splitlines()]
    return [(state, act.upper(), answer) for state, *answers in rows for act, answer in zip(head, answers, strict=True)]


def test_the_tables_have_every_state_and_act() -> None:
    assert sorted((s, a) for s, a, _ in table(ANSWERS)) == sorted(
        (s.value, a.name) for s, a in product(ReflectionState, Act)
    )
    rounds = sorted((s.value, a.name) for s, a in product(HearingState, HearingAct))
    assert sorted((s, a) for s, a, _ in table(ROUND_ANSWERS)) == rounds


@pytest.mark.parametrize(("state", "act", "answer"), table(ANSWERS))
def test_every_act_in_every_state_has_its_answer(state: str, act: str, answer: str) -> None:
    if answer != "-":
        assert after(ReflectionState(state), Act[act]) is ReflectionState(answer)
        return
    with pytest.raises(Refusal) as refusal:
        after(ReflectionState(state), Act[act])
    assert str(refusal.value.sentence).endswith(".")


@pytest.mark.parametrize(("state", "act", "answer"), table(ROUND_ANSWERS))
def test_every_act_on_every_round_has_its_answer(state: str, act: str, answer: str) -> None:
    if answer != "-":
        assert round_after(HearingState(state), HearingAct[act]) is HearingState(answer)
        return
    with pytest.raises(Refusal) as refusal:
        round_after(HearingState(state), HearingAct[act])
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
    in_closed_pair = KEPT if state in (DRAFT, SEALED) else state
    assert state_of(Moments(**dict.fromkeys(moments, NOON)), in_closed_pair=True) is in_closed_pair


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


@pytest.mark.parametrize(
    ("moments", "open_pair", "closed_pair"),
    [
        (set(), False, False),
        ({"sealed_at"}, True, False),
        ({"sealed_at", "opened_at"}, True, True),
        ({"passed_at"}, True, True),
        ({"sealed_at", "kept_at"}, False, False),
        ({"sealed_at", "withdrawn_at"}, True, True),
        ({"sealed_at", "kept_at", "withdrawn_at"}, False, False),
        ({"withdrawn_at"}, False, False),
    ],
)
def test_the_partner_knows_of_no_draft_and_of_nothing_private(
    moments: set[str], open_pair: bool, closed_pair: bool
) -> None:
    told = Moments(**dict.fromkeys(moments, NOON))
    assert is_known_to_partner(told) is open_pair
    assert is_known_to_partner(told, in_closed_pair=True) is closed_pair


@pytest.mark.parametrize(
    ("moments", "settled"),
    [
        (set(), False),
        ({"sealed_at"}, False),
        ({"sealed_at", "withdrawn_at"}, False),
        ({"sealed_at", "opened_at"}, True),
        ({"sealed_at", "opened_at", "withdrawn_at"}, True),
        ({"passed_at"}, True),
        ({"sealed_at", "kept_at"}, True),
    ],
)
def test_a_text_counts_for_the_pair_once_it_was_opened_passed_or_kept(moments: set[str], settled: bool) -> None:
    assert is_settled(Moments(**dict.fromkeys(moments, NOON))) is settled


@pytest.mark.parametrize(
    ("rounds", "hear", "answer", "leave", "reply"),
    [
        ([], True, False, False, False),
        ([OFFERED], False, True, True, False),
        ([NOT_QUITE], True, False, True, False),
        ([NOT_QUITE, OFFERED], False, True, True, False),
        ([NOT_QUITE, RIGHT], False, False, False, True),
        ([RIGHT], False, False, False, True),
        ([LEFT], False, False, False, False),
        ([LEFT_CLARIFIED], False, False, False, False),
        ([UNSAID], True, False, False, False),
        ([NOT_QUITE, UNSAID], True, False, False, False),
        ([Round(CLARIFIED, withdrawn=True)], True, False, False, False),
        ([Round(CONFIRMED, withdrawn=True)], False, False, False, True),
        ([Round(left=True, withdrawn=True)], False, False, False, False),
    ],
)
def test_hearing_comes_before_anything_else(
    rounds: list[Round], hear: bool, answer: bool, leave: bool, reply: bool
) -> None:
    assert (may_hear(rounds), may_answer(rounds), may_leave(rounds), may_reply(rounds)) == (hear, answer, leave, reply)


@pytest.mark.parametrize(
    ("rounds", "offered"),
    [
        ([NOT_QUITE] * 2, False),
        ([NOT_QUITE] * 2 + [OFFERED], False),
        ([NOT_QUITE] * 3, True),
        ([NOT_QUITE] * 4, True),
        ([NOT_QUITE] * 2 + [UNSAID], False),
        ([NOT_QUITE] * 3 + [UNSAID], True),
        ([NOT_QUITE] * 3 + [Round(left=True, withdrawn=True)], False),
        ([NOT_QUITE] * 3 + [Round(CONFIRMED, withdrawn=True)], False),
        ([NOT_QUITE] * 2 + [RIGHT], False),
        ([NOT_QUITE] * 2 + [LEFT_CLARIFIED], False),
    ],
)
def test_talking_in_person_is_proposed_after_the_third_round(rounds: list[Round], offered: bool) -> None:
    assert may_talk_in_person(rounds) is offered


WRITTEN = "I always speak first in that meeting, and nobody has ever told me that it closes the others down."


@pytest.mark.parametrize(
    ("heard", "copied"),
    [
        (WRITTEN, True),
        (WRITTEN.upper().replace(",", ";"), True),
        (WRITTEN.replace("closes", "shuts"), True),
        (f"You say: {WRITTEN}", True),
        ("You speak first, and you have found out by yourself that the others then keep what they think.", False),
        ("I hear “I always speak first in that meeting”.", False),
        ("", False),
        ("I hear", False),
    ],
)
def test_a_near_copy_is_told_from_a_paraphrase(heard: str, copied: bool) -> None:
    assert is_near_copy(WRITTEN, heard) is copied


def test_a_short_text_repeated_whole_is_a_copy_too() -> None:
    assert is_near_copy("I always speak first.", "I always speak first!")
    assert not is_near_copy("Never again.", "Never again.")


@pytest.mark.parametrize(("mine", "theirs", "may"), [(20, 9, True), (20, 10, False), (20, 30, False), (0, 0, False)])
def test_more_is_wished_for_by_who_wrote_twice_as_much(mine: int, theirs: int, may: bool) -> None:
    assert may_wish_more("x " * mine, "\n y" * theirs) is may


class Standing(NamedTuple):
    state: ReflectionState
    sealed_at: datetime | None


@pytest.mark.parametrize(
    ("theirs", "days", "alone"),
    [
        (None, 0, Alone.FRESH),
        (None, 13, Alone.FRESH),
        (None, 14, Alone.LONG),
        (PASSED, 0, Alone.NOT_JOINED),
        (WITHDRAWN, 20, Alone.NOT_JOINED),
        (DRAFT, 14, Alone.LONG),
    ],
)
def test_a_sealed_text_stands_alone_after_two_weeks_or_when_the_other_will_not_come(
    theirs: ReflectionState | None, days: int, alone: Alone
) -> None:
    other, later = theirs and Standing(theirs, NOON), NOON + timedelta(days=days)
    assert how_alone(Standing(SEALED, NOON), other, later) is alone
    closing = alone if alone is Alone.NOT_JOINED else Alone.CLOSING
    assert how_alone(Standing(SEALED, NOON), other, later, closing=True) is closing


@pytest.mark.parametrize("state", set(ReflectionState) - {SEALED})
def test_only_a_sealed_text_stands_alone(state: ReflectionState) -> None:
    assert how_alone(Standing(state, NOON), None, NOON + timedelta(days=20), closing=True) is None
    assert how_alone(None, Standing(PASSED, NOON), NOON, closing=True) is None


def test_a_sealed_text_is_a_thing_of_the_day_for_four_weeks() -> None:
    assert not leaves_today(NOON, NOON + timedelta(days=28, seconds=-1))
    assert leaves_today(NOON, NOON + timedelta(days=28))


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


def test_advice_comes_after_hearing_and_adding_after_writing() -> None:
    everything = what_waits(DRAFT, OPEN, unanswered=True, unheard=True, advice_asked=True, more_wished=True)
    assert list(everything) == [Waiting.ANSWER, Waiting.HEAR, Waiting.ADVISE, Waiting.WRITE, Waiting.ADD]


@pytest.mark.parametrize("alone", Alone)
def test_a_text_that_stands_alone_waits_for_a_choice(alone: Alone) -> None:
    waiting = what_waits(SEALED, None, unanswered=False, unheard=False, alone=alone)
    assert list(waiting) == ([] if alone is Alone.FRESH else [Waiting.CHOOSE])
