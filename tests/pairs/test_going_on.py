"""One leaves the programme, and the pair closes there: on in the open one, if both say so."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import queries
from portal.pairs.models import Pair, PairPerson
from portal.pairs.queries import CoordinationView
from portal.pairs.rules import CLOSING_LASTS, GoingOn, PairState
from portal.pairs.service import blocks, going_on, leaving, lifecycle, make_pair, note_week
from portal.privacy.service import delete_account
from portal.programs.queries import enrolment
from portal.programs.rules import EnrolmentRole
from tests.builders import open_program, pair, person, post, program
from tests.pairs.acting import Half, at_once, halves

NAMES = [field.name for field in fields(GoingOn)]
NEEDED = {"closed", "left"}
AGAINST = {"in_open_program", "partner_is_gone", "blocked_by_me", "paired_again"}
BOTH = {"said_by_me", "said_by_partner"}
OFFERED = GoingOn(**{name: name in NEEDED for name in NAMES})


class TestRules:
    @pytest.mark.parametrize("name", NEEDED | AGAINST)
    def test_one_thing_against_it_is_enough(self, name: str) -> None:
        OFFERED.refuse()
        with pytest.raises(Refusal):
            replace(OFFERED, **{name: not getattr(OFFERED, name)}).refuse()

    def test_over_every_state_it_takes_two_and_nothing_between_them(self) -> None:
        settled = []
        for values in product((False, True), repeat=len(NAMES)):
            true = {name for name, value in zip(NAMES, values, strict=True) if value}
            stands = GoingOn(**{name: name in true for name in NAMES})
            assert not (stands.is_done and stands.may_be_said)
            assert stands.may_be_said or not stands.is_settled
            if stands.is_settled:
                settled.append(true)
        assert settled == [NEEDED | BOTH, NEEDED | BOTH | {"frozen_by_me"}]

    def test_who_froze_the_pair_hears_nothing(self) -> None:
        said = replace(OFFERED, said_by_partner=True)
        assert said.partner_is_heard
        assert not replace(said, frozen_by_me=True).partner_is_heard

    def test_who_is_blocked_is_not_told(self) -> None:
        assert replace(OFFERED, blocked_by_partner=True).may_be_said


def apart(app: Flask, *, leaves: bool = True) -> tuple[Half, Half]:
    """A pair of an organisation's programme, which Maïté has left."""
    open_program(app)
    there = program(app, "ecole")
    two = halves(app, pair(app, person(app, "Maïté", language="en"), person(app, "Ibrahim", language="en"), there))
    if leaves:
        leave(app, two[0])
    return two


def leave(app: Flask, one: Half) -> None:
    with app.app_context(), transaction():
        leaving.leave_program(one.me.id, one.pair().program_id)


def stands(one: Half) -> GoingOn:
    with one.app.app_context():
        return queries.going_on(one.pair())


def finish(app: Flask, maite: Half, ibrahim: Half) -> None:
    maite.do(lifecycle.begin_closing)
    for one in (maite, ibrahim):
        one.do(lifecycle.finish)


def lapse(app: Flask, maite: Half, _ibrahim: Half) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Pair, maite.pair_id).closing_at = clock.now() - CLOSING_LASTS


def leave_after_it_lapsed(app: Flask, maite: Half, ibrahim: Half) -> None:
    lapse(app, maite, ibrahim)
    leave(app, maite)


def close_at_once(_app: Flask, maite: Half, _ibrahim: Half) -> None:
    maite.do(lambda mine: lifecycle.close_at_once(mine.id))


def block(_app: Flask, maite: Half, _ibrahim: Half) -> None:
    maite.do(leaving.block_partner)


def block_after_leaving(app: Flask, maite: Half, ibrahim: Half) -> None:
    leave(app, ibrahim)
    maite.do(leaving.block_partner)


def delete_after_leaving(app: Flask, maite: Half, ibrahim: Half) -> None:
    leave(app, maite)
    with app.app_context(), transaction(is_act=False):
        delete_account(ibrahim.me.id)


def pair_again(app: Flask, maite: Half, ibrahim: Half) -> None:
    leave(app, maite)
    with app.app_context(), transaction():
        make_pair(maite.pair().program_id, maite.me.id, ibrahim.me.id)


ENDS = [
    finish,
    lapse,
    close_at_once,
    leave_after_it_lapsed,
    block,
    block_after_leaving,
    delete_after_leaving,
    pair_again,
    lambda *_: None,
]


