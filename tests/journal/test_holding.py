"""What a press had read before it held the pair is out of date by then. SQLite lets nobody in between."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from portal.journal import service
from portal.journal.models import Reflection
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from tests.journal.acting import Two, reflection

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def test_a_seal_is_not_taken_back_once_the_other_has_opened_both(app: Flask, two: Two) -> None:
    mine = two.first.save_and_seal(two.about)
    with app.app_context(), ThreadPoolExecutor(1) as elsewhere:
        pair = two.first.pair()
        with pytest.raises(Refusal), transaction():
            read = db.session.get_one(Reflection, mine)
            assert read.opened_at is None
            elsewhere.submit(two.second.save_and_seal, two.about).result()
            service.take_back(pair, mine)
    row = reflection(app, mine)
    assert row.opened_at is not None
    assert row.sealed_at is not None
