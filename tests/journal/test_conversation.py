"""What I heard, its answer, and replies after it: on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from portal.journal import queries
from portal.journal.rules import HearingAnswer
from portal.journal.service import NearCopy, Side
from portal.kernel.clock import now
from portal.kernel.refusal import Refusal
from tests import builders
from tests.journal.acting import TEXT, Two, Writer, hearings, reflection

pytestmark = pytest.mark.both_databases

HEARD = "What I hear is that you speak first."


def side(reader: Writer, reflection_id: str) -> Side:
    seen = reader.read(reflection_id)
    assert seen is not None
    return next(one for one in (seen.mine, seen.theirs) if one is not None and one.id == reflection_id)


def test_what_was_heard_is_read_by_both(two: Two) -> None:
    mine, _ = two.both_open()
    two.second.hear(mine, HEARD)
    for reader in (two.first, two.second):
        assert [(one.text, one.answer) for one in side(reader, mine).hearings] == [(HEARD, None)]


def test_confirmed_it_opens_the_replies(two: Two) -> None:
    mine, theirs = two.heard()
    assert side(two.first, mine).hearings[0].answer is HearingAnswer.CONFIRMED
    two.second.reply(mine, "Shall we count it?")
    two.first.reply(mine, "On Tuesday.")
    said = side(two.second, mine).replies
    assert [(one.author_id, one.text) for one in said] == [
        (two.pair.second.id, "Shall we count it?"),
        (two.pair.first.id, "On Tuesday."),
    ]
    assert not side(two.first, theirs).may_be_replied_to


def test_clarified_it_is_heard_again(two: Two) -> None:
    mine, _ = two.both_open()
    two.first.clarify(mine, two.second.hear(mine, HEARD), "Not first: loudest.")
    again = two.second.hear(mine, "You are the loudest, then.")
    two.first.confirm(mine, again)
    rounds = side(two.second, mine).hearings
    assert [(one.text, one.answer, one.clarification) for one in rounds] == [
        (HEARD, HearingAnswer.CLARIFIED, "Not first: loudest."),
        ("You are the loudest, then.", HearingAnswer.CONFIRMED, None),
    ]


def test_nobody_hears_twice_before_the_answer(two: Two) -> None:
    mine, _ = two.both_open()
    two.second.hear(mine)
    with pytest.raises(Refusal):
        two.second.hear(mine, "Something else.")
    assert len(side(two.first, mine).hearings) == 1


def test_nobody_hears_again_after_the_confirmation(two: Two) -> None:
    mine, _ = two.heard()
    with pytest.raises(Refusal):
        two.second.hear(mine)


@pytest.mark.parametrize("opened", [False, True])
def test_no_reply_before_a_confirmed_hearing(two: Two, opened: bool) -> None:
    mine, _ = two.both_open()
    if opened:
        two.first.clarify(mine, two.second.hear(mine))
    for writer in (two.first, two.second):
        with pytest.raises(Refusal):
            writer.reply(mine)


def test_a_sealed_text_is_not_heard(two: Two) -> None:
    mine = two.first.save_and_seal(two.about)
    with pytest.raises(Refusal):
        two.second.hear(mine)


def test_an_answer_is_given_once(two: Two) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    two.first.clarify(mine, hearing, "Not first: loudest.")
    two.first.clarify(mine, hearing, "Not first: loudest.")
    for late in (None, "Another clarification."):
        with pytest.raises(Refusal):
            two.first.clarify(mine, hearing, late)
    assert side(two.first, mine).hearings[0].clarification == "Not first: loudest."


def test_confirming_twice_is_confirming_once(app: Flask, two: Two) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    two.first.confirm(mine, hearing)
    answered_at = hearings(app, mine)[0].answered_at
    two.first.confirm(mine, hearing)
    assert hearings(app, mine)[0].answered_at == answered_at


def test_two_tabs_at_the_same_instant_offer_one_hearing(two: Two) -> None:
    mine, _ = two.both_open()

    def offer(number: int) -> bool:
        try:
            two.second.hear(mine, f"{HEARD} {number}")
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(offer, range(4))) == 1
    assert len(side(two.first, mine).hearings) == 1


def test_a_pause_leaves_everything_to_be_read_and_nothing_to_be_handed_over(two: Two) -> None:
    mine, theirs = two.heard()
    hearing = two.first.hear(theirs)
    two.set_state(paused_at=now())
    for act in (lambda: two.second.confirm(theirs, hearing), lambda: two.first.reply(mine)):
        with pytest.raises(Refusal):
            act()
    assert side(two.first, theirs).hearings[0].answer is None
    two.set_state(paused_at=None)
    two.second.confirm(theirs, hearing)


def test_a_closing_pair_still_talks_and_a_closed_one_only_reads(two: Two) -> None:
    mine, _ = two.heard()
    two.set_state(closing_at=now())
    two.first.reply(mine, "A last word.")
    two.set_state(closed_at=now())
    with pytest.raises(Refusal):
        two.first.reply(mine, "After the last word.")
    assert [one.text for one in side(two.second, mine).replies] == ["A last word."]


def test_each_acts_only_on_the_text_that_is_theirs_to_act_on(app: Flask, two: Two) -> None:
    mine, theirs = two.both_open()
    hearing = two.second.hear(mine)
    with pytest.raises(RuntimeError):
        two.first.hear(mine)
    with pytest.raises(RuntimeError):
        two.second.confirm(mine, hearing)
    strangers = builders.pair(app, builders.person(app, "Noor"), builders.person(app, "Benoît"))
    with pytest.raises(RuntimeError):
        Writer(app, strangers, strangers.first).hear(theirs)


def test_a_near_copy_is_hinted_at_and_handed_over_when_one_is_sure(two: Two) -> None:
    mine, _ = two.both_open()
    with pytest.raises(NearCopy):
        two.second.hear(mine, f"You say: {TEXT}")
    assert side(two.first, mine).hearings == ()
    two.second.hear(mine, f"You say: {TEXT}", sure=True)
    assert len(side(two.first, mine).hearings) == 1


def test_nothing_is_hinted_at_about_a_text_one_may_not_read(two: Two) -> None:
    row = two.first.save_and_seal(two.about)
    with pytest.raises(Refusal) as refusal:
        two.second.hear(row, TEXT)
    assert not isinstance(refusal.value, NearCopy)


def test_a_hearing_may_be_said_to_be_better_than_the_text(two: Two) -> None:
    mine, _ = two.both_open()
    two.first.confirm(mine, two.second.hear(mine), better=True)
    assert side(two.second, mine).hearings[0].said_better


def three_rounds(two: Two) -> str:
    mine, _ = two.both_open()
    for number in range(3):
        two.first.clarify(mine, two.second.hear(mine, f"Round {number}"), f"Not quite {number}.")
    return mine


def test_after_the_third_round_the_two_may_talk_about_it_in_person(app: Flask, two: Two) -> None:
    mine = three_rounds(two)
    assert side(two.first, mine).may_be_talked_about
    two.second.talk_in_person(mine)
    moment = reflection(app, mine).talk_in_person_at
    two.first.talk_in_person(mine)
    assert moment is not None
    assert reflection(app, mine).talk_in_person_at == moment
    assert not side(two.first, mine).may_be_talked_about
    two.first.confirm(mine, two.second.hear(mine, "Round 4"))


def test_before_the_third_round_one_hears_again(two: Two) -> None:
    mine, _ = two.both_open()
    two.first.clarify(mine, two.second.hear(mine))
    with pytest.raises(Refusal):
        two.first.talk_in_person(mine)


@pytest.mark.parametrize("clarified", [False, True])
@pytest.mark.parametrize("who", ["first", "second"])
def test_either_leaves_it_there_and_nothing_waits_any_more(two: Two, who: str, clarified: bool) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    if clarified:
        two.first.clarify(mine, hearing)
    writer = two.first if who == "first" else two.second
    writer.leave(mine)
    writer.leave(mine)
    seen = side(two.first, mine)
    assert seen.hearings[0].round.state == "left"
    assert [seen.may_be_heard, seen.may_be_answered, seen.may_be_left, seen.may_be_replied_to] == [False] * 4
    with pytest.raises(Refusal):
        two.second.hear(mine, "Again.")
    with pytest.raises(Refusal):
        two.second.reply(mine)
    if not clarified:
        with pytest.raises(Refusal):
            two.first.confirm(mine, hearing)


@pytest.mark.parametrize("heard", [False, True])
def test_there_is_nothing_to_leave_before_a_hearing_and_after_a_confirmed_one(two: Two, heard: bool) -> None:
    mine = two.heard()[0] if heard else two.both_open()[0]
    with pytest.raises(Refusal):
        two.second.leave(mine)


def test_advice_comes_when_the_author_asks_for_it(two: Two) -> None:
    mine, _ = two.both_open()
    with pytest.raises(Refusal):
        two.first.ask_advice(mine)
    two.first.confirm(mine, two.second.hear(mine))
    assert side(two.second, mine).advice_asked_at is None
    two.first.ask_advice(mine)
    asked_at = side(two.second, mine).advice_asked_at
    two.first.ask_advice(mine)
    assert asked_at is not None
    assert side(two.second, mine).advice_asked_at == asked_at
    with pytest.raises(RuntimeError):
        two.second.ask_advice(mine)


@pytest.mark.parametrize("act", ["leave", "ask_advice", "talk_in_person"])
def test_no_act_of_the_conversation_in_a_pair_that_rests(two: Two, act: str) -> None:
    mine = three_rounds(two)
    two.set_state(paused_at=now())
    with pytest.raises(Refusal):
        getattr(two.first, act)(mine)


def waits_for_advice(app: Flask, two: Two, row: str) -> bool:
    with app.app_context():
        lines = queries.exchange_lines(two.second.me.id, [two.second.pair_id])
    return next(line for line in lines if line.reflection_id == row).waits_for_advice


def test_a_request_for_advice_is_answered_by_what_the_partner_says_and_lets_stand(app: Flask, two: Two) -> None:
    mine, _ = two.heard()
    two.first.ask_advice(mine)
    two.first.reply(mine, "Here is what I hesitate about.")
    assert waits_for_advice(app, two, mine)
    advice = two.second.reply(mine, "Let her speak first.")
    assert not waits_for_advice(app, two, mine)
    two.first.reply(mine, "Thank you.")
    assert not waits_for_advice(app, two, mine)
    two.second.unsay("reply", advice)
    assert waits_for_advice(app, two, mine)
