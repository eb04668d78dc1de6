"""A pair goes on after it was closed: the same journal, and nothing that opens by it."""

import pytest
from flask import Flask

from portal.journal.rules import EntryState, ReflectionState
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.pairs.models import Pair, PairLesson
from portal.pairs.service import going_on, leaving
from tests import builders
from tests.journal.acting import OTHER_TEXT, TEXT, Two, Writer, lesson

pytestmark = pytest.mark.both_databases

DRAFT, SEALED, OPEN = ReflectionState.DRAFT, ReflectionState.SEALED, ReflectionState.OPEN


@pytest.fixture
def elsewhere(app: Flask) -> Two:
    """Two in an organisation's programme."""
    return Two(app, builders.pair(app, program_id=builders.program(app, "ecole")), lesson(app))


def move(app: Flask, two: Two) -> None:
    """The first leaves the programme; both say that they go on."""
    with app.app_context(), transaction():
        leaving.leave_program(two.pair.first.id, two.pair.program_id)
    for one in (two.first, two.second):
        with one.writing() as pair:
            going_on.say_yes(pair)


def state_and_text(reader: Writer, row: str, *, mine: bool) -> tuple[ReflectionState, str | None] | None:
    seen = reader.read(row)
    side = None if seen is None else seen.mine if mine else seen.theirs
    return None if side is None else (side.state, side.text)


def test_what_was_open_stays_open_and_is_answered(app: Flask, elsewhere: Two) -> None:
    mine, theirs = elsewhere.both_open()
    move(app, elsewhere)
    assert state_and_text(elsewhere.second, mine, mine=False) == (OPEN, TEXT)
    elsewhere.first.confirm(mine, elsewhere.second.hear(mine))
    assert state_and_text(elsewhere.first, theirs, mine=False) == (OPEN, OTHER_TEXT)


def test_what_was_sealed_stays_private_whatever_the_other_seals(app: Flask, elsewhere: Two) -> None:
    mine = elsewhere.first.save_and_seal(elsewhere.about)
    move(app, elsewhere)
    assert state_and_text(elsewhere.first, mine, mine=True) == (ReflectionState.KEPT, TEXT)
    theirs = elsewhere.second.save_and_seal(elsewhere.about, OTHER_TEXT)
    assert elsewhere.second.read(mine) is None
    assert mine not in elsewhere.second.lines()
    assert state_and_text(elsewhere.second, theirs, mine=True) == (SEALED, OTHER_TEXT)


def test_a_draft_and_a_pass_are_what_they_were(app: Flask, elsewhere: Two) -> None:
    mine, theirs = elsewhere.first.save(elsewhere.about), elsewhere.second.pass_over(elsewhere.about)
    move(app, elsewhere)
    assert state_and_text(elsewhere.first, mine, mine=True) == (DRAFT, TEXT)
    assert state_and_text(elsewhere.first, theirs, mine=False) == (ReflectionState.PASSED, None)
    assert mine not in elsewhere.second.lines()
    assert elsewhere.first.seal(mine) is SEALED


def test_notes_are_what_they_were(app: Flask, elsewhere: Two) -> None:
    kept, shared, draft = elsewhere.first.keep_note(), elsewhere.first.share_note(), elsewhere.first.note()
    move(app, elsewhere)
    states = {row: view.state for row, view in elsewhere.first.notes().items()}
    assert states == {kept: EntryState.PRIVATE, shared: EntryState.SHARED, draft: EntryState.DRAFT}
    assert set(elsewhere.second.notes()) == {shared}


def test_what_was_withdrawn_after_the_closing_stays_gone(app: Flask, elsewhere: Two) -> None:
    mine = elsewhere.first.save_and_seal(elsewhere.about)
    with app.app_context(), transaction():
        leaving.leave_program(elsewhere.pair.first.id, elsewhere.pair.program_id)
    elsewhere.first.withdraw(mine)
    for one in (elsewhere.first, elsewhere.second):
        with one.writing() as pair:
            going_on.say_yes(pair)
    assert state_and_text(elsewhere.first, mine, mine=True) == (ReflectionState.WITHDRAWN, None)
    assert elsewhere.second.read(mine) is None


def test_the_same_holds_where_it_was_closing_when_it_was_left(app: Flask, elsewhere: Two) -> None:
    mine = elsewhere.first.save_and_seal(elsewhere.about)
    with elsewhere.first.writing() as pair:
        db.session.get_one(Pair, pair.id).closing_at = clock.now()
    move(app, elsewhere)
    assert state_and_text(elsewhere.first, mine, mine=True) == (ReflectionState.KEPT, TEXT)
    assert elsewhere.second.read(mine) is None


def test_what_became_private_stands_in_no_lessons_way(app: Flask, elsewhere: Two) -> None:
    elsewhere.second.pass_over(elsewhere.about)
    elsewhere.first.save_and_seal(elsewhere.about)
    assert not together(app)
    move(app, elsewhere)
    assert together(app)


def together(app: Flask) -> bool:
    """Whether the lesson is finished by both."""
    with app.app_context():
        return db.session.query(PairLesson).one().done_together_at is not None
