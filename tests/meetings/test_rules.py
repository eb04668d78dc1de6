"""The states of a meeting, act by act; what can be offered; a rhythm that falters."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.kernel.refusal import Refusal
from portal.meetings.rules import (
    MOVES,
    ChangedMeanwhile,
    MeetingAct,
    MeetingState,
    Offer,
    TextKind,
    may_be_written,
    moved,
    offers_smaller_step,
    state_of,
)

P, A, H, C = MeetingState.PROPOSED, MeetingState.AGREED, MeetingState.HELD, MeetingState.CANCELLED
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)

ANSWERS = {
    MeetingAct.ACCEPT: {P: A, A: A, H: None, C: None},
    MeetingAct.MOVE: {P: P, A: P, H: None, C: None},
    MeetingAct.CANCEL: {P: C, A: C, H: None, C: C},
    MeetingAct.HOLD: {P: None, A: H, H: H, C: None},
}


def test_every_act_has_an_answer_in_every_state() -> None:
    assert set(ANSWERS) == set(MeetingAct)
    for act, by_state in ANSWERS.items():
        assert set(by_state) == set(MeetingState)
        for state, after in by_state.items():
            if after is None:
                with pytest.raises(ChangedMeanwhile):
                    moved(state, act)
            else:
                assert moved(state, act) is after
    assert len(MOVES) == sum(after is not None for by_state in ANSWERS.values() for after in by_state.values())


def test_a_state_is_told_by_its_moments() -> None:
    assert state_of(None, None, None) is P
    assert state_of(NOW, None, None) is A
    assert state_of(NOW, NOW, None) is H
    assert state_of(None, None, NOW) is state_of(NOW, None, NOW) is C


@pytest.mark.parametrize(
    ("times", "minutes"),
    [
        ((), 60),
        (tuple(NOW + DAY * day for day in range(1, 7)), 60),
        ((NOW,), 60),
        ((NOW + 181 * DAY,), 60),
        ((NOW + DAY, NOW - DAY), 60),
        ((NOW + DAY,), 20),
    ],
)
def test_what_nobody_could_accept_is_not_offered(times: tuple[datetime, ...], minutes: int) -> None:
    with pytest.raises(Refusal) as refused:
        Offer(times, minutes).refuse_unsound(NOW, None)
    assert refused.value.field in ("times", "minutes")
    assert refused.value.status == 422


def test_nothing_is_offered_for_when_the_pair_is_closed() -> None:
    Offer((NOW + DAY,), 15).refuse_unsound(NOW, NOW + 2 * DAY)
    with pytest.raises(Refusal):
        Offer((NOW + DAY, NOW + 3 * DAY), 15).refuse_unsound(NOW, NOW + 2 * DAY)


def test_a_smaller_step_is_offered_after_the_second_in_a_row() -> None:
    assert not offers_smaller_step(1, is_any_open=False)
    assert offers_smaller_step(2, is_any_open=False)
    assert offers_smaller_step(5, is_any_open=False)
    assert not offers_smaller_step(2, is_any_open=True)


def test_what_can_be_written_when() -> None:
    written = {kind: {state for state in MeetingState if may_be_written(kind, state)} for kind in TextKind}
    assert written == {TextKind.PLACE: {P, A}, TextKind.AGENDA: {P, A}, TextKind.DECISIONS: {A, H}}
