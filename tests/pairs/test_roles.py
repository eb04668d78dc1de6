"""Settling who guides what."""

import pytest
from flask import Flask

from portal.curriculum.rules import Strand
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.models import StrandRole
from portal.pairs.queries import role_states
from portal.pairs.rules import RoleState
from portal.pairs.service import lifecycle, roles
from tests.builders import pair, person, post
from tests.pairs.acting import Half, counted, halves


def standing(app: Flask, half: Half) -> RoleState:
    with app.app_context():
        return role_states([half.pair_id])[half.pair_id]


def agree(maite: Half, ibrahim: Half, culture: Half) -> None:
    maite.do(roles.propose_guides, culture.me.id)
    ibrahim.do(roles.propose_guides, culture.me.id)


@pytest.mark.both_databases
class TestServices:
    def test_nothing_holds_before_the_other_accepts(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(roles.propose_guides, maite.me.id)
        state = standing(app, maite)
        assert state.guides == {}
        assert state.proposal is not None
        assert (state.proposal.culture_guide_id, state.proposal.proposed_by_id) == (maite.me.id, maite.me.id)
        ibrahim.do(roles.agree_on_guides, state.proposal.id)
        assert standing(app, maite) == RoleState({Strand.CULTURE: maite.me.id, Strand.STRATEGY: ibrahim.me.id}, None)

    def test_nobody_accepts_their_own_proposal(self, app: Flask) -> None:
        maite, _ = halves(app)
        maite.do(roles.propose_guides, maite.me.id)
        proposal = standing(app, maite).proposal
        assert proposal is not None
        with pytest.raises(Refusal):
            maite.do(roles.agree_on_guides, proposal.id)

    def test_proposing_what_the_other_proposed_is_agreeing(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        agree(maite, ibrahim, culture=ibrahim)
        assert standing(app, maite).guides[Strand.CULTURE] == ibrahim.me.id

    def test_proposing_the_same_twice_is_one_proposal(self, app: Flask) -> None:
        maite, _ = halves(app)
        maite.do(roles.propose_guides, maite.me.id)
        first = standing(app, maite).proposal
        maite.do(roles.propose_guides, maite.me.id)
        assert standing(app, maite).proposal == first

    def test_the_reverse_replaces_the_proposal(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(roles.propose_guides, maite.me.id)
        first = standing(app, maite).proposal
        ibrahim.do(roles.propose_guides, ibrahim.me.id)
        second = standing(app, maite).proposal
        assert first is not None
        assert second is not None
        assert second.proposed_by_id == ibrahim.me.id
        with pytest.raises(Refusal):
            ibrahim.do(roles.agree_on_guides, first.id)
        maite.do(roles.agree_on_guides, second.id)
        assert standing(app, maite).guides[Strand.CULTURE] == ibrahim.me.id

    def test_what_holds_stays_until_the_change_is_accepted(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        agree(maite, ibrahim, culture=maite)
        ibrahim.do(roles.propose_guides, ibrahim.me.id)
        assert standing(app, maite).guides[Strand.CULTURE] == maite.me.id
        maite.do(roles.propose_guides, ibrahim.me.id)
        assert standing(app, maite) == RoleState({Strand.CULTURE: ibrahim.me.id, Strand.STRATEGY: maite.me.id}, None)

    def test_proposing_what_holds_takes_the_change_away(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        agree(maite, ibrahim, culture=maite)
        ibrahim.do(roles.propose_guides, ibrahim.me.id)
        maite.do(roles.propose_guides, maite.me.id)
        assert standing(app, maite).proposal is None
        assert standing(app, maite).guides[Strand.CULTURE] == maite.me.id

    def test_history_is_kept(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        agree(maite, ibrahim, culture=maite)
        agree(maite, ibrahim, culture=ibrahim)
        with app.app_context():
            rows = db.session.query(StrandRole).filter_by(pair_id=maite.pair_id, strand=Strand.CULTURE).all()
        assert {(row.guide_id, row.replaced_at is None) for row in rows} == {
            (maite.me.id, False),
            (ibrahim.me.id, True),
        }

    def test_a_third_person_guides_nothing(self, app: Flask) -> None:
        maite, _ = halves(app)
        with pytest.raises(Refusal) as refused:
            maite.do(roles.propose_guides, person(app, "Noor").id)
        assert refused.value.field == "culture_guide"

    def test_a_pause_hands_nothing_over(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(roles.propose_guides, maite.me.id)
        proposal = standing(app, maite).proposal
        assert proposal is not None
        maite.do(lifecycle.pause)
        for act, argument in ((roles.propose_guides, ibrahim.me.id), (roles.agree_on_guides, proposal.id)):
            with pytest.raises(Refusal):
                ibrahim.do(act, argument)

    def test_a_closed_pair_settles_nothing_any_more(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        stale = maite.seen()
        maite.do(lifecycle.begin_closing)
        for one in (maite, ibrahim):
            one.do(lifecycle.finish)
        with pytest.raises(Refusal), app.app_context(), transaction():
            roles.propose_guides(stale, maite.me.id)

    def test_several_pairs_in_one_statement(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        other = halves(app, pair(app, maite.me, person(app, "Noor")))
        untouched = pair(app).id
        agree(maite, ibrahim, culture=maite)
        other[0].do(roles.propose_guides, other[1].me.id)
        with app.app_context(), counted(app) as sent:
            states = role_states([maite.pair_id, other[0].pair_id, untouched])
        assert len(sent) == 1
        assert states[maite.pair_id].guides[Strand.CULTURE] == maite.me.id
        assert states[other[0].pair_id].guides == {}
        assert states[other[0].pair_id].proposal is not None
        assert states[untouched] == RoleState({}, None)


class TestPages:
    def test_from_the_proposal_to_the_agreement(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        address = f"/pairs/{maite.pair_id}/roles"
        mine, theirs = maite.browser(), ibrahim.browser()
        assert post(mine, address, culture_guide=maite.me.id).headers["Location"] == f"{address}?done=proposed"
        assert "It waits for Ibrahim" in mine.get(address).text
        shown = theirs.get(address).text
        assert "Maïté guides culture, and you guide strategy." in shown
        proposal = standing(app, maite).proposal
        assert proposal is not None
        agreed = post(theirs, f"{address}/agree", proposal=proposal.id)
        assert agreed.headers["Location"] == f"{address}?done=agreed"
        assert "You guide" in theirs.get(address).text

    def test_the_reverse_is_one_button(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        address = f"/pairs/{maite.pair_id}/roles"
        maite.do(roles.propose_guides, maite.me.id)
        assert f'name="culture_guide" value="{ibrahim.me.id}"' in ibrahim.browser().get(address).text

    def test_no_choice_is_asked_again(self, app: Flask) -> None:
        maite, _ = halves(app)
        answer = post(maite.browser(), f"/pairs/{maite.pair_id}/roles")
        assert answer.status_code == 422
        assert "Choose one of the two of you." in answer.text

    def test_a_stranger_cannot_be_chosen(self, app: Flask) -> None:
        maite, _ = halves(app)
        noor = person(app, "Noor")
        assert post(maite.browser(), f"/pairs/{maite.pair_id}/roles", culture_guide=noor.id).status_code == 422
        assert standing(app, maite).proposal is None

    def test_accepting_what_has_changed_shows_what_is_proposed_now(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(roles.propose_guides, maite.me.id)
        shown = standing(app, maite).proposal
        assert shown is not None
        maite.do(roles.propose_guides, ibrahim.me.id)
        answer = post(ibrahim.browser(), f"/pairs/{maite.pair_id}/roles/agree", proposal=shown.id)
        assert answer.status_code == 409
        assert "has changed in the meantime" in answer.text
        assert "You guide culture, and Maïté guides strategy." in answer.text
        assert standing(app, maite).guides == {}

    def test_a_pause_that_came_meanwhile_is_told(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        ibrahim.do(lifecycle.pause)
        answer = post(maite.browser(), f"/pairs/{maite.pair_id}/roles", culture_guide=maite.me.id)
        assert answer.status_code == 409
        assert "The pair is on pause." in answer.text
        assert 'name="culture_guide"' not in maite.browser().get(f"/pairs/{maite.pair_id}/roles").text

    def test_a_closed_pair_still_shows_who_guided(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        agree(maite, ibrahim, culture=maite)
        maite.do(lifecycle.begin_closing)
        for one in (maite, ibrahim):
            one.do(lifecycle.finish)
        page = maite.browser().get(f"/pairs/{maite.pair_id}/roles").text
        assert "You guide" in page
        assert 'name="culture_guide"' not in page
