"""The demo programme: whole or not at all, once, and only where nobody real is."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.curriculum.service import read_tree, sync
from portal.demo import fill, people, words
from portal.demo.people import Cast
from portal.journal.models import Reflection
from portal.kernel import clock
from portal.kernel.database import Base, UTCDateTime, db
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.models import PairLesson
from portal.programs.models import Enrolment
from portal.programs.rules import EnrolmentRole
from portal.shipped import shipped
from portal.today.rules import Deed, Thing
from portal.today.service import Day, read_day
from tests import builders

AGE = re.compile(r"\b(ans|âge|age|aged|jeunes?|vieux|vieille|young|old|boomers?|g[ée]n[ée]rations?)\b", re.IGNORECASE)


def take_lessons_in(app: Flask) -> None:
    with app.app_context():
        publication = sync(read_tree(shipped("lessons")))
        with transaction():
            publication.publish()


@pytest.fixture
def demo(app: Flask) -> Flask:
    """A portal with its lessons and its demo."""
    take_lessons_in(app)
    fill(app)
    return app


def everything(app: Flask) -> dict[str, list[str]]:
    """Every row of every table."""
    with app.app_context():
        return {
            table.name: sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def someone(app: Flask, one: Cast) -> builders.Someone:
    with app.app_context():
        row = db.session.scalars(select(Person).where(Person.email == one.email)).one()
        return builders.Someone(row.id, row.name, one.email)


def day_of(app: Flask, one: Cast) -> Day:
    found = someone(app, one)
    with app.app_context():
        seen_until = db.session.scalars(select(Person.seen_until).where(Person.id == found.id)).one()
        return read_day(
            Actor(
                id=found.id,
                name=found.name,
                language=one.language,
                time_zone="America/Toronto",
                session_id="",
                csrf_secret="",
                seen_until=seen_until,
            )
        )


def moments(app: Flask) -> Iterator[tuple[str, datetime]]:
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for column in (one for one in table.columns if isinstance(one.type, UTCDateTime)):
                for moment in db.session.scalars(select(column).where(column.is_not(None))):
                    yield f"{table.name}.{column.name}", moment


def test_everybody_signs_in_with_the_password_that_is_given(demo: Flask) -> None:
    for one in people.EVERYBODY:
        client = demo.test_client()
        signed_in = builders.post(client, "/login", seen_on="/login", email=one.email, password=people.PASSWORD)
        assert signed_in.status_code == 303
        assert client.get("/today").status_code == 200


def test_everybody_is_marked_as_invented(demo: Flask) -> None:
    with demo.app_context():
        assert set(db.session.scalars(select(Person.is_demo))) == {True}


def test_a_second_run_changes_nothing(demo: Flask) -> None:
    before = everything(demo)
    again = fill(demo)
    assert not again.is_new
    assert everything(demo) == before


def test_whoever_signs_up_in_the_demo_does_not_stand_in_the_way_of_the_next_run(demo: Flask) -> None:
    builders.person(demo, "Somebody real")
    assert not fill(demo).is_new


def test_a_database_with_real_people_is_refused_and_left_alone(app: Flask) -> None:
    take_lessons_in(app)
    builders.person(app, "Somebody real")
    before = everything(app)
    with pytest.raises(Refusal, match="people in this database"):
        fill(app)
    assert everything(app) == before


def test_without_lessons_nothing_is_made(app: Flask) -> None:
    before = everything(app)
    with pytest.raises(Refusal, match="portal init"):
        fill(app)
    assert everything(app) == before


def test_it_all_happened_in_the_weeks_before_now(app: Flask) -> None:
    take_lessons_in(app)
    now = clock.now()
    fill(app)
    told = [(name, at) for name, at in moments(app) if at < now - timedelta(hours=1)]
    assert min(at for _, at in told) > now - timedelta(weeks=6)
    ahead = {name for name, at in moments(app) if at > clock.now()}
    assert ahead == {"invitation.expires_at", "meeting.starts_at"}


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_it_is_told_at_any_hour(app: Flask, hour: int) -> None:
    take_lessons_in(app)
    moment = datetime(2026, 3, 1, hour, 30, tzinfo=clock.now().tzinfo)
    with clock.at(moment):
        fill(app)
    assert max(at for name, at in moments(app) if name == "reflection.saved_at") < moment


def test_maite_is_to_answer_what_ibrahim_heard_and_goes_on_with_her_draft(demo: Flask) -> None:
    day = day_of(demo, people.MAITE)
    things = {item.thing for item in (day.next, *day.waits) if item}
    assert {Thing.ANSWER, Thing.GO_ON} <= things
    assert {Deed.HEARD, Deed.SEALED, Deed.NOTED} <= {one.deed for one in day.news}


def test_ibrahim_is_to_hear_maite_and_waits_for_her_reflection(demo: Flask) -> None:
    things = {item.thing for item in day_of(demo, people.IBRAHIM).waits}
    assert {Thing.HEAR, Thing.SEALED} <= things


def test_the_second_pair_has_just_begun(demo: Flask) -> None:
    day = day_of(demo, people.OWEN)
    assert day.next is not None
    assert day.next.thing is Thing.ANSWER_ROLES
    assert day_of(demo, people.PRIYA).news


def test_an_invitation_is_open(demo: Flask) -> None:
    (invitation,) = day_of(demo, people.ETIENNE).invitations
    assert invitation.email == people.INVITED


def test_three_lessons_are_done_together_and_one_has_swapped_roles(demo: Flask) -> None:
    ibrahim = someone(demo, people.IBRAHIM)
    with demo.app_context():
        together = select(func.count()).where(PairLesson.done_together_at.is_not(None))
        assert db.session.scalar(together) == 3
        swapped = db.session.scalars(select(PairLesson.guide_id).where(PairLesson.guide_set_at.is_not(None))).all()
    assert swapped == [ibrahim.id]


def test_the_coordinator_is_enrolled(demo: Flask) -> None:
    rosalie = someone(demo, people.ROSALIE)
    with demo.app_context():
        roles = db.session.scalars(select(Enrolment.role).where(Enrolment.person_id == rosalie.id)).all()
    assert roles == [EnrolmentRole.COORDINATOR]


def test_what_they_wrote_lies_encrypted(demo: Flask) -> None:
    with demo.app_context():
        ciphers = list(db.session.scalars(select(Reflection.text_cipher)))
    assert len(ciphers) == 8
    assert not any(b"Ibrahim" in cipher for cipher in ciphers if cipher)


def test_nobody_speaks_of_ages() -> None:
    said = [repr(value) for name, value in vars(words).items() if name.isupper()]
    assert said
    assert not [text for text in said if AGE.search(text)]
