"""A link that makes a pair: once, for 14 days, until it is taken back."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.kernel import clock, links
from portal.kernel.database import db, new_id
from portal.kernel.refusal import Refusal
from portal.kernel.signals import _listeners, connect
from portal.kernel.transaction import transaction
from portal.pairs.models import Invitation, Pair, PairPerson
from portal.pairs.queries import my_open_invitations, my_unanswered_invitations
from portal.pairs.rules import ADDRESS_KEPT, CLOSING_LASTS, INVITATION_LASTS, InvitationState
from portal.pairs.service import invitations, lifecycle
from portal.pairs.signals import PairClosed, PairMade
from portal.programs.models import Enrolment, Program
from tests.builders import pair, person
from tests.pairs.acting import Half, accept, actor_of, invitation, link, received, token

pytestmark = pytest.mark.both_databases


@pytest.fixture
def heard() -> list[object]:
    """What was announced meanwhile."""
    told: list[object] = []
    for kind in (PairMade, PairClosed):
        connect(kind, told.append)
    yield told
    for kind in (PairMade, PairClosed):
        _listeners[kind].remove(told.append)


def invite(app: Flask, someone: object, email: str | None = None) -> str:
    with app.app_context(), transaction():
        return invitations.invite(actor_of(someone), email, "en")


def test_nobody_invites_themselves_by_mail(app: Flask) -> None:
    maite = person(app)
    with pytest.raises(Refusal) as refused:
        invite(app, maite, maite.email.upper())
    assert refused.value.field == "email"


def test_it_is_good_for_fourteen_days(app: Flask) -> None:
    sent = link(app, invitation(app, person(app)))
    end = clock.now() + INVITATION_LASTS
    with clock.at(end - timedelta(minutes=1)):
        assert received(app, sent).invitation.state is InvitationState.OPEN
    with clock.at(end + timedelta(minutes=1)):
        assert received(app, sent).invitation.state is InvitationState.EXPIRED


def test_accepting_pairs_the_two_in_the_open_programme(app: Flask, heard: list[object]) -> None:
    maite, ibrahim = person(app), person(app, "Ibrahim")
    pair_id = accept(app, link(app, invitation(app, maite)), ibrahim.id)
    with app.app_context():
        made = db.session.get_one(Pair, pair_id)
        assert db.session.get_one(Program, made.program_id).is_open
        seats = db.session.query(PairPerson).filter_by(pair_id=pair_id).order_by(PairPerson.seat)
        assert [(one.seat, one.person_id) for one in seats] == [(1, maite.id), (2, ibrahim.id)]
        assert {one.person_id for one in db.session.query(Enrolment)} == {maite.id, ibrahim.id}
    assert [(type(one), one.person_ids) for one in heard] == [(PairMade, (maite.id, ibrahim.id))]


def test_accepting_again_gives_the_same_pair(app: Flask) -> None:
    ibrahim = person(app, "Ibrahim")
    sent = link(app, invitation(app, person(app)))
    assert accept(app, sent, ibrahim.id) == accept(app, sent, ibrahim.id)


def test_it_works_once(app: Flask) -> None:
    sent = link(app, invitation(app, person(app)))
    accept(app, sent, person(app, "Ibrahim").id)
    with pytest.raises(Refusal):
        accept(app, sent, person(app, "Noor").id)


def test_ones_own_is_refused(app: Flask) -> None:
    maite = person(app)
    with pytest.raises(Refusal):
        accept(app, link(app, invitation(app, maite)), maite.id)


def test_taken_back_it_stops_at_once(app: Flask) -> None:
    maite, noor = person(app), person(app, "Noor")
    sent_id = invitation(app, maite)
    sent = link(app, sent_id)
    with app.app_context(), transaction():
        invitations.revoke(sent_id)
    assert received(app, sent).invitation.state is InvitationState.REVOKED
    with pytest.raises(Refusal):
        accept(app, sent, noor.id)


def test_taking_back_comes_too_late_after_accepting(app: Flask) -> None:
    sent_id = invitation(app, person(app))
    accept(app, link(app, sent_id), person(app, "Ibrahim").id)
    with app.app_context(), pytest.raises(Refusal), transaction():
        invitations.revoke(sent_id)
    assert received(app, link(app, sent_id)).invitation.state is InvitationState.ACCEPTED


def test_it_lapses(app: Flask) -> None:
    sent = link(app, invitation(app, person(app)))
    noor = person(app, "Noor")
    with clock.at(clock.now() + INVITATION_LASTS + timedelta(seconds=1)), pytest.raises(Refusal):
        accept(app, sent, noor.id)


@pytest.mark.parametrize("moment", ["disabled_at", "erased_at"])
def test_it_goes_with_whoever_sent_it(app: Flask, moment: str) -> None:
    maite, noor = person(app), person(app, "Noor")
    sent = link(app, invitation(app, maite))
    with app.app_context(), transaction():
        setattr(db.session.get_one(Person, maite.id), moment, clock.now())
    assert received(app, sent).invitation.state is InvitationState.REVOKED
    with pytest.raises(Refusal):
        accept(app, sent, noor.id)


def test_two_people_are_one_pair_at_a_time(app: Flask) -> None:
    two = pair(app)
    with pytest.raises(lifecycle.AlreadyPaired):
        accept(app, link(app, invitation(app, two.first)), two.second.id)


def test_after_a_pair_has_closed_by_itself_another_can_begin(app: Flask, heard: list[object]) -> None:
    two = pair(app)
    begun = clock.now() - CLOSING_LASTS - timedelta(days=1)
    with app.app_context(), transaction():
        db.session.get_one(Pair, two.id).closing_at = begun
    again = accept(app, link(app, invitation(app, two.second)), two.first.id)
    assert again != two.id
    with app.app_context():
        assert db.session.get_one(Pair, two.id).closed_at == begun + CLOSING_LASTS
    assert [(type(one), one.pair_id) for one in heard] == [(PairClosed, two.id), (PairMade, again)]


def test_a_person_may_be_in_several_pairs(app: Flask) -> None:
    maite = person(app)
    for name in ("Ibrahim", "Noor"):
        accept(app, link(app, invitation(app, maite)), person(app, name).id)
    with app.app_context():
        assert db.session.query(PairPerson).filter_by(person_id=maite.id).count() == 2


@pytest.mark.parametrize("mailed", [True, False])
def test_only_the_mailed_link_confirms_the_address(app: Flask, mailed: bool) -> None:
    ibrahim = person(app, "Ibrahim")
    with app.app_context(), transaction():
        db.session.get_one(Person, ibrahim.id).email_confirmed_at = None
    accept(app, link(app, invitation(app, person(app), ibrahim.email.upper()), mailed=mailed), ibrahim.id)
    with app.app_context():
        assert (db.session.get_one(Person, ibrahim.id).email_confirmed_at is not None) is mailed


def test_the_mailed_link_confirms_no_other_address(app: Flask) -> None:
    ibrahim = person(app, "Ibrahim")
    with app.app_context(), transaction():
        db.session.get_one(Person, ibrahim.id).email_confirmed_at = None
    accept(app, link(app, invitation(app, person(app), "someone@example.ca"), mailed=True), ibrahim.id)
    with app.app_context():
        assert db.session.get_one(Person, ibrahim.id).email_confirmed_at is None


def test_a_link_is_proved(app: Flask) -> None:
    sent_id = invitation(app, person(app))
    good = token(link(app, sent_id))
    with app.app_context():
        salt = db.session.get_one(Invitation, sent_id).salt
        assert invitations.read_link(good) is not None
        for forged in (
            good[:-1] + ("A" if good[-1] != "A" else "B"),
            good[:22],
            new_id() + good[22:],
            links.token("confirm", sent_id, salt),
            links.token(invitations.MAILED, sent_id, salt),  # it was mailed to nobody
            links.token(invitations.COPIED, sent_id, "another salt"),
            "",
            "é" * 65,
        ):
            assert invitations.read_link(forged) is None


def test_one_sees_ones_own_open_invitations(app: Flask) -> None:
    maite = person(app)
    first, taken_back, used = (invitation(app, maite) for _ in range(3))
    invitation(app, person(app, "Noor"))
    with app.app_context(), transaction():
        invitations.revoke(taken_back)
    accept(app, link(app, used), person(app, "Ibrahim").id)
    with app.app_context():
        assert [one.id for one in my_open_invitations(actor_of(maite))] == [first]
    with clock.at(clock.now() + INVITATION_LASTS), app.app_context():
        assert my_open_invitations(actor_of(maite)) == []
        assert [(one.id, one.is_open) for one in my_unanswered_invitations(actor_of(maite))] == [(first, False)]
    with clock.at(clock.now() + INVITATION_LASTS + ADDRESS_KEPT), app.app_context():
        assert my_unanswered_invitations(actor_of(maite)) == []


def test_mail_is_bounded_by_person_and_by_address(app: Flask) -> None:
    for _ in range(invitations.PER_ADDRESS.tries):
        invite(app, person(app), "rosalie@example.ca")
    for _again in range(2):
        with pytest.raises(Refusal) as refused:
            invite(app, person(app), "Rosalie@Example.ca")
        assert (refused.value.status, refused.value.field) == (429, "email")
    maite = person(app)
    for number in range(invitations.PER_PERSON.tries):
        invite(app, maite, f"{number}@example.ca")
    with pytest.raises(Refusal):
        invite(app, maite, "one.more@example.ca")


def test_the_two_are_the_two_whichever_invited(app: Flask) -> None:
    maite, ibrahim = person(app), person(app, "Ibrahim")
    pair_id = accept(app, link(app, invitation(app, maite)), ibrahim.id)
    assert Half(app, pair_id, maite).seen().partner.name == "Ibrahim"
    assert Half(app, pair_id, ibrahim).seen().partner.name == maite.name
