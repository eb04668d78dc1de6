"""Where a remark stands, and what is refused."""

from datetime import UTC, datetime

import pytest

from portal.kernel.refusal import Refusal
from portal.remarks.rules import Moments, RemarkState, refuse_other_answer, refuse_withdrawn, state_of

AT = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        (Moments(None, None, None), RemarkState.WAITING),
        (Moments(AT, None, None), RemarkState.ANSWERED),
        (Moments(None, AT, None), RemarkState.SETTLED),
        (Moments(AT, AT, None), RemarkState.SETTLED),
        (Moments(AT, AT, AT), RemarkState.WITHDRAWN),
    ],
)
def test_the_last_word_is_its_writers(moments: Moments, state: RemarkState) -> None:
    assert state_of(moments) is state


def test_nothing_is_done_with_what_was_withdrawn() -> None:
    refuse_withdrawn(None)
    with pytest.raises(Refusal):
        refuse_withdrawn(AT)


def test_an_answer_is_given_once() -> None:
    refuse_other_answer(None, "Thank you")
    refuse_other_answer("Thank you", "Thank you")
    with pytest.raises(Refusal):
        refuse_other_answer("Thank you", "Thanks")
