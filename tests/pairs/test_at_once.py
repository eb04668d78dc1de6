"""What two do at the same instant: one of them is first, nothing is lost, nobody waits for ever."""

from functools import partial

import pytest
from flask import Flask

from portal.curriculum.rules import Strand
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.models import Agreement, AgreementSignature, Invitation, Pair, PairPerson, StrandRole
from portal.pairs.queries import role_states
from portal.pairs.rules import PairState
from portal.pairs.service import agreement, invitations, lifecycle, roles
from portal.programs.models import Enrolment, Program
from tests.builders import person
from tests.pairs.acting import Half, accept, actor_of, at_once, halves, invitation, link, sheet

pytestmark = pytest.mark.both_databases

ROUNDS = range(2)


def refused(results: list[object]) -> int:
    """How many were told no; anything else that went wrong fails the test."""
    for one in results:
        if isinstance(one, Exception) and not isinstance(one, Refusal):
            raise one
    return sum(isinstance(one, Refusal) for one in results)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_accept_one_invitation(app: Flask, _round: int) -> None:
    path = link(app, invitation(app, person(app)))
    two = person(app, "Noor"), person(app, "Ibrahim")
    results = at_once(*(partial(accept, app, path, one.id) for one in two))
    assert refused(results) == 1
    with app.app_context():
        made = db.session.query(Pair).one()
        used = db.session.query(Invitation).one()
        seats = {one.person_id for one in db.session.query(PairPerson)}
    assert (used.pair_id, made.id in results) == (made.id, True)
    assert used.accepted_by_id in seats


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_person_accepts_twice(app: Flask, _round: int) -> None:
    path, noor = link(app, invitation(app, person(app))), person(app, "Noor")
    one, other = at_once(*[partial(accept, app, path, noor.id)] * 2)
    assert one == other
    with app.app_context():
        assert db.session.query(Pair).one().id == one


@pytest.mark.parametrize("_round", ROUNDS)
def test_each_accepts_the_others_invitation(app: Flask, _round: int) -> None:
    maite, noor = person(app), person(app, "Noor")
    paths = [link(app, invitation(app, one)) for one in (maite, noor)]
    results = at_once(partial(accept, app, paths[0], noor.id), partial(accept, app, paths[1], maite.id))
    assert refused(results) == 1
    with app.app_context():
        assert db.session.query(Pair).count() == 1
        assert db.session.query(Enrolment).count() == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_is_accepted_while_it_is_taken_back(app: Flask, _round: int) -> None:
    sent_id, noor = invitation(app, person(app)), person(app, "Noor")
    path = link(app, sent_id)

    def take_back() -> None:
        with app.app_context(), transaction():
            invitations.revoke(sent_id)

    assert refused(at_once(partial(accept, app, path, noor.id), take_back)) == 1
    with app.app_context():
        row = db.session.get_one(Invitation, sent_id)
        assert (row.accepted_at is None) != (row.revoked_at is None)
        assert db.session.query(Pair).count() == (row.accepted_at is not None)


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_first_two_of_all_invite(app: Flask, _round: int) -> None:
    def send(someone: object) -> str:
        with app.app_context(), transaction():
            return invitations.invite(actor_of(someone), None, "fr")

    results = at_once(*(partial(send, person(app)) for _ in range(3)))
    assert refused(results) == 0
    with app.app_context():
        assert db.session.query(Program).count() == 1
        assert db.session.query(Invitation).count() == 3


def culture_guide(app: Flask, half: Half) -> tuple[str | None, bool]:
    """Who guides culture, and whether something is proposed."""
    with app.app_context():
        state = role_states([half.pair_id])[half.pair_id]
        rows = db.session.query(StrandRole).filter_by(replaced_at=None, pair_id=half.pair_id).all()
    assert {row.strand for row in rows} == {Strand.CULTURE, Strand.STRATEGY}
    assert len(rows) == 2
    return state.guides.get(Strand.CULTURE), state.proposal is not None


@pytest.mark.parametrize("_round", ROUNDS)
def test_both_propose_opposite_roles(app: Flask, _round: int) -> None:
    maite, ibrahim = halves(app)
    results = at_once(*(partial(one.do, roles.propose_guides, one.me.id) for one in (maite, ibrahim)))
    assert refused(results) == 0
    assert culture_guide(app, maite) == (None, True)


