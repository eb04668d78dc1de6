"""A pair that writes to each other, and the people who could handle a report of theirs."""

from dataclasses import dataclass

import pytest
from flask import Flask

from portal.accounts.rules import SiteRole
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair
from portal.programs.models import Program
from portal.programs.rules import EnrolmentRole
from tests import builders
from tests.builders import Someone
from tests.journal.acting import Two, lesson
from tests.safety.acting import Reporter


@dataclass(frozen=True)
class Handlers:
    """Two who coordinate the pair's programme, and an administrator."""

    first: Someone
    second: Someone
    administrator: Someone


@pytest.fixture
def two(app: Flask) -> Two:
    maite, ibrahim = (builders.person(app, name, language="en") for name in ("Maïté", "Ibrahim"))
    return Two(app, builders.pair(app, maite, ibrahim), lesson(app))


@pytest.fixture
def handlers(app: Flask, two: Two) -> Handlers:
    """The pair is in a programme of an organisation."""
    program_id = new_id()
    with app.app_context(), transaction():
        names = {"name_fr": "Programme de l’école", "name_en": "The school’s programme"}
        db.session.add(Program(id=program_id, slug="ecole", created_at=now(), **names))
        db.session.flush()
        db.session.get_one(Pair, two.pair.id).program_id = program_id
    one, other = builders.person(app, "Camille", language="en"), builders.person(app, "Yannick", language="en")
    for someone in (one, other):
        builders.enrol(app, someone, program_id, EnrolmentRole.COORDINATOR)
    for someone in (two.pair.first, two.pair.second):
        builders.enrol(app, someone, program_id)
    boss = builders.person(app, "Rosalie", language="en", roles=(SiteRole.ADMINISTRATOR,))
    return Handlers(one, other, boss)


@pytest.fixture
def maite(app: Flask, two: Two) -> Reporter:
    """She reports."""
    return Reporter(app, two.pair, two.pair.first)
