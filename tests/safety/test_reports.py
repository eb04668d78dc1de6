"""A report from its sending to its erasure, through the services."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import RoleGiven
from portal.accounts.service.roles import set_disabled
from portal.kernel import clock, ledger, outbox, secrecy
from portal.kernel.database import db
from portal.kernel.jobs import sweep
from portal.kernel.ledger import Erasure
from portal.kernel.outbox import Outgoing
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import DataKey
from portal.kernel.signals import TimePassed, announce
from portal.kernel.transaction import transaction
from portal.pairs.models import PairPerson
from portal.pairs.rules import PairState
from portal.pairs.service import lifecycle
from portal.privacy.service import delete_account
from portal.programs import service as programs
from portal.programs.models import Enrolment
from portal.programs.rules import EnrolmentRole
from portal.safety import queries, service
from portal.safety.models import Report
from portal.safety.rules import KEPT_AFTERWARDS, TRANSITIONS, ReportAct, ReportState
from portal.safety.service.sending import PER_PERSON
from tests import builders
from tests.builders import Someone, lies_in
from tests.journal.acting import OTHER_TEXT, Two
from tests.journal.test_statements import statements
from tests.pairs.acting import Half
from tests.safety.acting import WORDS, Reader, Reporter
from tests.safety.conftest import Handlers

ANSWER = "I have spoken with him. It will not happen again."
EXCERPT = "It was politeness"
SOON = timedelta(minutes=1)


def names(app: Flask, program_id: str, *concerned: str) -> list[str]:
    with app.app_context():
        return [one.name for one in queries.handlers_in(program_id, *concerned)]


def frozen(app: Flask, report_id: str) -> bool:
    with app.app_context():
        report = db.session.get_one(Report, report_id)
        return db.session.get_one(PairPerson, (report.pair_id, report.reporter_id)).frozen_at is not None


def mails(app: Flask) -> list[tuple[str, str | None]]:
    with app.app_context():
        rows = db.session.execute(select(Outgoing.kind, Outgoing.recipient_id).order_by(Outgoing.created_at))
        return [(row.kind, row.recipient_id) for row in rows if row.kind.startswith("safety.")]


class TestWhoHandles:
    def test_the_programmes_coordinators_do(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        with app.app_context():
            program_id = maite.pair().program_id
        assert names(app, program_id) == ["Camille", "Yannick"]
        assert names(app, program_id, handlers.first.id) == ["Yannick"]

    def test_in_the_open_programme_the_administrators_do(self, app: Flask, two: Two, handlers: Handlers) -> None:
        assert names(app, builders.open_program(app)) == ["Rosalie"]

    def test_where_none_is_left_the_administrators_do(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        with app.app_context(), transaction():
            program_id = maite.pair().program_id
            db.session.execute(update(Enrolment).values(left_at=clock.now()))
        assert names(app, program_id) == ["Rosalie"]

    def test_a_coordinator_who_is_reported_is_not_on_the_list(self, app: Flask, maite: Reporter, two: Two) -> None:
        with app.app_context(), transaction():
            db.session.execute(
                update(Enrolment).where(Enrolment.person_id == two.pair.second.id).values(role="coordinator")
            )
        stranger = builders.person(app, "Anne")
        with pytest.raises(Refusal):
            maite.sends(two.pair.second)
        with pytest.raises(Refusal):
            maite.sends(stranger)


@pytest.mark.both_databases
class TestSending:
    def test_its_two_readers_read_it_and_nobody_else(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        report = maite.sends(handlers.first)
        camille = Reader(app, handlers.first)
        for reader in (maite, camille):
            assert reader.read(report).words == WORDS
            assert reader.listed() == [report]
        for someone in (two.pair.second, handlers.second, handlers.administrator):
            assert Reader(app, someone).seen(report) is None
            assert Reader(app, someone).listed() == []
        assert mails(app) == [("safety.waits", handlers.first.id)]

    def test_an_excerpt_is_attested_for_good(self, app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
        _, theirs = two.both_open()
        report = maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT)
        two.second.withdraw(theirs)
        read = Reader(app, handlers.first).read(report)
        assert (read.excerpt, str(read.shown_name)) == (EXCERPT, "a reflection")
        assert read.seen.attested_at is not None
        assert read.seen.shown_opened_at is not None

    def test_one_altered_by_hand_is_not(self, app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
        _, theirs = two.both_open()
        report = maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT + "!")
        read = Reader(app, handlers.first).read(report)
        assert (read.excerpt, read.seen.attested_at) == (EXCERPT + "!", None)

    def test_what_was_withdrawn_before_sending_is_not_attested(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        _, theirs = two.both_open()
        about = maite.finds("reflection", theirs)
        two.second.withdraw(theirs)
        report = maite.sends(handlers.first, about, EXCERPT)
        assert Reader(app, handlers.first).read(report).seen.attested_at is None

    def test_a_report_without_an_excerpt_names_no_text(self, two: Two, maite: Reporter, handlers: Handlers) -> None:
        _, theirs = two.both_open()
        read = maite.read(maite.sends(handlers.first, maite.finds("reflection", theirs)))
        assert (read.excerpt, read.shown_name) == (None, None)

    def test_a_closed_pair_can_be_reported(self, two: Two, maite: Reporter, handlers: Handlers) -> None:
        two.set_state(closed_at=clock.now())
        assert maite.read(maite.sends(handlers.first)).words == WORDS

    def test_nobody_is_flooded(self, maite: Reporter, handlers: Handlers) -> None:
        for _ in range(PER_PERSON.tries):
            maite.sends(handlers.first)
        with pytest.raises(Refusal) as refused:
            maite.sends(handlers.first)
        assert refused.value.status == 429

    def test_no_word_of_it_lies_open(self, app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
        _, theirs = two.both_open()
        report = maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT)
        Reader(app, handlers.first).do(service.close, report, ANSWER)
        assert lies_in(app, WORDS, EXCERPT, ANSWER) == set()


ACTS: dict[ReportAct, tuple[Callable[..., None], tuple[Any, ...]]] = {
    ReportAct.TAKE: (service.take, ()),
    ReportAct.HAND_OVER: (service.hand_over, ("second",)),
    ReportAct.INTERVENE: (service.lift_freeze, ()),
    ReportAct.CLOSE: (service.close, (ANSWER,)),
    ReportAct.WITHDRAW: (service.withdraw, ()),
}
BEFORE: dict[ReportState, tuple[Callable[..., None], tuple[Any, ...]]] = {
    ReportState.IN_HAND: ACTS[ReportAct.TAKE],
    ReportState.CLOSED: ACTS[ReportAct.CLOSE],
    ReportState.WITHDRAWN: ACTS[ReportAct.WITHDRAW],
}


@pytest.mark.both_databases
@pytest.mark.parametrize("act", ReportAct)
@pytest.mark.parametrize("state", ReportState)
def test_every_act_in_every_state_does_what_the_table_says(
    app: Flask, maite: Reporter, handlers: Handlers, state: ReportState, act: ReportAct
) -> None:
    report, camille = maite.sends(handlers.first), Reader(app, handlers.first)
    if state in BEFORE:
        camille.do(BEFORE[state][0], report, *BEFORE[state][1])
    do, arguments = ACTS[act]
    arguments = tuple(handlers.second.id if one == "second" else one for one in arguments)
    if (state, act) not in TRANSITIONS:
        with pytest.raises(Refusal):
            camille.do(do, report, *arguments)
    else:
        camille.do(do, report, *arguments)
    seen = maite.seen(report)
    assert seen is not None
    assert seen.state is TRANSITIONS.get((state, act), state)


@pytest.mark.both_databases
class TestHandling:
    def test_the_handler_lifts_a_freeze_or_keeps_it(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        Half(app, two.pair.id, two.pair.first).do(lifecycle.freeze)
        report, camille = maite.sends(handlers.first), Reader(app, handlers.first)
        camille.do(service.take, report)
        assert frozen(app, report)
        camille.do(service.lift_freeze, report)
        assert not frozen(app, report)

    def test_closing_the_report_leaves_the_freeze(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        Half(app, two.pair.id, two.pair.first).do(lifecycle.freeze)
        report = maite.sends(handlers.first)
        Reader(app, handlers.first).do(service.close, report, ANSWER)
        assert frozen(app, report)

    def test_the_handler_closes_the_pair_in_neutral_words(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        report = maite.sends(handlers.first)
        Reader(app, handlers.first).do(service.close_pair, report)
        ibrahim = Half(app, two.pair.id, two.pair.second)
        assert ibrahim.seen().state is PairState.CLOSED
        assert "The pair closed on" in ibrahim.browser().get(f"/pairs/{two.pair.id}/settings").text

    def test_handed_over_it_is_read_by_the_other_instead(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, camille = maite.sends(handlers.first), Reader(app, handlers.first)
        stale = camille.seen(report)
        camille.do(service.hand_over, report, handlers.second.id)
        assert camille.seen(report) is None
        assert Reader(app, handlers.second).read(report).words == WORDS
        with app.app_context(), transaction(), pytest.raises(Refusal):
            service.take(stale)  # type: ignore[arg-type]
        assert mails(app)[-1] == ("safety.waits", handlers.second.id)

    def test_it_is_never_handed_to_whom_it_concerns(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        report = maite.sends(handlers.first)
        for someone in (two.pair.first, two.pair.second, handlers.administrator):
            with pytest.raises(Refusal):
                Reader(app, handlers.first).do(service.hand_over, report, someone.id)

    def test_nor_to_whoever_left_the_list_in_the_meantime(
        self, app: Flask, maite: Reporter, handlers: Handlers
    ) -> None:
        report, camille = maite.sends(handlers.first), Reader(app, handlers.first)
        stale = camille.seen(report)
        assert stale is not None
        dismissed(app, handlers.second)
        with app.app_context(), transaction(), pytest.raises(Refusal):
            service.hand_over(stale, handlers.second.id)

    def test_the_reporter_reads_the_first_answer(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, camille = maite.sends(handlers.first), Reader(app, handlers.first)
        for _press in range(2):
            camille.do(service.close, report, ANSWER)
        with pytest.raises(Refusal):
            camille.do(service.close, report, "Something else.")
        assert maite.read(report).answer == ANSWER
        assert mails(app)[1:] == [("safety.answered", maite.me.id)]


def dismissed(app: Flask, someone: Someone) -> None:
    """No coordinator any more."""
    with app.app_context(), transaction():
        db.session.execute(update(Enrolment).where(Enrolment.person_id == someone.id).values(left_at=clock.now()))


class TestWhoHandlesNoMore:
    def test_access_ends_with_the_role(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, camille = maite.sends(handlers.first), Reader(app, handlers.first)
        dismissed(app, handlers.first)
        assert camille.seen(report) is None
        assert camille.listed() == []

    def test_the_reporter_chooses_another(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report = maite.sends(handlers.first)
        dismissed(app, handlers.first)
        seen = maite.seen(report)
        assert seen is not None
        assert seen.handler_is_gone
        maite.do(service.hand_over, report, handlers.second.id)
        assert Reader(app, handlers.second).read(report).words == WORDS

    def test_nobody_reads_it_until_then_and_the_reporter_is_told_once(
        self, app: Flask, maite: Reporter, handlers: Handlers
    ) -> None:
        report, kept = maite.sends(handlers.first), maite.sends(handlers.second)
        dismissed(app, handlers.first)
        for _ in range(2):
            with app.app_context(), transaction():
                announce(TimePassed(clock.now()))
        for someone in (handlers.first, handlers.administrator):
            assert Reader(app, someone).listed() == []
        assert Reader(app, handlers.second).listed() == [kept]
        assert mails(app)[2:] == [("safety.choose", maite.me.id)]
        seen = maite.seen(report)
        assert seen is not None
        assert seen.is_left_behind

    def test_they_are_asked_once_more_each_month(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        maite.sends(handlers.first)
        dismissed(app, handlers.first)
        moment = clock.now()
        for days in (0, 1, 29, 31, 40, 62):
            with clock.at(moment + timedelta(days=days)), app.app_context():
                sweep()
                outbox.drain()
        with app.app_context():
            letters = len(list(app.config["SETTINGS"].mail_folder.glob("*.eml")))
        assert letters == 1 + 3

    def test_what_the_reporter_withdrew_or_was_answered_is_not_left_behind(
        self, app: Flask, maite: Reporter, handlers: Handlers
    ) -> None:
        withdrawn, answered = maite.sends(handlers.first), maite.sends(handlers.first)
        maite.do(service.withdraw, withdrawn)
        Reader(app, handlers.first).do(service.close, answered, ANSWER)
        dismissed(app, handlers.first)
        with app.app_context(), transaction():
            announce(TimePassed(clock.now()))
        assert "safety.choose" not in [kind for kind, _ in mails(app)]

    def test_an_administrator_keeps_what_they_were_given_though_a_coordinator_comes(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        for coordinator in (handlers.first, handlers.second):
            dismissed(app, coordinator)
        report, rosalie = maite.sends(handlers.administrator), Reader(app, handlers.administrator)
        rosalie.do(service.take, report)
        with app.app_context(), transaction():
            program_id = maite.pair().program_id
            db.session.execute(update(Enrolment).where(Enrolment.person_id == handlers.first.id).values(left_at=None))
        assert names(app, program_id) == ["Camille"]
        assert rosalie.listed() == [report]
        assert rosalie.read(report).words == WORDS
        seen = maite.seen(report)
        assert seen is not None
        assert not seen.handler_is_gone
        rosalie.do(service.hand_over, report, handlers.first.id)
        assert rosalie.seen(report) is None

    def test_an_administrators_access_ends_with_the_role(self, app: Flask, two: Two, handlers: Handlers) -> None:
        dismissed(app, handlers.first)
        dismissed(app, handlers.second)
        report = Reporter(app, two.pair, two.pair.first).sends(handlers.administrator)
        rosalie = Reader(app, handlers.administrator)
        assert rosalie.seen(report) is not None
        with app.app_context(), transaction():
            db.session.query(RoleGiven).delete()
        assert rosalie.seen(report) is None


@pytest.mark.both_databases
def gone(app: Flask, someone: Someone) -> None:
    with app.app_context(), transaction():
        delete_account(someone.id)


def an_hour_passes(app: Flask) -> None:
    with app.app_context(), transaction():
        announce(TimePassed(clock.now()))


class TestWhoReportedIsGone:
    def test_the_first_on_the_list_goes_on(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, other = maite.sends(handlers.first), maite.sends(handlers.second)
        Reader(app, handlers.first).do(service.take, report)
        dismissed(app, handlers.first)
        gone(app, maite.me)
        an_hour_passes(app)
        yannick = Reader(app, handlers.second)
        assert set(yannick.listed()) == {report, other}
        assert yannick.read(report).words == WORDS
        assert yannick.read(report).seen.state is ReportState.SENT
        assert mails(app)[2:] == [("safety.waits", handlers.second.id)]

    def test_so_they_do_where_whoever_reported_cannot_sign_in(
        self, app: Flask, maite: Reporter, handlers: Handlers
    ) -> None:
        report = maite.sends(handlers.first)
        dismissed(app, handlers.first)
        with app.app_context(), transaction():
            set_disabled(maite.me.id, disabled=True)
        an_hour_passes(app)
        assert Reader(app, handlers.second).listed() == [report]
        assert mails(app)[1:] == [("safety.waits", handlers.second.id)]

    def test_where_nobody_is_listed_it_waits_for_somebody(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        report = maite.sends(handlers.first)
        for someone in (handlers.first, handlers.second):
            dismissed(app, someone)
        with app.app_context(), transaction():
            db.session.query(RoleGiven).delete()
        gone(app, maite.me)
        an_hour_passes(app)
        assert mails(app)[1:] == []
        builders.enrol(app, two.pair.second, two.pair.program_id, EnrolmentRole.COORDINATOR)  # whom it is about
        an_hour_passes(app)
        assert Reader(app, two.pair.second).listed() == []
        with app.app_context(), transaction():
            db.session.execute(update(Enrolment).where(Enrolment.person_id == handlers.second.id).values(left_at=None))
        an_hour_passes(app)
        assert Reader(app, handlers.second).listed() == [report]

    def test_one_in_hand_goes_after_the_same_term(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, unread = maite.sends(handlers.first), maite.sends(handlers.first)
        camille = Reader(app, handlers.first)
        camille.do(service.take, report)
        gone(app, maite.me)
        for passed, left in ((KEPT_AFTERWARDS - SOON, {report, unread}), (KEPT_AFTERWARDS + SOON, {unread})):
            with clock.at(clock.now() + passed):
                an_hour_passes(app)
            assert set(camille.listed()) == left

    def test_nobody_is_told_of_the_answer(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report = maite.sends(handlers.first)
        gone(app, maite.me)
        Reader(app, handlers.first).do(service.close, report, ANSWER)
        assert mails(app) == [("safety.waits", handlers.first.id)]


class TestErasing:
    def test_withdrawn_its_words_are_gone_at_once(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        _, theirs = two.both_open()
        report = maite.sends(handlers.first, maite.finds("reflection", theirs), OTHER_TEXT)
        maite.do(service.withdraw, report)
        for reader in (maite, Reader(app, handlers.first)):
            read = reader.read(report)
            assert (read.words, read.excerpt, read.seen.state) == (None, None, ReportState.WITHDRAWN)
        with app.app_context():
            assert db.session.query(DataKey).filter_by(person_id=report).count() == 0
            assert {erasure.kind for erasure in ledger.read(ledger.ledger_path())} == {"text", "excerpt"}

    @pytest.mark.parametrize("end", [service.withdraw, lambda seen: service.close(seen, ANSWER)])
    def test_what_is_over_goes_after_its_term(
        self, app: Flask, maite: Reporter, handlers: Handlers, end: Callable[..., None]
    ) -> None:
        moment = clock.now()
        report, still_open = maite.sends(handlers.first), maite.sends(handlers.first)
        with clock.at(moment):
            Reader(app, handlers.first).do(end, report)
        for passed, left in ((KEPT_AFTERWARDS, {report, still_open}), (KEPT_AFTERWARDS * 2, {still_open})):
            with app.app_context(), transaction():
                announce(TimePassed(moment + passed))
            assert set(maite.listed()) == left
        with app.app_context():
            assert db.session.query(DataKey).filter_by(person_id=report).count() == 0
            assert ("report", (report,)) in {(one.kind, one.ids) for one in ledger.read(ledger.ledger_path())}

    def test_it_does_not_come_back_from_a_backup(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, withdrawn = maite.sends(handlers.first), maite.sends(handlers.first)
        erased = [Erasure(clock.now(), "report", (report,)), Erasure(clock.now(), "text", (withdrawn,))]
        with app.app_context(), transaction():
            ledger.replay(erased)
        assert maite.listed() == [withdrawn]
        assert maite.read(withdrawn).words is None
        with app.app_context():
            assert db.session.scalars(select(DataKey.person_id)).all() == []

    def test_it_stays_readable_when_its_authors_keys_go(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        _, theirs = two.both_open()
        report = maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT)
        with app.app_context(), transaction():
            for someone in (two.pair.first, two.pair.second):
                secrecy.destroy_keys(someone.id)
        read = Reader(app, handlers.first).read(report)
        assert (read.words, read.excerpt) == (WORDS, EXCERPT)


def test_the_list_asks_the_same_of_the_database_for_one_and_for_many(
    app: Flask, maite: Reporter, handlers: Handlers
) -> None:
    asked = []
    for more in (1, 4):
        for _ in range(more):
            maite.sends(handlers.first)
        with statements(app) as seen:
            assert maite.listed()
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_whoever_is_appointed_handles_and_whoever_is_dismissed_reads_no_more(
    app: Flask, maite: Reporter, handlers: Handlers
) -> None:
    noor = Reader(app, builders.person(app, "Noor"))
    with app.app_context(), transaction():
        program_id = maite.pair().program_id
        programs.appoint(program_id, noor.me.id)
    report = maite.sends(noor.me)
    assert noor.read(report).words == WORDS
    with app.app_context(), transaction():
        programs.dismiss(program_id, noor.me.id)
    assert noor.seen(report) is None
