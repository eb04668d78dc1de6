"""How many statements the pages of a pair take: few, and the same whatever else lies in the database."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.meetings.models import Meeting
from tests import builders
from tests.bench.filling import VISITED_LESSON, Visit, cookie_of, fill
from tests.bench.weighing import cold_and_warm

pytestmark = pytest.mark.both_databases

FEW, MANY = 2, 120
MOST = 6

PAGES = {
    "lesson": "/pairs/{pair}/lessons/" + VISITED_LESSON,
    "today": "/today",
    "workspace": "/pairs/{pair}",
    "ritual": "/pairs/{pair}/ritual",
    "agendas": "/pairs/{pair}/agendas",
    "agenda": "/pairs/{pair}/agendas/1",
    "meetings": "/pairs/{pair}/meetings",
}


def browser_of(app: Flask, visit: Visit) -> FlaskClient:
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_COOKIE"] = f"session={cookie_of(app, visit)}"
    return client


def counted(app: Flask, visit: Visit) -> dict[str, tuple[int, int]]:
    client = browser_of(app, visit)
    return {name: cold_and_warm(app, client, address.format(pair=visit.pair_id)) for name, address in PAGES.items()}


@pytest.fixture
def counts(app: Flask) -> dict[str, tuple[int, int]]:
    """By page, cold and warm, with few pairs in the database."""
    return counted(app, fill(app, FEW, 1)[0])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_few_statements(counts: dict[str, tuple[int, int]], page: str) -> None:
    cold, warm = counts[page]
    assert 0 < warm <= cold <= MOST


def test_it_takes_no_more_among_many_pairs(app: Flask, counts: dict[str, tuple[int, int]]) -> None:
    (visit,) = fill(app, MANY, 1)
    assert counted(app, visit) == counts


def test_today_takes_no_more_for_someone_in_several_pairs(app: Flask, counts: dict[str, tuple[int, int]]) -> None:
    (visit,) = fill(app, FEW, 1)
    with app.app_context():
        maite = db.session.get_one(Person, visit.person_id)
        someone = builders.Someone(maite.id, maite.name, maite.email or "")
    for name in ("Anouk", "Bastien", "Camille"):
        builders.pair(app, someone, builders.person(app, name))
    assert counted(app, visit)["today"] == counts["today"]


def test_they_take_no_more_with_two_hundred_meetings(app: Flask, counts: dict[str, tuple[int, int]]) -> None:
    (visit,) = fill(app, FEW, 1)
    moment, day = now(), timedelta(days=1)
    with app.app_context(), transaction():
        for number in range(200):
            is_held = number % 3 == 0
            db.session.add(
                Meeting(
                    pair_id=visit.pair_id,
                    proposed_by_id=visit.person_id,
                    uid=new_id(),
                    offered=[],
                    starts_at=moment + (number - 150) * day,
                    minutes=60,
                    created_at=moment - 200 * day,
                    changed_at=moment,
                    agreed_at=moment,
                    held_at=moment if is_held else None,
                    cancelled_at=moment if not is_held and number < 150 else None,
                    cancelled_by_id=visit.person_id if not is_held and number < 150 else None,
                )
            )
    assert counted(app, visit) == counts
