"""An account goes while others act: each waits for its turn, and nothing of either is half done. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.accounts.rules import SiteRole
from portal.journal.models import Reflection
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair, PairPerson
from portal.pairs.service import invitations
from portal.privacy.service import delete_account
from tests import builders
from tests.journal.acting import OTHER_TEXT, Two, lesson
from tests.pairs.acting import actor_of

pytestmark = pytest.mark.both_databases

TIMES = 5


def delete(app: Flask, person_id: str) -> None:
    with app.app_context(), transaction():
        delete_account(person_id)


def attempt(act: Callable[[], object]) -> bool:
    """Whether it was done; a refusal is an answer, anything else a fault."""
    try:
        act()
    except Refusal:
        return False
    return True


def together(*acts: Callable[[], object]) -> list[bool]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(attempt, acts))


@pytest.mark.parametrize("act", ["hear", "seal"])
def test_the_partner_acts_meanwhile(app: Flask, act: str) -> None:
    for _ in range(TIMES):
        two = Two(app, builders.pair(app), lesson(app))
        mine = two.first.save_and_seal(two.about)
        theirs = two.second.save(two.about, OTHER_TEXT)
        if act == "hear":
            two.second.seal(theirs, OTHER_TEXT)
        acts = {"hear": lambda: two.second.hear(mine, sure=True), "seal": lambda: two.second.seal(theirs, OTHER_TEXT)}  # noqa: B023
        gone, _done = together(lambda: delete(app, two.pair.first.id), acts[act])  # noqa: B023
        assert gone
        seen = two.second.read(theirs)
        assert seen is not None
        assert seen.mine is not None
        assert seen.mine.text == OTHER_TEXT
        assert seen.theirs is None or seen.theirs.text is None
        with app.app_context():
            assert db.session.get_one(Reflection, mine).text_cipher is None
            assert db.session.get_one(Pair, two.pair.id).closed_at is not None


def test_both_of_a_pair_go(app: Flask) -> None:
    for _ in range(TIMES):
        two = Two(app, builders.pair(app), lesson(app))
        two.both_open()
        people = (two.pair.first.id, two.pair.second.id)
        assert together(*(lambda one=one: delete(app, one) for one in people)) == [True, True]
        with app.app_context():
            assert {db.session.get_one(Person, one).name for one in people} == {""}
            texts = db.session.query(Reflection.text_cipher).filter(Reflection.author_id.in_(people))
            assert {text for (text,) in texts} == {None}


def test_an_invitation_is_accepted_meanwhile(app: Flask) -> None:
    for _ in range(TIMES):
        inviter, invited = builders.person(app, "Maïté"), builders.person(app, "Noor")
        with app.app_context():
            with transaction():
                sent = invitations.invite(actor_of(inviter), None, "fr")
            found = invitations.queries.invitation(sent)
            assert found is not None
            received = invitations.Received(found, mailed=False)

        def accept(received: invitations.Received = received, person_id: str = invited.id) -> None:
            with app.app_context(), transaction():
                invitations.accept(received, person_id)

        gone, _accepted = together(lambda one=inviter.id: delete(app, one), accept)
        assert gone
        with app.app_context():
            seats = db.session.query(PairPerson.pair_id).filter_by(person_id=inviter.id)
            assert [db.session.get_one(Pair, pair).closed_at is None for (pair,) in seats] in ([], [False])


def test_two_administrators_go_and_one_stays(app: Flask) -> None:
    for _ in range(TIMES):
        two = [builders.person(app, name, roles=(SiteRole.ADMINISTRATOR,)) for name in ("Solange", "Rosalie")]
        assert sorted(together(*(lambda one=one.id: delete(app, one) for one in two))) == [False, True]
        left = builders.person(app, "Anne", roles=(SiteRole.ADMINISTRATOR,))
        for one in two:
            attempt(lambda one=one.id: delete(app, one))
        with app.app_context(), transaction():
            db.session.execute(db.text("DELETE FROM site_role WHERE person_id = :person"), {"person": left.id})
