"""Statements that are written as SQL once give the same rows as SQLAlchemy does, on both databases."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, select

from portal.accounts.models import Person
from portal.curriculum.rules import Strand
from portal.kernel.database import db
from portal.kernel.reading import Reading
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair, StrandRole
from tests import builders

pytestmark = pytest.mark.both_databases

BY_ID = select(Person.id, Person.name, Person.created_at, Person.seen_until, Person.is_demo).where(
    Person.id == bindparam("person")
)
SOME = (
    select(Person.id, Person.name)
    .where(Person.id.in_(bindparam("people", expanding=True)), Person.language == "fr")
    .order_by(Person.name)
)


def test_rows_have_the_names_and_the_types_of_their_columns(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    with app.app_context():
        row = Reading(BY_ID).one_or_none(person=someone.id)
        assert tuple(row) == tuple(db.session.execute(BY_ID, {"person": someone.id}).one())
        assert row.name == "Maïté"
        assert row.created_at.tzinfo is UTC
        assert row.seen_until is None
        assert row.is_demo is False


def test_an_enum_comes_back_as_itself(app: Flask) -> None:
    pair = builders.pair(app)
    with app.app_context():
        with transaction():
            db.session.add(
                StrandRole(
                    pair_id=pair.id,
                    strand=Strand.CULTURE,
                    guide_id=pair.first.id,
                    proposed_by_id=pair.first.id,
                    proposed_at=datetime(2026, 1, 1, tzinfo=UTC),
                )
            )
        row = Reading(select(StrandRole.strand).where(StrandRole.pair_id == bindparam("pair"))).one_or_none(
            pair=pair.id
        )
        assert row.strand is Strand.CULTURE


@pytest.mark.parametrize("count", [1, 2, 3])
def test_lists_of_any_length_can_be_asked_about(app: Flask, count: int) -> None:
    people = [builders.person(app, name) for name in ("Anouk", "Bastien", "Camille")]
    reading = Reading(SOME)
    with app.app_context():
        rows = reading.all(people=[one.id for one in people[:count]])
        again = reading.all(people=[one.id for one in people[-count:]])
    assert [row.name for row in rows] == ["Anouk", "Bastien", "Camille"][:count]
    assert [row.name for row in again] == ["Anouk", "Bastien", "Camille"][-count:]


def test_an_empty_list_finds_nobody(app: Flask) -> None:
    builders.person(app)
    with app.app_context():
        assert Reading(SOME).all(people=[]) == []


def test_a_moment_can_be_compared_with(app: Flask) -> None:
    builders.person(app)
    reading = Reading(select(Person.id).where(Person.created_at < bindparam("moment")))
    with app.app_context():
        assert reading.all(moment=datetime(2000, 1, 1, tzinfo=UTC)) == []
        assert len(reading.all(moment=datetime(3000, 1, 1, tzinfo=UTC))) == 1


def test_what_a_transaction_has_not_sent_yet_is_seen(app: Flask) -> None:
    pair = builders.pair(app)
    reading = Reading(select(Pair.closing_at).where(Pair.id == bindparam("pair")))
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with app.app_context(), transaction():
        db.session.get_one(Pair, pair.id).closing_at = moment
        assert reading.one_or_none(pair=pair.id).closing_at == moment


def test_several_rows_where_one_was_expected_are_an_error(app: Flask) -> None:
    builders.pair(app)
    with app.app_context(), pytest.raises(RuntimeError):
        Reading(select(Person.id)).one_or_none()
    with app.app_context():
        assert Reading(BY_ID).one_or_none(person="nobody") is None


def test_where_nothing_is_begun_a_statement_sees_what_is_committed_by_then(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    reading = Reading(BY_ID)
    with app.app_context():
        assert reading.one_or_none(person=someone.id).name == "Maïté"
        with transaction():
            db.session.get_one(Person, someone.id).name = "Maëlle"
            assert reading.one_or_none(person=someone.id).name == "Maëlle"
        assert reading.one_or_none(person=someone.id).name == "Maëlle"
        assert not db.session().in_transaction()


def test_a_connection_that_no_longer_answers_is_replaced(app: Flask) -> None:
    someone = builders.person(app, "Maïté")
    reading = Reading(BY_ID)
    with app.app_context():
        reading.one_or_none(person=someone.id)
        for connection in app.extensions["readers"]._idle:  # noqa: SLF001 (as the end of a server closes them)
            connection.close()
        assert reading.one_or_none(person=someone.id).name == "Maïté"
        db.session.rollback()
        assert reading.one_or_none(person=someone.id).name == "Maïté"


def test_a_connection_for_reading_writes_nothing(app: Flask) -> None:
    with app.app_context(), pytest.raises(db.engine.dialect.loaded_dbapi.Error):
        app.extensions["readers"].fetch("DELETE FROM person", ())
