"""What waits in the journal, told from how its reflections stand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.journal.rules import ExchangeLine, HearingAnswer, Moment, ReflectionState, Round, Waiting
from portal.learning.rules import waits_in_journal
from portal.pairs.rules import MyPair, PairPersonSeen, PairState, Standing

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PAIR = MyPair(
    id="pair",
    program_id="open",
    me=PairPersonSeen("me", "Maïté", 1, "fr"),
    partner=PairPersonSeen("partner", "Ibrahim", 2, "fr"),
    state=PairState.ACTIVE,
    created_at=AT,
    standing=Standing(),
    closing_at=None,
    closed_at=None,
    done_by_me=False,
)
OFFERED, CONFIRMED = Round(None), Round(HearingAnswer.CONFIRMED)
PASSED, SEALED, OPEN = ReflectionState.PASSED, ReflectionState.SEALED, ReflectionState.OPEN


def line(
    author: str, state: ReflectionState, exchange: str = "one", heard: Round | None = None, moment: Moment | None = None
) -> ExchangeLine:
    return ExchangeLine(
        pair_id="pair",
        exchange_id=exchange,
        lesson_id=None if moment else exchange,
        reflection_id=f"{exchange} of {author}",
        author_id=author,
        state=state,
        sealed_at=AT,
        opened_at=AT if state is OPEN else None,
        saved_at=AT,
        rounds=0 if heard is None else 1,
        last_round=heard,
        last_offered_at=None,
        last_answered_at=None,
        author_replied_at=None,
        partner_replied_at=None,
        moment=moment,
    )


@pytest.mark.parametrize(
    ("said", "is_open", "waiting"), [(None, True, True), (-1, True, True), (1, True, False), (None, False, False)]
)
def test_what_was_asked_waits_until_something_is_said(said: int | None, is_open: bool, waiting: bool) -> None:
    said_at = None if said is None else AT + timedelta(hours=said)
    state = OPEN if is_open else ReflectionState.WITHDRAWN
    asked = line("partner", state, heard=CONFIRMED)._replace(advice_asked_at=AT, partner_replied_at=said_at)
    wished = line("me", state)._replace(more_wished_at=AT, added_at=said_at)
    assert (asked.waits_for_advice, wished.waits_for_more) == (waiting, waiting)
    assert waits([asked]) == ([(Waiting.ADVISE, "one of partner")] if waiting else [])
    assert waits([wished]) == ([(Waiting.ADD, "one of me")] if waiting else [])
    assert waits([asked, wished], replace(PAIR, state=PairState.PAUSED, standing=Standing(paused_at=AT))) == []


def test_what_was_asked_is_for_the_other() -> None:

    mine = line("me", OPEN, heard=CONFIRMED)._replace(advice_asked_at=AT)
    theirs = line("partner", OPEN, heard=CONFIRMED)._replace(more_wished_at=AT)
    assert waits([mine, theirs]) == []


def waits(lines: list[ExchangeLine], pair: MyPair = PAIR) -> list[tuple[Waiting, str]]:
    return [(waiting, line.reflection_id) for waiting, line in waits_in_journal(lines, pair)]


def test_the_nearest_comes_first() -> None:
    lines = [
        line("me", SEALED, "alone"),
        line("partner", PASSED, "alone"),
        line("me", OPEN, "both", heard=OFFERED),
        line("partner", SEALED, "first", moment=Moment.FIRST),
        line("partner", OPEN, "both"),
    ]
    assert waits(lines) == [
        (Waiting.HEAR, "both of partner"),
        (Waiting.WRITE, "first of partner"),
        (Waiting.ANSWER, "both of me"),
        (Waiting.CHOOSE, "alone of me"),
    ]


@pytest.mark.parametrize("state", [PASSED, ReflectionState.WITHDRAWN])
def test_a_sealed_text_waits_for_a_choice_once_the_other_will_not_come(state: ReflectionState) -> None:
    assert waits([line("me", SEALED)]) == []
    assert waits([line("me", SEALED), line("partner", SEALED)]) == []
    assert waits([line("me", SEALED), line("partner", state)]) == [(Waiting.CHOOSE, "one of me")]


def test_every_sealed_text_waits_for_a_choice_while_the_pair_closes() -> None:
    closing = replace(PAIR, state=PairState.CLOSING, closing_at=AT)
    assert waits([line("me", SEALED)], closing) == [(Waiting.CHOOSE, "one of me")]


def test_what_was_heard_and_answered_waits_no_more() -> None:
    assert waits([line("me", OPEN, heard=Round(HearingAnswer.CONFIRMED)), line("partner", OPEN, heard=OFFERED)]) == []


def test_a_moment_that_the_reader_has_joined_waits_no_more() -> None:
    lines = [line("me", SEALED, moment=Moment.FIRST), line("partner", OPEN, heard=OFFERED, moment=Moment.FIRST)]
    assert waits(lines) == []


def test_in_a_pause_the_partner_waits_for_nothing_and_one_may_still_choose() -> None:
    paused = replace(PAIR, state=PairState.PAUSED, standing=Standing(paused_at=AT, paused_by_me=True))
    lines = [line("me", SEALED, "alone"), line("partner", PASSED, "alone"), line("partner", OPEN, "both")]
    assert waits([*lines, line("me", OPEN, "both", heard=OFFERED)], paused) == [(Waiting.CHOOSE, "alone of me")]


def test_in_a_closed_pair_nothing_waits() -> None:
    closed = replace(PAIR, state=PairState.CLOSED, closed_at=AT)
    assert waits([line("me", OPEN, heard=OFFERED), line("partner", OPEN)], closed) == []