@pytest.mark.parametrize("_round", ROUNDS)
def test_both_propose_the_same_roles(app: Flask, _round: int) -> None:
    maite, ibrahim = halves(app)
    results = at_once(*(partial(one.do, roles.propose_guides, maite.me.id) for one in (maite, ibrahim)))
    assert refused(results) == 0
    assert culture_guide(app, maite) == (maite.me.id, False)


@pytest.mark.parametrize("_round", ROUNDS)
def test_both_hand_over_their_sheets(app: Flask, _round: int) -> None:
    maite, ibrahim = halves(app)
    results = at_once(
        *(
            partial(one.do, agreement.save_sheet, sheet(purpose=one.me.name), 0, hand_over=True)
            for one in (maite, ibrahim)
        )
    )
    assert refused(results) == 0
    assert maite.read().theirs == sheet(purpose="Ibrahim")
    assert ibrahim.read().theirs == sheet(purpose="Maïté")


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_sheet_is_saved_in_two_tabs(app: Flask, _round: int) -> None:
    maite, _ = halves(app)
    results = at_once(
        *(partial(maite.do, agreement.save_sheet, sheet(purpose=words), 0, hand_over=False) for words in ("one", "two"))
    )
    assert refused(results) == 1
    assert (maite.read().version, maite.read().mine["purpose"] in ("one", "two")) == (1, True)


def handed(app: Flask) -> tuple[Half, Half]:
    two = halves(app)
    for one in two:
        one.hand_over()
    return two


@pytest.mark.parametrize("_round", ROUNDS)
def test_both_propose_a_text(app: Flask, _round: int) -> None:
    maite, ibrahim = handed(app)
    results = at_once(*(partial(one.propose, after=0, rhythm=one.me.name) for one in (maite, ibrahim)))
    assert refused(results) == 1
    with app.app_context():
        assert db.session.query(Agreement).one().id in results


@pytest.mark.parametrize("_round", ROUNDS)
def test_both_sign_and_one_of_them_twice(app: Flask, _round: int) -> None:
    maite, ibrahim = handed(app)
    text_id = maite.propose()
    results = at_once(*(partial(one.do, agreement.sign, text_id) for one in (maite, ibrahim, ibrahim)))
    assert refused(results) == 0
    with app.app_context():
        assert {row.person_id for row in db.session.query(AgreementSignature)} == {maite.me.id, ibrahim.me.id}
    assert maite.read().in_force is not None


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_signs_while_the_other_proposes_a_change(app: Flask, _round: int) -> None:
    maite, ibrahim = handed(app)
    first = maite.propose()
    results = at_once(partial(ibrahim.do, agreement.sign, first), partial(maite.propose, after=1, rhythm="monthly"))
    state = maite.read()
    assert state.proposed is not None  # the change waits, whoever was first
    assert state.proposed.text["rhythm"] == "monthly"
    assert (state.in_force is None) == (refused(results) == 1)


@pytest.mark.parametrize("_round", ROUNDS)
def test_both_are_done_at_once(app: Flask, _round: int) -> None:
    maite, ibrahim = halves(app)
    maite.do(lifecycle.begin_closing)
    assert refused(at_once(*(partial(one.do, lifecycle.finish) for one in (maite, ibrahim)))) == 0
    assert maite.seen().state is PairState.CLOSED


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_finishes_while_the_other_writes(app: Flask, _round: int) -> None:
    """Neither waits for what the other holds."""
    maite, ibrahim = halves(app)
    maite.do(lifecycle.begin_closing)
    maite.do(lifecycle.finish)
    acts = [partial(ibrahim.do, lifecycle.finish), partial(maite.do, roles.propose_guides, maite.me.id)]
    assert refused(at_once(*acts)) <= 1
    assert ibrahim.seen().state is PairState.CLOSED


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_pauses_while_the_other_begins_to_close(app: Flask, _round: int) -> None:
    maite, ibrahim = halves(app)
    results = at_once(partial(maite.do, lifecycle.pause), partial(ibrahim.do, lifecycle.begin_closing))
    assert refused(results) <= 1
    assert maite.seen().state is ibrahim.seen().state is PairState.CLOSING
    assert maite.seen().paused_at == ibrahim.seen().paused_at  # it stands, whichever came first
