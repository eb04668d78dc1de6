"""Proposing, accepting, moving, cancelling, holding: by two people, with what is announced and what calendars see."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.signals import TimePassed, _listeners, connect
from portal.kernel.transaction import transaction
from portal.meetings import queries, service
from portal.meetings.models import Meeting
from portal.meetings.rules import ChangedMeanwhile, MeetingSeen, MeetingState, Offer
from portal.meetings.signals import MeetingAgreed, MeetingCancelled, MeetingMoved, MeetingProposed
from portal.pairs.models import Pair
from portal.pairs.service import lifecycle
from tests.builders import TwoPeople, pair
from tests.meetings.acting import DAY, actor, agreed, cancelled, do, held, proposed, tomorrow

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)


@pytest.fixture
def two(app: Flask) -> TwoPeople:
    return pair(app)


@pytest.fixture
def heard() -> Iterator[list[object]]:
    """What is announced of meetings."""
    found: list[object] = []
    kinds = (MeetingProposed, MeetingAgreed, MeetingMoved, MeetingCancelled)
    for kind in kinds:
        connect(kind, found.append)
    yield found
    for kind in kinds:
        _listeners[kind].remove(found.append)


def seen(app: Flask, two: TwoPeople, meeting: str) -> MeetingSeen:
    with app.app_context():
        found = queries.my_meeting(actor(two.first), pair=two.id, meeting=meeting)
        assert found is not None
        return found.meeting


def test_what_one_proposes_the_other_accepts(app: Flask, two: TwoPeople, heard: list[object]) -> None:
    first, second = tomorrow(), tomorrow() + DAY
    meeting = proposed(app, two, second, first)
    assert seen(app, two, meeting).times == (first, second)
    do(app, two, two.second, lambda pair: service.accept(pair, meeting, second))
    found = seen(app, two, meeting)
    assert (found.state, found.starts_at, found.times, found.sequence) == (MeetingState.AGREED, second, (), 1)
    told = [(type(event), event.by_id, event.told_id, event.pair_id, event.meeting_id) for event in heard]  # type: ignore[attr-defined]
    assert told == [
        (MeetingProposed, two.first.id, two.second.id, two.id, meeting),
        (MeetingAgreed, two.second.id, two.first.id, two.id, meeting),
    ]


def test_nobody_accepts_their_own_times_or_one_that_is_not_on_offer(app: Flask, two: TwoPeople) -> None:
    meeting = proposed(app, two, tomorrow())
    with pytest.raises(ChangedMeanwhile):
        do(app, two, two.first, lambda pair: service.accept(pair, meeting, tomorrow()))
    with pytest.raises(ChangedMeanwhile):
        do(app, two, two.second, lambda pair: service.accept(pair, meeting, tomorrow() + HOUR))
    with clock.at(tomorrow() + HOUR), pytest.raises(Refusal):
        do(app, two, two.second, lambda pair: service.accept(pair, meeting, tomorrow() - DAY))


def test_a_time_that_is_over_is_not_accepted(app: Flask, two: TwoPeople) -> None:
    moment = tomorrow()
    meeting = proposed(app, two, moment)
    with clock.at(moment), pytest.raises(Refusal, match="over"):
        do(app, two, two.second, lambda pair: service.accept(pair, meeting, moment))


def test_accepting_cancelling_and_holding_twice_is_once(app: Flask, two: TwoPeople, heard: list[object]) -> None:
    moment = tomorrow()
    meeting = agreed(app, two, moment)
    do(app, two, two.second, lambda pair: service.accept(pair, meeting, moment))
    other = cancelled(app, two)
    do(app, two, two.second, lambda pair: service.cancel(pair, other))
    with clock.at(moment):
        for someone in (two.first, two.second):
            do(app, two, someone, lambda pair: service.say_held(pair, meeting))
    assert seen(app, two, meeting).sequence == seen(app, two, other).sequence == 2
    assert seen(app, two, other).cancelled_by_id == two.first.id
    assert [type(event) for event in heard].count(MeetingAgreed) == 2
    assert [type(event) for event in heard].count(MeetingCancelled) == 1


def test_to_move_is_to_agree_anew(app: Flask, two: TwoPeople, heard: list[object]) -> None:
    """Between the two nothing is agreed: in calendars the old time is cancelled, under the same name."""
    meeting = agreed(app, two)
    before = seen(app, two, meeting)
    offer, later = Offer((tomorrow() + DAY,), 30), tomorrow() + 2 * DAY
    do(app, two, two.second, lambda pair: service.move(pair, meeting, offer, before.version))
    between = seen(app, two, meeting)
    assert (between.state, between.is_in_calendars, between.stands) == (MeetingState.PROPOSED, True, False)
    do(app, two, two.first, lambda pair: service.move(pair, meeting, Offer((later,), 45), between.version))
    do(app, two, two.second, lambda pair: service.accept(pair, meeting, later))
    after = seen(app, two, meeting)
    assert (after.starts_at, after.minutes, after.uid) == (later, 45, before.uid)
    assert before.sequence < between.sequence < after.sequence
    assert [type(event) for event in heard[2:]] == [MeetingMoved, MeetingProposed, MeetingAgreed]


def test_a_move_of_what_has_changed_is_refused(app: Flask, two: TwoPeople) -> None:
    meeting = agreed(app, two)
    version, offer = seen(app, two, meeting).version, Offer((tomorrow() + DAY,), 60)
    do(app, two, two.first, lambda pair: service.move(pair, meeting, offer, version))
    with pytest.raises(ChangedMeanwhile):
        do(app, two, two.second, lambda pair: service.move(pair, meeting, offer, version))
    assert seen(app, two, meeting).proposed_by_id == two.first.id


def test_it_took_place_once_it_has_begun(app: Flask, two: TwoPeople) -> None:
    meeting = agreed(app, two)
    with pytest.raises(Refusal, match="begun"):
        do(app, two, two.first, lambda pair: service.say_held(pair, meeting))
    assert seen(app, two, held(app, two)).state is MeetingState.HELD


def test_a_pause_proposes_nothing_and_cancels_all_the_same(app: Flask, two: TwoPeople) -> None:
    meeting = agreed(app, two)
    do(app, two, two.second, lifecycle.pause)
    with pytest.raises(Refusal, match="pause"):
        proposed(app, two)
    do(app, two, two.first, lambda pair: service.cancel(pair, meeting))
    assert seen(app, two, meeting).state is MeetingState.CANCELLED


def test_a_pair_that_closes_ends_what_lies_ahead_and_nothing_else(app: Flask, two: TwoPeople) -> None:
    past = held(app, two)
    unsaid = agreed(app, two)
    with clock.at(tomorrow() + HOUR):
        ahead, asked = agreed(app, two), proposed(app, two)
        with app.app_context(), transaction():
            lifecycle.close_at_once(two.id)
    assert seen(app, two, past).state is MeetingState.HELD
    assert seen(app, two, unsaid).state is MeetingState.AGREED
    for meeting in (ahead, asked):
        found = seen(app, two, meeting)
        assert (found.state, found.cancelled_by_id, found.times) == (MeetingState.CANCELLED, None, ())
    with pytest.raises(Refusal, match="closed"):
        do(app, two, two.first, lambda pair: service.cancel(pair, ahead))


def test_so_does_one_that_closes_by_itself(app: Flask, two: TwoPeople) -> None:
    ahead = agreed(app, two, now() + 40 * DAY)
    with app.app_context(), transaction():
        db.session.get_one(Pair, two.id).closing_at = now()
    for days, state in ((29, MeetingState.AGREED), (31, MeetingState.CANCELLED)):
        with app.app_context(), clock.at(now() + days * DAY), transaction():
            service.on_time_passed(TimePassed(clock.now()))
        assert seen(app, two, ahead).state is state


def test_cancelled_ones_count_until_one_is_held(app: Flask, two: TwoPeople) -> None:
    def in_a_row() -> int:
        with app.app_context():
            return queries.cancelled_of_late(two.id)

    cancelled(app, two)
    withdrawn = proposed(app, two)
    do(app, two, two.first, lambda pair: service.cancel(pair, withdrawn))
    assert in_a_row() == 1, "what was never agreed was no meeting"
    cancelled(app, two, by=two.second)
    assert in_a_row() == 2
    held(app, two)
    assert in_a_row() == 0


def test_no_meeting_of_another_pair_is_found(app: Flask, two: TwoPeople) -> None:
    other = pair(app)
    meeting = agreed(app, other)
    with app.app_context():
        assert queries.my_meeting(actor(two.first), pair=two.id, meeting=meeting) is None
        assert queries.my_meeting(actor(two.first), pair=other.id, meeting=meeting) is None
        assert db.session.get_one(Meeting, meeting).pair_id == other.id