@pytest.mark.both_databases
class TestServices:
    def test_both_go_on_with_the_same_pair(self, app: Flask) -> None:
        maite, ibrahim = apart(app)
        ibrahim.do(going_on.say_yes)
        assert maite.seen().state is PairState.CLOSED
        maite.do(going_on.say_yes)
        for one in (maite, ibrahim):
            seen = one.seen()
            assert (seen.state, seen.closed_at, seen.closing_at, seen.done_by_me) == (
                PairState.ACTIVE,
                None,
                None,
                False,
            )
            assert seen.program_id == open_program(app)
        with app.app_context():
            for one in (maite, ibrahim):
                found = enrolment(open_program(app), one.me.id, EnrolmentRole.PARTICIPANT)
                assert found is not None
                assert found.left_at is None
            assert {(seat.left_at, seat.goes_on_at) for seat in db.session.query(PairPerson)} == {(None, None)}

    def test_a_pair_that_was_closing_when_it_was_left_goes_on_whole(self, app: Flask) -> None:
        maite, ibrahim = apart(app, leaves=False)
        maite.do(lifecycle.begin_closing)
        maite.do(lifecycle.finish)
        leave(app, ibrahim)
        for one in (maite, ibrahim):
            one.do(going_on.say_yes)
        assert (maite.seen().state, maite.seen().done_by_me) == (PairState.ACTIVE, False)

    def test_a_yes_is_taken_back_until_both_have_said_it(self, app: Flask) -> None:
        maite, ibrahim = apart(app)
        maite.do(going_on.say_yes)
        assert stands(ibrahim).partner_is_heard
        for _press in range(2):
            maite.do(going_on.take_back)
        ibrahim.do(going_on.say_yes)
        assert ibrahim.seen().state is PairState.CLOSED
        maite.do(going_on.say_yes)
        maite.do(going_on.say_yes)
        with pytest.raises(Refusal):
            maite.do(going_on.take_back)
        assert maite.seen().state is PairState.ACTIVE

    @pytest.mark.parametrize("end", ENDS)
    @pytest.mark.parametrize("act", [going_on.say_yes, going_on.take_back])
    def test_a_pair_that_ended_otherwise_stays_so(
        self, app: Flask, end: Callable[..., object], act: Callable[..., None]
    ) -> None:
        maite, ibrahim = apart(app, leaves=False)
        end(app, maite, ibrahim)
        state = maite.seen().state
        with pytest.raises(Refusal):
            maite.do(act)
        assert maite.seen().state is state

    def test_one_that_was_left_in_the_open_programme_is_there_already(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        leave(app, maite)
        with pytest.raises(Refusal):
            ibrahim.do(going_on.say_yes)

    def test_it_is_left_again_and_stays_closed(self, app: Flask) -> None:
        maite, ibrahim = apart(app)
        for one in (maite, ibrahim):
            one.do(going_on.say_yes)
        leave(app, ibrahim)
        with pytest.raises(Refusal):
            maite.do(going_on.say_yes)
        assert maite.seen().state is PairState.CLOSED

    def test_another_pair_of_theirs_that_closed_by_itself_is_in_nobodys_way(self, app: Flask) -> None:
        maite, ibrahim = apart(app, leaves=False)
        pair_again(app, maite, ibrahim)
        with app.app_context(), transaction():
            for other in db.session.query(Pair).filter(Pair.id != maite.pair_id):
                other.closing_at = clock.now() - CLOSING_LASTS
        for one in (maite, ibrahim):
            one.do(going_on.say_yes)
        assert maite.seen().state is PairState.ACTIVE

    def test_who_is_blocked_learns_nothing_of_it_and_nothing_moves(self, app: Flask) -> None:
        maite, ibrahim = apart(app)
        maite.do(going_on.say_yes)
        maite.do(leaving.block_partner)
        assert stands(ibrahim).may_be_said
        assert not stands(ibrahim).partner_is_heard
        ibrahim.do(going_on.say_yes)
        assert ibrahim.seen().state is PairState.CLOSED
        with app.app_context(), transaction():
            blocks.unblock(maite.me.id, ibrahim.me.id)
        assert maite.seen().state is PairState.CLOSED
        maite.do(going_on.say_yes)
        assert maite.seen().state is PairState.ACTIVE

    def test_a_freeze_stands(self, app: Flask) -> None:
        maite, ibrahim = apart(app, leaves=False)
        maite.do(lifecycle.freeze)
        leave(app, maite)
        ibrahim.do(going_on.say_yes)
        assert not stands(maite).partner_is_heard
        maite.do(going_on.say_yes)
        assert ibrahim.seen().state is PairState.PAUSED
        assert maite.seen().frozen_at is not None

    @pytest.mark.parametrize("_round", range(3))
    def test_both_say_it_at_once(self, app: Flask, _round: int) -> None:
        maite, ibrahim = apart(app)
        said = at_once(lambda: maite.do(going_on.say_yes), lambda: ibrahim.do(going_on.say_yes))
        assert sorted(said) == [False, True]
        assert maite.seen().state is PairState.ACTIVE

    @pytest.mark.parametrize("_round", range(3))
    def test_one_blocks_while_the_other_says_it(self, app: Flask, _round: int) -> None:
        maite, ibrahim = apart(app)
        maite.do(going_on.say_yes)
        at_once(lambda: maite.do(leaving.block_partner), lambda: ibrahim.do(going_on.say_yes))
        assert maite.seen().state is PairState.CLOSED


class TestWhatTheCoordinationSees:
    def test_where_it_was_it_stays_closed_and_begins_anew_where_it_is(self, app: Flask) -> None:
        maite, ibrahim = apart(app, leaves=False)
        start = clock.now()
        with clock.at(start):
            _act(app, maite, ibrahim)
            leave(app, maite)
        with app.app_context():
            before = queries.what_coordination_sees(maite.pair_id)
        assert before.state == "closed"
        assert len(before.weeks) == 1
        for one in (maite, ibrahim):
            one.do(going_on.say_yes)
        with app.app_context():
            assert queries.what_coordination_sees(maite.pair_id) == CoordinationView("active", (), 0)
        for days in (0, 7):
            with clock.at(start + timedelta(days=days)):
                _act(app, maite, ibrahim)
        with app.app_context():
            assert queries.what_was_seen_before(maite.pair_id) == before
            assert len(queries.what_coordination_sees(maite.pair_id).weeks) == 1

    def test_of_a_pair_that_stayed_where_it_is_there_is_no_before(self, app: Flask) -> None:
        maite, _ = apart(app)
        with app.app_context():
            assert queries.what_was_seen_before(maite.pair_id) is None


def _act(app: Flask, *people: Half) -> None:
    with app.app_context(), transaction():
        for one in people:
            note_week(one.pair_id, one.me.id)


class TestPages:
    def test_it_is_offered_to_both_told_in_one_line_and_done(self, app: Flask) -> None:
        maite, ibrahim = apart(app)
        address = f"/pairs/{maite.pair_id}"
        assert "Go on in the open programme" in _page(maite)
        assert "has said yes" not in _page(ibrahim)
        assert post(maite.browser(), f"{address}/go-on").location == f"{address}/settings?done=said"
        assert "Take back my yes" in _page(maite)
        assert "Maïté has said yes" in _page(ibrahim)
        assert post(maite.browser(), f"{address}/go-on/take-back").location == f"{address}/settings?done=unsaid"
        assert "has said yes" not in _page(ibrahim)
        post(maite.browser(), f"{address}/go-on")
        assert post(ibrahim.browser(), f"{address}/go-on").location == f"{address}/settings?done=gone-on"
        for one in (maite, ibrahim):
            assert "Pause the pair" in _page(one)
            assert "sees it as it closed there" in _page(one)

    def test_it_is_not_offered_after_another_closing(self, app: Flask) -> None:
        maite, ibrahim = apart(app, leaves=False)
        finish(app, maite, ibrahim)
        assert "Go on in the open programme" not in _page(maite)
        answer = post(maite.browser(), f"/pairs/{maite.pair_id}/go-on")
        assert answer.status_code == 409
        assert "cannot go on" in answer.text

    def test_to_who_is_blocked_the_page_is_the_same(self, app: Flask) -> None:
        maite, ibrahim = apart(app)
        before = stands(ibrahim)
        maite.do(leaving.block_partner)
        assert stands(ibrahim) == replace(before, blocked_by_partner=True)
        assert "Go on in the open programme" in _page(ibrahim)
        assert "Go on in the open programme" not in _page(maite)


def _page(half: Half) -> str:
    return half.browser().get(f"/pairs/{half.pair_id}/settings").text
