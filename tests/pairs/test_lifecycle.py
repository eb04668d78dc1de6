"""A pause, going on, closing: without blame, whoever asks."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs import queries
from portal.pairs.models import Pair, PairWeek
from portal.pairs.queries import CoordinationView
from portal.pairs.rules import CLOSING_LASTS, PairAct, PairState, Standing, moved
from portal.pairs.rules.state import MOVES
from portal.pairs.service import lifecycle, note_week
from tests.builders import TOKEN, post
from tests.pairs.acting import Half, halves

ACTS = {
    PairAct.PAUSE: lifecycle.pause,
    PairAct.RESUME: lifecycle.resume,
    PairAct.FREEZE: lifecycle.freeze,
    PairAct.LIFT: lifecycle.lift_freeze,
    PairAct.BEGIN_CLOSING: lifecycle.begin_closing,
    PairAct.FINISH: lifecycle.finish,
    PairAct.CLOSE: lambda mine: lifecycle.close_at_once(mine.id),
}


Act = Callable[..., None]
STOPS = [(lifecycle.pause, lifecycle.resume), (lifecycle.freeze, lifecycle.lift_freeze)]
"""What stops the two from writing to each other, and what ends it: for the other one and the same."""


def bring(maite: Half, ibrahim: Half, state: PairState, act: PairAct = PairAct.RESUME) -> None:
    """The pair into this state; a pause is what Maïté's `act` may end."""
    if state is PairState.PAUSED:
        maite.do(lifecycle.freeze if act is PairAct.LIFT else lifecycle.pause)
    if state in (PairState.CLOSING, PairState.CLOSED):
        ibrahim.do(lifecycle.begin_closing)
    if state is PairState.CLOSED:
        for one in (maite, ibrahim):
            one.do(lifecycle.finish)


