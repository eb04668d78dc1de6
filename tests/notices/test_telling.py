"""What is told to whom when something happens, and what becomes of it when that is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.notices.rules import Kind
from portal.pairs.models import Agreement
from portal.pairs.service import agreement, leaving, lifecycle, roles
from tests.builders import post, sign_in
from tests.journal.acting import Two, Writer, in_database
from tests.meetings import acting as meetings
from tests.notices.telling import an_hour_passes, one_of, told, unread


def do(writer: Writer, act: Callable[..., object]) -> None:
    with writer.writing() as pair:
        act(pair)


def test_a_seal_is_told_once_and_taken_back_with_it(app: Flask, two: Two) -> None:
    row = two.first.save_and_seal(two.about)
    assert (told(app, two.pair.second), told(app, two.pair.first)) == ([Kind.SEALED], [])
    two.first.seal(row)
    assert told(app, two.pair.second) == [Kind.SEALED]
    two.first.take_back(row)
    assert told(app, two.pair.second) == []
    two.first.seal(row)
    assert told(app, two.pair.second) == [Kind.SEALED]


def test_an_opening_is_one_notice_each_and_read_by_who_caused_it(app: Flask, two: Two) -> None:
    two.first.save_and_seal(two.about)
    two.second.save_and_seal(two.about)
    assert (told(app, two.pair.first), told(app, two.pair.second)) == ([Kind.OPENED], [Kind.OPENED])
    assert (unread(app, two.pair.first), unread(app, two.pair.second)) == ([Kind.OPENED], [])


def test_what_becomes_private_tells_nothing_any_more(app: Flask, two: Two) -> None:
    row = two.first.save_and_seal(two.about)
    two.first.keep(row)
    assert told(app, two.pair.second) == []


def test_a_pass_taken_back_and_a_text_withdrawn(app: Flask, two: Two) -> None:
    row = two.first.pass_over(two.about)
    assert told(app, two.pair.second) == [Kind.PASSED]
    two.first.write_after_all(row)
    assert told(app, two.pair.second) == []
    two.first.seal(row)
    two.first.withdraw(row)
    assert told(app, two.pair.second) == []


def test_the_conversation_is_told_and_what_is_answered_is_read(app: Flask, two: Two) -> None:
    mine, theirs = two.both_open()
    hearing = two.second.hear(mine)
    assert unread(app, two.pair.first) == [Kind.OPENED, Kind.HEARD]
    two.first.clarify(mine, hearing)
    assert unread(app, two.pair.first) == [Kind.OPENED]
    assert unread(app, two.pair.second)[-1:] == [Kind.CLARIFIED]
    again = two.second.hear(mine, "I hear that you are the loudest.", sure=True)
    assert Kind.CLARIFIED not in unread(app, two.pair.second)
    two.first.confirm(mine, again)
    assert unread(app, two.pair.second)[-1:] == [Kind.CONFIRMED]
    reply = two.second.reply(mine)
    two.second.unsay("reply", reply)
    assert (unread(app, two.pair.second), Kind.REPLIED in told(app, two.pair.first)) == ([], False)
    two.first.ask_advice(mine)
    two.first.ask_advice(mine)
    two.second.add(theirs)
    assert told(app, two.pair.second).count(Kind.ADVICE_ASKED) == 1
    assert Kind.ADDED in told(app, two.pair.first)


def test_only_shared_notes_are_told(app: Flask, two: Two) -> None:
    two.first.note()
    two.first.keep_note()
    assert told(app, two.pair.second) == []
    note = two.first.share_note()
    two.first.add_to_note(note)
    assert sorted(told(app, two.pair.second)) == [Kind.NOTE_ADDED, Kind.NOTE_SHARED]
    two.first.erase_note(note)
    assert told(app, two.pair.second) == []


def test_a_freeze_is_told_as_a_pause_and_who_froze_is_told_nothing(app: Flask, two: Two) -> None:
    do(two.first, lifecycle.freeze)
    do(two.first, lifecycle.pause)
    assert told(app, two.pair.second) == [Kind.PAUSED]
    do(two.second, lifecycle.begin_closing)
    assert told(app, two.pair.first) == []
    do(two.first, lifecycle.lift_freeze)
    assert told(app, two.pair.second) == [Kind.PAUSED]
    do(two.first, lifecycle.resume)
    assert told(app, two.pair.second) == [Kind.RESUMED]


@pytest.mark.both_databases
@pytest.mark.parametrize("way", [leaving.block_partner, lambda pair: lifecycle.close_at_once(pair.id)])
def test_a_pair_that_closes_leaves_one_neutral_notice(app: Flask, two: Two, way: Callable[..., object]) -> None:
    two.first.save_and_seal(two.about)
    do(two.first, way)
    an_hour_passes(app)
    assert (told(app, two.pair.first), told(app, two.pair.second)) == ([Kind.CLOSED], [Kind.CLOSED])


@pytest.mark.both_databases
def test_a_pair_that_closes_by_itself_is_told_once(app: Flask, two: Two) -> None:
    two.first.save_and_seal(two.about)
    do(two.first, lifecycle.begin_closing)
    with clock.at(now() + timedelta(days=31)):
        an_hour_passes(app)
        an_hour_passes(app)
        assert (told(app, two.pair.first), told(app, two.pair.second)) == ([Kind.CLOSED], [Kind.CLOSED])


def test_what_is_refused_tells_nothing(app: Flask, two: Two) -> None:
    def fails() -> None:
        with app.app_context():
            pair = two.first.pair()
            with transaction():
                lifecycle.pause(pair)
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert told(app, two.pair.second) == []


def test_notices_go_after_three_months(app: Flask, two: Two) -> None:
    two.first.save_and_seal(two.about)
    with clock.at(now() + timedelta(days=91)):
        an_hour_passes(app)
    assert told(app, two.pair.second) == []


def test_what_is_proposed_is_told_until_it_is_settled(app: Flask, two: Two) -> None:
    do(two.first, lambda pair: roles.propose_guides(pair, two.pair.first.id))
    do(two.first, lambda pair: roles.propose_guides(pair, two.pair.second.id))
    assert told(app, two.pair.second) == [Kind.ROLES_PROPOSED]
    do(two.second, lambda pair: roles.propose_guides(pair, two.pair.second.id))
    assert told(app, two.pair.second) == told(app, two.pair.first) == []
    for writer in (two.first, two.second):
        do(writer, lambda pair: agreement.save_sheet(pair, {"purpose": "To learn."}, 0, hand_over=True))
    do(two.first, lambda pair: agreement.propose_text(pair, {"rhythm": "Weekly."}, 0))
    assert told(app, two.pair.second) == [Kind.TEXT_PROPOSED]
    text = in_database(app, lambda: db.session.query(Agreement).one().id)
    do(two.second, lambda pair: agreement.sign(pair, text))
    assert told(app, two.pair.second) == []


def test_of_a_meeting_the_newest_alone_is_told(app: Flask, two: Two) -> None:
    meeting = meetings.proposed(app, two.pair)
    assert (told(app, two.pair.first), told(app, two.pair.second)) == ([], [Kind.MEETING_PROPOSED])
    notice = one_of(app, two.pair.second)
    answer = post(sign_in(app, two.pair.second), f"/notices/{notice.id}", act="open")
    assert answer.headers["Location"] == f"/pairs/{two.pair.id}/meetings/{meeting}"
    meetings.agreed(app, two.pair)
    assert told(app, two.pair.first) == [Kind.MEETING_AGREED]
    meetings.cancelled(app, two.pair, two.pair.second)
    assert told(app, two.pair.first)[-1:] == [Kind.MEETING_CANCELLED]
    do(two.first, lambda pair: lifecycle.close_at_once(pair.id))
    assert told(app, two.pair.first) == [Kind.CLOSED]
