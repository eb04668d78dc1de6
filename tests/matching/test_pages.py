"""What people offer and seek, the profile that their partner reads, and who else reads it: nobody."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal.accounts.rules import SiteRole
from portal.assessment.models import Sitting
from portal.assessment.rules import Given, SittingKind
from portal.kernel import ledger
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.matching.models import Offer, Seek, ShownLevel
from portal.matching.rules import MOST, STRONG, WEAK, GiveAndTake, proposal
from portal.pairs.models import Pair, PairPerson
from portal.programs.rules import EnrolmentRole
from tests import builders
from tests.assessment.asking import all_given, ask, sit, source
from tests.builders import TwoPeople, csrf, sign_in

OFFERS, PROFILE = "/account/offers", "/account/profile"
STRONG_CULTURE = all_given("d", 1, cu01=Given("a", 3), cu02=Given("a", 3), cu03=Given("a", 3), cu04=Given("b", 3))
"""6 and 5 of 6 in culture, nothing elsewhere."""


@pytest.fixture
def two(app: Flask) -> TwoPeople:
    ask(app)
    people = (builders.person(app, name, language="en") for name in ("Maïté", "Ibrahim"))
    return builders.pair(app, *people)


@pytest.fixture
def maite(app: Flask, two: TwoPeople) -> FlaskClient:
    return sign_in(app, two.first)


@pytest.fixture
def ibrahim(app: Flask, two: TwoPeople) -> FlaskClient:
    return sign_in(app, two.second)


def say(browser: FlaskClient, *offers: str, seeks: tuple[str, ...] = (), version: int = 0) -> TestResponse:
    ranked = [(f"seek_{rank}", key) for rank, key in enumerate(seeks, start=1)]
    fields = [("csrf_token", csrf(browser, "/help")), ("version", str(version)), *(("offers", one) for one in offers)]
    return browser.post(OFFERS, data=MultiDict([*fields, *ranked]))


def show(browser: FlaskClient, app: Flask, who: str, *strands: str, version: int = 0) -> TestResponse:
    with app.app_context():
        sitting = db.session.query(Sitting).filter_by(person_id=who).order_by(Sitting.begun_at.desc()).first()
        assert sitting is not None
        sent = [("sitting", sitting.id), ("version", str(version)), *(("strands", strand) for strand in strands)]
    return browser.post(f"{PROFILE}/levels", data=MultiDict([("csrf_token", csrf(browser, "/help")), *sent]))


def ticked(page: str) -> list[str]:
    return re.findall(r'<input checked[^>]*name="offers"[^>]*value="([^"]+)"', page)


def chosen(page: str) -> list[str]:
    return re.findall(r'<option selected value="([^"]*)"', page)


def partner_page(browser: FlaskClient, two: TwoPeople) -> str:
    return " ".join(browser.get(f"/pairs/{two.id}/partner").text.split())


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 6)))
def test_a_proposal_offers_the_strongest_and_seeks_the_weakest(points: dict[str, int]) -> None:
    said = proposal(points)
    assert len(said.offers) == min(MOST, sum(one >= STRONG for one in points.values()))
    assert len(said.seeks) == min(MOST, sum(one <= WEAK for one in points.values()))
    assert [points[key] for key in said.offers] == sorted((points[key] for key in said.offers), reverse=True)
    assert [points[key] for key in said.seeks] == sorted(points[key] for key in said.seeks)
    left = {key for key in points if key not in (*said.offers, *said.seeks)}
    assert not said.offers or all(points[key] <= min(points[one] for one in said.offers) for key in left)
    assert not said.in_both


def test_the_form_proposes_and_keeps_nothing_by_itself(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    assert ticked(maite.get(OFFERS).text) == []
    sit(app, two.first.id, SittingKind.BEFORE, STRONG_CULTURE)
    page = maite.get(OFFERS).text
    assert ticked(page) == ["culture-1", "culture-2"]
    assert chosen(page)[:4] == ["strategy-1", "strategy-2", "together-1", "together-2"]
    assert "Nothing is saved before you say so." in page
    assert "Nothing is said here yet." in partner_page(ibrahim, two)
    with app.app_context():
        assert db.session.query(Offer).count() == db.session.query(Seek).count() == 0


def test_what_is_said_is_read_by_the_partner_in_its_order(
    two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    saved = say(maite, "culture-2", seeks=("together-1", "strategy-2"))
    assert saved.headers["Location"] == f"{PROFILE}?done=said"
    assert ticked(maite.get(OFFERS).text) == ["culture-2"]
    page = partner_page(ibrahim, two)
    assert "What Maïté offers and seeks" in page
    offers, seeks = page.index("Dimension culture 2"), page.index("Dimension together 1")
    assert offers < seeks < page.index("Dimension strategy 2")
    assert "of 6" not in page


def test_what_is_wrong_is_said_beside_it_and_kept_on_the_page(maite: FlaskClient) -> None:
    both = say(maite, "culture-1", seeks=("culture-1",))
    assert (both.status_code, ticked(both.text)) == (422, ["culture-1"])
    assert "You offer and seek the same dimension" in both.text
    assert "You chose a dimension twice" in say(maite, seeks=("culture-1", "culture-1")).text
    everything = say(
        maite, *(f"{one}-{n}" for one in ("culture", "strategy", "together") for n in (1, 2)), seeks=("culture-1",) * 2
    )
    told = ("Choose five at most", "You offer and seek the same dimension", "You chose a dimension twice")
    assert [sentence in everything.text for sentence in told] == [True] * 3
    six = [f"{strand}-{number}" for strand in ("culture", "strategy", "together") for number in (1, 2)]
    assert "Choose five at most" in say(maite, *six).text
    assert say(maite, "nothing-of-the-kind").status_code == 422


def test_a_stale_form_overwrites_nothing_and_loses_nothing(maite: FlaskClient) -> None:
    assert say(maite, "culture-1").status_code == 303
    assert say(maite, "culture-1").status_code == 303, "the same, sent again"
    stale = say(maite, "culture-2")
    assert (stale.status_code, ticked(stale.text)) == (409, ["culture-2"])
    assert "Offered now" in stale.text
    assert say(maite, "culture-2", version=1).status_code == 303
    assert ticked(maite.get(OFFERS).text) == ["culture-2"]


def test_a_level_is_seen_where_its_owner_put_it_and_gone_in_one_press(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given("a", 3))
    assert "Ready to guide" not in partner_page(ibrahim, two)
    assert show(maite, app, two.first.id, "culture").headers["Location"] == f"{PROFILE}?done=shown"
    page = partner_page(ibrahim, two)
    assert page.count("<strong>Ready to guide</strong>") == 1
    assert "36" not in re.sub(r"<[^>]*>", "", page)
    for _press in range(2):
        builders.post(maite, f"{PROFILE}/levels/remove")
        assert "Ready to guide" not in partner_page(ibrahim, two)


def test_a_later_sitting_changes_nothing_that_is_shown(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given("c", 3))
    show(maite, app, two.first.id, "culture")
    sit(app, two.first.id, SittingKind.AFTER, all_given("a", 3))
    assert "<strong>To explore</strong>" in partner_page(ibrahim, two)
    show(maite, app, two.first.id, "culture", "strategy", version=1)
    assert partner_page(ibrahim, two).count("<strong>Ready to guide</strong>") == 2


def test_a_stale_tab_puts_no_level_back(app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given("a", 3))
    assert show(maite, app, two.first.id, "culture").status_code == 303
    assert show(maite, app, two.first.id, "culture").status_code == 303, "the same, sent again"
    builders.post(maite, f"{PROFILE}/levels/remove")
    for version in (0, 1):
        stale = show(maite, app, two.first.id, "culture", version=version)
        assert stale.status_code == 409
        assert "were changed elsewhere in the meantime" in stale.text
        assert re.search(r'<input checked[^>]*name="strands"[^>]*value="culture"', stale.text)
    assert "Ready to guide" not in partner_page(ibrahim, two)
    (newer,) = re.findall(r'name="version" value="(\d+)"', stale.text)
    assert show(maite, app, two.first.id, "culture", version=int(newer)).status_code == 303
    assert "Ready to guide" in partner_page(ibrahim, two)


def test_a_profile_is_its_persons_own_during_a_pause_too(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given("a", 3))
    with app.app_context(), transaction():
        db.session.get_one(PairPerson, (two.id, two.second.id)).paused_at = now() - timedelta(minutes=1)
    show(maite, app, two.first.id, "culture")
    assert "Ready to guide" in partner_page(ibrahim, two)
    builders.post(maite, f"{PROFILE}/levels/remove")
    assert "Ready to guide" not in partner_page(ibrahim, two)


def test_what_was_shown_by_an_older_page_is_looked_at_again(app: Flask, two: TwoPeople, maite: FlaskClient) -> None:
    """Nobody puts a level there that they have not seen."""
    sit(app, two.first.id, SittingKind.BEFORE, all_given("c", 3))
    with app.app_context():
        older = db.session.query(Sitting).one().id
    sit(app, two.first.id, SittingKind.AFTER, all_given("a", 3))
    stale = builders.post(maite, f"{PROFILE}/levels", sitting=older, strands="culture")
    assert stale.status_code == 409
    assert "Your results changed in the meantime" in stale.text
    with app.app_context():
        assert db.session.query(ShownLevel).count() == 0


def test_somebody_elses_sitting_cannot_be_shown(app: Flask, two: TwoPeople, ibrahim: FlaskClient) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given())
    with app.app_context():
        maites = db.session.query(Sitting).one().id
    assert builders.post(ibrahim, f"{PROFILE}/levels", sitting=maites, strands="culture").status_code == 422
    sit(app, two.second.id, SittingKind.BEFORE, all_given("d"))
    assert builders.post(ibrahim, f"{PROFILE}/levels", sitting=maites, strands="culture").status_code == 409


def test_a_closed_pair_reads_no_profile_any_more(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    say(maite, "culture-1")
    with app.app_context(), transaction():
        db.session.get_one(Pair, two.id).closed_at = now() - timedelta(minutes=1)
    assert ibrahim.get(f"/pairs/{two.id}/partner").status_code == 404


def test_no_role_sees_it(app: Flask, two: TwoPeople, maite: FlaskClient) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given())
    say(maite, "culture-1")
    show(maite, app, two.first.id, "culture")
    coordinator = builders.person(app, "Camille")
    builders.enrol(app, coordinator, two.program_id, EnrolmentRole.COORDINATOR)
    administrator = builders.person(app, "Rosalie", roles=(SiteRole.ADMINISTRATOR,))
    for who in (coordinator, administrator):
        browser = sign_in(app, who)
        assert browser.get(f"/pairs/{two.id}/partner").status_code == 404
    page = sign_in(app, administrator).get(f"/admin/people/{two.first.id}").text
    assert "Maïté" in page
    assert "Dimension" not in page


def test_what_was_taken_down_stays_down_after_a_restore(app: Flask, two: TwoPeople, maite: FlaskClient) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given())
    show(maite, app, two.first.id, "culture")
    with app.app_context():
        row = db.session.query(ShownLevel).one()
        kept = {column.name: getattr(row, column.name) for column in ShownLevel.__table__.columns}
    builders.post(maite, f"{PROFILE}/levels/remove")
    with app.app_context():
        with transaction():
            db.session.add(ShownLevel(**kept))
        with transaction():
            ledger.replay(ledger.read(ledger.ledger_path()))
        assert db.session.query(ShownLevel).count() == 0


def test_what_is_no_dimension_any_more_is_told_to_nobody(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    say(maite, "culture-1", seeks=("strategy-1",))
    ask(app, "")
    assert maite.get(OFFERS).status_code == 200
    assert "culture-1" not in partner_page(ibrahim, two)


def test_what_is_said_keeps_its_parts_apart() -> None:
    said = GiveAndTake(("a", "b"), ("b", "c"))
    assert said.in_both == {"b"}
    assert said.known({"a": 1, "c": 1}) == GiveAndTake(("a",), ("c",))


def test_a_strand_without_a_level_shows_none(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    """It cannot be put there."""
    sit(app, two.first.id, SittingKind.BEFORE, all_given("a", 3, to01=Given(), to02=Given(), to03=Given()))
    assert show(maite, app, two.first.id, "together").status_code == 422


def test_a_level_stays_as_it_was_published_whatever_becomes_of_the_situations(
    app: Flask, two: TwoPeople, maite: FlaskClient, ibrahim: FlaskClient
) -> None:
    sit(app, two.first.id, SittingKind.BEFORE, all_given("a", 3))
    assert show(maite, app, two.first.id, "culture").status_code == 303
    for changed in (source().replace("worth = 3", "worth = 9").replace("worth = 0", "worth = 3"), "", source(3)):
        ask(app, changed)
        assert "<strong>Ready to guide</strong>" in partner_page(ibrahim, two)
        assert "Ready to guide" in maite.get(PROFILE).text
