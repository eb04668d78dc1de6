"""What a person sees of their pairs, and how many statements it takes."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair
from portal.pairs.queries import my_pair, my_pairs
from portal.pairs.rules import CLOSING_LASTS, PairState
from portal.pairs.service import agreement, roles
from tests.builders import Someone, pair, person
from tests.pairs.acting import actor_of, counted, halves, invitation


def close(app: Flask, pair_id: str, **moments: object) -> None:
    with app.app_context(), transaction():
        for name, moment in moments.items():
            setattr(db.session.get_one(Pair, pair_id), name, moment)


def several(app: Flask, count: int) -> tuple[Someone, list[str]]:
    """Somebody in so many pairs, made a day apart, the first made first."""
    maite, made = person(app, language="en"), []
    for day in range(count):
        with clock.at(clock.now() - timedelta(days=count - day)):
            made.append(pair(app, maite, person(app, f"Partner {day}")).id)
    return maite, made


@pytest.mark.both_databases
def test_ones_pairs_open_ones_first_then_the_newest(app: Flask) -> None:
    maite, (oldest, lapsed, closed, newest) = several(app, 4)
    close(app, lapsed, closing_at=clock.now() - CLOSING_LASTS)
    close(app, closed, closing_at=clock.now(), closed_at=clock.now())
    with app.app_context():
        found = my_pairs(actor_of(maite))
    assert [one.id for one in found] == [newest, oldest, closed, lapsed]
    assert [one.state for one in found] == [PairState.ACTIVE] * 2 + [PairState.CLOSED] * 2
    assert found[0].partner.name == "Partner 3"


@pytest.mark.both_databases
def test_each_of_the_two_sees_the_other(app: Flask) -> None:
    maite, ibrahim = halves(app)
    mine, theirs = maite.seen(), ibrahim.seen()
    assert (mine.me.name, mine.partner.name) == ("Maïté", "Ibrahim")
    assert (theirs.me.name, theirs.partner.name) == ("Ibrahim", "Maïté")
    assert (mine.me.seat, theirs.me.seat) == (1, 2)


def test_a_pair_is_nothing_to_anybody_else(app: Flask) -> None:
    two, noor = pair(app), person(app, "Noor")
    with app.app_context():
        assert my_pair(actor_of(noor), pair=two.id) is None
        assert my_pair(actor_of(two.first), pair="made-up") is None


def test_a_list_of_pairs_is_one_statement(app: Flask) -> None:
    for count in (1, 5):
        maite, _ = several(app, count)
        with counted(app) as sent, app.app_context():
            assert len(my_pairs(actor_of(maite))) == count
        assert len(sent) == 1


@pytest.mark.parametrize(("page", "statements"), [("", 3), ("new", 1)])
def test_the_pages_of_all_pairs_ask_a_fixed_number_of_times(app: Flask, page: str, statements: int) -> None:
    for count in (1, 5):
        maite, _ = several(app, count)
        for _ in range(count):
            invitation(app, maite)
        browser = halves(app)[0].browser()
        with counted(app) as sent:
            assert browser.get(f"/pairs/{page}").status_code == 200
        assert len(sent) == statements


@pytest.mark.parametrize(("page", "statements"), [("roles", 3), ("agreement", 6), ("settings", 6), ("close", 2)])
def test_the_pages_of_a_pair_ask_a_fixed_number_of_times(app: Flask, page: str, statements: int) -> None:
    maite, ibrahim = halves(app)
    browser = maite.browser()

    def asked() -> int:
        with counted(app) as sent:
            assert browser.get(f"/pairs/{maite.pair_id}/{page}").status_code == 200
        return len(sent)

    for one in (maite, ibrahim):
        one.hand_over()
        one.do(roles.propose_guides, maite.me.id)
    assert asked() == statements
    for _ in range(3):
        ibrahim.do(agreement.sign, maite.propose())
    assert asked() == statements


def test_reading_writes_nothing(app: Flask) -> None:
    maite, ibrahim = halves(app)
    for one in (maite, ibrahim):
        one.hand_over()
    browser = maite.browser()
    pages = ["roles", "agreement", "agreement/text", "settings", "close"]
    with counted(app) as sent:
        for address in [f"/pairs/{maite.pair_id}/{page}" for page in pages] + ["/pairs/", "/pairs/new"]:
            answer = browser.get(address)
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers
    assert all(statement.startswith("SELECT") for statement in sent)