@pytest.mark.both_databases
class TestServices:
    @pytest.mark.parametrize("act", PairAct)
    @pytest.mark.parametrize("state", PairState)
    def test_every_act_in_every_state_does_what_the_table_says(
        self, app: Flask, state: PairState, act: PairAct
    ) -> None:
        maite, ibrahim = halves(app)
        bring(maite, ibrahim, state, act)
        assert maite.seen().state is state
        if (state, act) in MOVES:
            maite.do(ACTS[act])
            assert maite.seen().state is ibrahim.seen().state is moved(state, act)
        else:
            with pytest.raises(Refusal):
                maite.do(ACTS[act])
            assert maite.seen().state is state

    @pytest.mark.parametrize(("stop", "end"), STOPS)
    def test_only_who_began_it_ends_it(self, app: Flask, stop: Act, end: Act) -> None:
        maite, ibrahim = halves(app)
        maite.do(stop)
        for act in (lifecycle.resume, lifecycle.lift_freeze):
            ibrahim.do(act)
            assert maite.seen().state is ibrahim.seen().state is PairState.PAUSED
        maite.do(end)
        assert maite.seen().paused_at is ibrahim.seen().paused_at is None

    @pytest.mark.parametrize(("stop", "end"), STOPS)
    def test_each_has_a_pause_of_their_own(self, app: Flask, stop: Act, end: Act) -> None:
        maite, ibrahim = halves(app)
        with clock.at(clock.now() - timedelta(days=1)):
            ibrahim.do(lifecycle.pause)
        since = ibrahim.seen().paused_at
        maite.do(stop)
        assert maite.seen().paused_at == ibrahim.seen().paused_at == since
        ibrahim.do(lifecycle.resume)
        assert ibrahim.seen().standing == Standing(maite.seen().paused_at, paused_by_partner=True)
        maite.do(end)
        assert maite.seen().state is PairState.ACTIVE

    def test_a_pause_and_a_freeze_of_one_person_end_apart(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(lifecycle.pause)
        maite.do(lifecycle.freeze)
        maite.do(lifecycle.lift_freeze)
        assert ibrahim.seen().state is PairState.PAUSED
        assert maite.seen().frozen_at is None
        maite.do(lifecycle.resume)
        assert ibrahim.seen().state is PairState.ACTIVE

    def test_the_other_never_learns_of_a_freeze(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        with clock.at(clock.now()):
            maite.do(lifecycle.pause)
            paused = ibrahim.seen()
            maite.do(lifecycle.resume)
            maite.do(lifecycle.freeze)
            assert ibrahim.seen() == paused

    @pytest.mark.parametrize(("stop", "end"), STOPS)
    def test_closing_is_no_way_around_it(self, app: Flask, stop: Act, end: Act) -> None:
        maite, ibrahim = halves(app)
        maite.do(stop)
        ibrahim.do(lifecycle.begin_closing)
        assert ibrahim.seen().state is PairState.CLOSING
        assert not ibrahim.seen().may_share
        with pytest.raises(Refusal), app.app_context(), transaction():
            lifecycle.hold(ibrahim.pair()).refuse_paused()
        maite.do(end)
        assert ibrahim.seen().may_share

    @pytest.mark.parametrize(("stop", "end"), STOPS)
    def test_who_begins_to_close_ends_nothing_else(self, app: Flask, stop: Act, end: Act) -> None:
        """Else the other could tell a freeze, which stands, from a pause that would not."""
        maite, ibrahim = halves(app)
        with clock.at(clock.now()):
            maite.do(stop)
            maite.do(lifecycle.begin_closing)
            assert ibrahim.seen().standing == Standing(clock.now(), paused_by_partner=True)
            maite.do(end)
        assert maite.seen().may_share

    def test_closed_at_once_it_looks_as_if_both_had_finished(self, app: Flask) -> None:
        (maite, ibrahim), (anne, yves) = halves(app), halves(app)
        with clock.at(clock.now()):
            maite.do(ACTS[PairAct.CLOSE])
            bring(anne, yves, PairState.CLOSED)
            pages = [page(one).replace(one.pair_id, "") for one in (ibrahim, yves)]
        assert TOKEN.sub("", pages[0]) == TOKEN.sub("", pages[1])

    def test_it_closes_once_both_are_done(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(lifecycle.begin_closing)
        maite.do(lifecycle.finish)
        assert (maite.seen().done_by_me, ibrahim.seen().done_by_me) == (True, False)
        assert maite.seen().state is PairState.CLOSING
        ibrahim.do(lifecycle.finish)
        assert maite.seen().state is PairState.CLOSED
        assert maite.seen().closed_at is not None

    def test_it_closes_by_itself_after_thirty_days(self, app: Flask) -> None:
        maite, _ = halves(app)
        maite.do(lifecycle.begin_closing)
        end = maite.seen().closes_at
        assert end is not None
        with clock.at(end - timedelta(seconds=1)):
            assert maite.seen().state is PairState.CLOSING
        with clock.at(end):
            assert maite.seen().state is PairState.CLOSED
            assert maite.seen().closed_at == end
            with pytest.raises(Refusal):
                maite.do(lifecycle.pause)

    def test_closing_begins_once(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(lifecycle.begin_closing)
        since = maite.seen().closing_at
        with clock.at(clock.now() + timedelta(days=2)):
            ibrahim.do(lifecycle.begin_closing)
        assert maite.seen().closing_at == since

    def test_held_it_tells_its_state_of_now(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        stale = maite.seen()
        ibrahim.do(lifecycle.pause)
        with app.app_context(), transaction():
            assert lifecycle.hold(stale).state is PairState.PAUSED


def page(half: Half) -> str:
    return half.browser().get(f"/pairs/{half.pair_id}/settings").text


class TestPages:
    def test_pause_and_go_on(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        address = f"/pairs/{maite.pair_id}"
        assert post(maite.browser(), f"{address}/pause").headers["Location"] == f"{address}/settings?done=paused"
        assert "Whoever begins a pause ends it" in page(ibrahim)
        assert "End my pause" in page(maite)
        assert "End my pause" not in page(ibrahim)
        assert post(maite.browser(), f"{address}/resume").headers["Location"] == f"{address}/settings?done=resumed"
        assert "Pause the pair" in page(maite)

    def test_freeze_and_lift_it_in_one_press_each(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        address = f"/pairs/{maite.pair_id}"
        assert post(maite.browser(), f"{address}/freeze").headers["Location"] == f"{address}/settings?done=frozen"
        assert "You froze this pair" in page(maite)
        assert "froze" not in page(ibrahim)
        assert post(maite.browser(), f"{address}/unfreeze").headers["Location"] == f"{address}/settings?done=lifted"
        assert ibrahim.seen().state is PairState.ACTIVE

    def test_a_pair_is_left_at_once(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        address = f"/pairs/{maite.pair_id}"
        assert post(maite.browser(), f"{address}/close/now").headers["Location"] == f"{address}/settings?done=closed"
        assert "The pair closed on" in page(ibrahim)

    def test_nobody_is_named_for_a_pause_or_a_closing(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        for act in (lifecycle.pause, lifecycle.begin_closing):
            maite.do(act)
            mine, theirs = page(maite), page(ibrahim)
            assert mine.count("Maïté") == theirs.count("Ibrahim")  # each is named in the heading of their account alone
            for sentence in ("on pause since", "closes once both of you are done"):
                assert (sentence in mine) == (sentence in theirs)

    def test_closing_is_explained_before_it_is_asked_for(self, app: Flask) -> None:
        maite, _ = halves(app)
        browser, address = maite.browser(), f"/pairs/{maite.pair_id}"
        assert "ends without blame" in browser.get(f"{address}/close").text
        assert post(browser, f"{address}/close").headers["Location"] == f"{address}/settings?done=closing"
        assert browser.get(f"{address}/close").headers["Location"] == f"{address}/settings"

    def test_each_says_that_they_are_done(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(lifecycle.begin_closing)
        address = f"/pairs/{maite.pair_id}/finish"
        post(maite.browser(), address)
        assert "You have said that you are done" in page(maite)
        assert "I am done here" in page(ibrahim)
        post(ibrahim.browser(), address)
        for one in (maite, ibrahim):
            assert "The pair closed on" in page(one)
            assert "Start another pair" in page(one)

    @pytest.mark.parametrize("act", ["pause", "resume", "close"])
    def test_what_changed_meanwhile_is_told_on_the_page(self, app: Flask, act: str) -> None:
        maite, ibrahim = halves(app)
        bring(maite, ibrahim, PairState.CLOSED)
        answer = post(maite.browser(), f"/pairs/{maite.pair_id}/{act}")
        assert answer.status_code == 409
        assert "has changed in the meantime" in answer.text
        assert "The pair closed on" in answer.text


class TestWhatTheCoordinationSees:
    def test_exactly_three_facts(self) -> None:
        assert set(CoordinationView.__dataclass_fields__) == {"state", "weeks", "lessons_together"}

    def test_only_weeks_in_which_both_did_something(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        monday = clock.now().replace(year=2026, month=11, day=16)
        for days, people in ((0, (maite,)), (6, (ibrahim, ibrahim)), (7, (maite,)), (13, (maite,)), (14, (ibrahim,))):
            with clock.at(monday + timedelta(days=days)), app.app_context(), transaction():
                for one in people:
                    note_week(one.pair_id, one.me.id)
        with app.app_context():
            seen = queries.what_coordination_sees(maite.pair_id)
            assert db.session.query(PairWeek).count() == 4
        assert seen == CoordinationView(state="active", weeks=(date(2026, 11, 16),), lessons_together=0)

    def test_the_page_shows_it_and_no_finer_date(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        with clock.at(clock.now().replace(year=2026, month=11, day=19)), app.app_context(), transaction():
            for one in (maite, ibrahim):
                note_week(one.pair_id, one.me.id)
        shown = page(maite)
        assert "the week of November 16" in shown
        assert "November 19" not in shown
        assert "none yet" not in shown

    @pytest.mark.parametrize(
        ("state", "word"),
        [
            (PairState.ACTIVE, "active"),
            (PairState.PAUSED, "paused"),
            (PairState.CLOSING, "closing"),
            (PairState.CLOSED, "closed"),
        ],
    )
    def test_the_state_is_the_pairs_own(self, app: Flask, state: PairState, word: str) -> None:
        maite, ibrahim = halves(app)
        bring(maite, ibrahim, state)
        with app.app_context():
            assert queries.what_coordination_sees(maite.pair_id).state == word

    def test_a_pair_that_closed_by_itself_is_closed_for_them_too(self, app: Flask) -> None:
        maite, _ = halves(app)
        with app.app_context(), transaction():
            db.session.get_one(Pair, maite.pair_id).closing_at = clock.now() - CLOSING_LASTS
        with app.app_context():
            assert queries.what_coordination_sees(maite.pair_id).state == "closed"
