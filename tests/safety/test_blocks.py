"""Blocking somebody, and leaving a programme."""

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.models import Block, Pair
from portal.pairs.rules import INVITATION_LASTS, PairState
from portal.pairs.service import blocks, invitations, leaving, lifecycle
from portal.privacy.service import delete_account
from portal.programs.models import Enrolment, Program
from portal.programs.queries import enrolment
from portal.programs.rules import EnrolmentRole
from tests import builders
from tests.builders import TOKEN, Someone, enrol, open_program, person, post, sign_in
from tests.pairs.acting import Half, accept, at_once, halves, invitation, link


def pair_again(app: Flask, inviter: Someone, other: Someone) -> str:
    return accept(app, link(app, invitation(app, inviter)), other.id)


def blocked(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(row.blocker_id, row.blocked_id) for row in db.session.scalars(select(Block))]


@pytest.mark.both_databases
class TestServices:
    def test_the_pair_is_closed_at_once(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(leaving.block_partner)
        assert maite.seen().state is ibrahim.seen().state is PairState.CLOSED

    def test_the_two_are_never_paired_again(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(leaving.block_partner)
        for inviter, other in ((maite.me, ibrahim.me), (ibrahim.me, maite.me)):
            with pytest.raises(Refusal):
                pair_again(app, inviter, other)
        program_id = open_program(app)
        for first, second in ((maite.me, ibrahim.me), (ibrahim.me, maite.me)):
            with app.app_context(), transaction(), pytest.raises(blocks.NoLongerHolds):
                lifecycle.make_pair(program_id, first.id, second.id)

    def test_until_who_blocked_lifts_it(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(leaving.block_partner)
        for one, other in ((ibrahim.me, maite.me), (maite.me, ibrahim.me)):
            with app.app_context(), transaction():
                blocks.unblock(one.id, other.id)
            assert blocked(app) == ([(maite.me.id, ibrahim.me.id)] if one is ibrahim.me else [])
        assert pair_again(app, ibrahim.me, maite.me) != maite.pair_id

    def test_blocking_from_an_old_pair_closes_the_one_they_have_now(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        lifecycle_closed(app, maite)
        again = pair_again(app, maite.me, ibrahim.me)
        maite.do(leaving.block_partner)
        maite.do(leaving.block_partner)
        assert Half(app, again, maite.me).seen().state is PairState.CLOSED

    def test_one_blocks_while_the_other_accepts(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        lifecycle_closed(app, maite)
        path = link(app, invitation(app, maite.me))
        at_once(lambda: maite.do(leaving.block_partner), lambda: accept(app, path, ibrahim.me.id))
        with app.app_context():
            assert db.session.scalar(select(Pair.id).where(Pair.closed_at.is_(None))) is None

    def test_whoever_is_gone_blocks_nobody(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(leaving.block_partner)
        with app.app_context(), transaction():
            blocks.forget(ibrahim.me.id)
        assert blocked(app) == []

    def test_whoever_is_gone_is_blocked_by_nobody(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        with app.app_context(), transaction(is_act=False):
            delete_account(ibrahim.me.id)
        maite.do(leaving.block_partner)
        assert blocked(app) == []

    def test_leaving_a_programme_closes_the_pairs_there_alone(self, app: Flask) -> None:
        maite, _ = halves(app)
        elsewhere = Half(app, builders.pair(app, maite.me).id, maite.me)
        school = new_program(app, elsewhere.pair_id)
        enrol(app, maite.me, open_program(app))
        enrol(app, maite.me, school)
        with app.app_context(), transaction():
            leaving.leave_program(maite.me.id, school)
        assert elsewhere.seen().state is PairState.CLOSED
        assert maite.seen().state is PairState.ACTIVE
        with app.app_context():
            left = db.session.scalars(select(Enrolment.program_id).where(Enrolment.left_at.is_not(None))).all()
        assert left == [school]

    @pytest.mark.parametrize("paired_first", [False, True])
    def test_an_invitation_is_accepted_while_who_made_it_leaves(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch, paired_first: bool
    ) -> None:
        maite, ibrahim, program_id = person(app, "Maïté"), person(app, "Ibrahim"), open_program(app)
        enrol(app, maite, program_id)
        path, leaver = link(app, invitation(app, maite)), Thread(target=lambda: left(app, maite, program_id))

        def made(*ids: str) -> str:
            pair_id = lifecycle.make_pair(*ids) if paired_first else ""
            leaver.start()
            leaver.join(timeout=0.5)  # or longer: as long as what it needs is held
            return pair_id or lifecycle.make_pair(*ids)

        monkeypatch.setattr(invitations, "make_pair", made)
        accept(app, path, ibrahim.id)
        leaver.join()
        with app.app_context():
            is_open = db.session.scalar(select(Pair.id).where(Pair.closed_at.is_(None))) is not None
            is_there = enrolment(program_id, maite.id, EnrolmentRole.PARTICIPANT).left_at is None  # type: ignore[union-attr]
        assert is_open is is_there


def left(app: Flask, someone: Someone, program_id: str) -> None:
    with app.app_context(), transaction():
        leaving.leave_program(someone.id, program_id)


def lifecycle_closed(app: Flask, one: Half) -> None:
    with app.app_context(), transaction():
        lifecycle.close_at_once(one.pair_id)


def new_program(app: Flask, pair_id: str) -> str:
    """A programme of an organisation, which this pair is in."""
    with app.app_context(), transaction():
        made = Program(slug="ecole", name_fr="École", name_en="School", created_at=now())
        db.session.add(made)
        db.session.flush()
        db.session.get_one(Pair, pair_id).program_id = made.id
        return made.id


class TestPages:
    def test_it_is_explained_then_done_and_listed_for_who_blocks_alone(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        browser, address = maite.browser(), f"/pairs/{maite.pair_id}/block"
        assert "that you blocked them" in browser.get(address).text
        assert post(browser, address).location == "/account/safety?done=blocked"
        assert "Lift the block on Ibrahim" in browser.get("/account/safety").text
        theirs = ibrahim.browser()
        assert "You have blocked nobody." in theirs.get("/account/safety").text
        assert "block" not in theirs.get(f"/pairs/{maite.pair_id}/settings").text.partition("</details>")[2]
        for _press in range(2):
            assert post(browser, f"/account/blocks/{ibrahim.me.id}/lift").location == "/account/safety?done=unblocked"
        assert "You have blocked nobody." in browser.get("/account/safety").text

    def test_between_the_two_an_invitation_answers_as_one_that_was_taken_back(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(leaving.block_partner)
        kept, revoked = invitation(app, maite.me), invitation(app, maite.me)
        paths = [link(app, kept), link(app, revoked)]
        post(maite.browser(), f"/pairs/invitations/{revoked}/revoke")
        browser = ibrahim.browser()
        for method in (browser.get, lambda path: post(browser, path)):
            one, other = (method(path) for path in paths)
            assert one.status_code == other.status_code
            texts = [
                TOKEN.sub("", answer.text).replace(path, "") for path, answer in zip(paths, (one, other), strict=True)
            ]
            assert texts[0] == texts[1]
        stranger = sign_in(app, person(app, "Noor"))
        assert stranger.get(paths[0]).status_code == 200

    def test_no_link_of_before_the_block_tells_of_it(self, app: Flask) -> None:
        """Not by what a visitor sees in its place, nor by what it says once its time is over."""
        maite, ibrahim = halves(app)
        sent = [invitation(app, maite.me), invitation(app, maite.me, ibrahim.me.email.upper())]
        kept = invitation(app, maite.me, "somebody@example.org")
        maite.do(leaving.block_partner)
        later = invitation(app, maite.me)
        for path in (link(app, one) for one in sent):
            assert app.test_client().get(path).status_code == 410
        assert app.test_client().get(link(app, kept)).status_code == 200
        told = ibrahim.browser().get(link(app, later)).text
        with clock.at(now() + INVITATION_LASTS + timedelta(minutes=1)):
            over = ibrahim.browser().get(link(app, later)).text
        assert TOKEN.sub("", told) == TOKEN.sub("", over)

    def test_a_programme_is_left_from_ones_account(self, app: Flask) -> None:
        maite, _ = halves(app)
        enrol(app, maite.me, open_program(app))
        browser = maite.browser()
        assert "Open programme" in browser.get("/account/safety").text
        assert "Your journals stay with the two who wrote them" in browser.get("/account/programs/ouvert/leave").text
        assert post(browser, "/account/programs/ouvert/leave").location == "/account/safety?done=left"
        assert maite.seen().state is PairState.CLOSED
        assert "Leave: " not in browser.get("/account/safety").text
        assert browser.get("/account/programs/ouvert/leave").location == "/account/safety"
        assert post(browser, "/account/programs/ouvert/leave").location == "/account/safety?done=left"
