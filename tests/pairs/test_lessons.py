"""What belongs to the pair in a lesson: its revision, who opens as guide, when both were done."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.curriculum.models import Lesson, Module, Revision
from portal.curriculum.rules import Source, Strand
from portal.kernel import clock
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.pairs.models import PairLesson, PairWeek
from portal.pairs.rules import MyPair
from portal.pairs.service import begin_lesson, finish_together, hold, note_week, swap_guide
from tests.pairs.acting import Half, at_once, halves

pytestmark = pytest.mark.both_databases


def lesson(app: Flask, strand: Strand, revisions: int = 1) -> tuple[str, list[str]]:
    """The ids of a lesson and of revisions of its module."""
    module_id, lesson_id, made = new_id(), new_id(), [new_id() for _ in range(revisions)]
    with app.app_context(), transaction():
        db.session.add(Module(id=module_id, slug=module_id.lower(), source=Source.FILES, created_at=clock.now()))
        db.session.flush()
        db.session.add(Lesson(id=lesson_id, module_id=module_id, slug=lesson_id.lower()))
        for number, revision_id in enumerate(made, start=1):
            db.session.add(
                Revision(
                    id=revision_id,
                    module_id=module_id,
                    number=number,
                    strand=strand,
                    position=1,
                    requires=[],
                    texts={},
                    content_sha256=revision_id.ljust(64, "0"),
                    published_at=clock.now(),
                    superseded_at=clock.now() if number < revisions else None,
                )
            )
    return lesson_id, made


def begin(half: Half, lesson_id: str, revision_id: str, strand: Strand = Strand.CULTURE) -> PairLesson:
    def act(pair: MyPair) -> PairLesson:
        begun = begin_lesson(hold(pair), lesson_id, revision_id, strand)
        db.session.flush()
        db.session.refresh(begun)
        db.session.expunge(begun)
        return begun

    begun: PairLesson = half.do(act)
    return begun


def test_the_pair_stays_on_the_revision_that_the_first_of_them_began(app: Flask) -> None:
    maite, ibrahim = halves(app)
    lesson_id, (old, new) = lesson(app, Strand.CULTURE, revisions=2)
    assert begin(maite, lesson_id, old).begun_by_id == maite.me.id
    again = begin(ibrahim, lesson_id, new)
    assert (again.revision_id, again.begun_by_id, again.guide_id) == (old, maite.me.id, None)


def test_two_begin_it_at_once(app: Flask) -> None:
    maite, ibrahim = halves(app)
    lesson_id, (old, new) = lesson(app, Strand.CULTURE, revisions=2)
    one, other = at_once(lambda: begin(maite, lesson_id, old), lambda: begin(ibrahim, lesson_id, new))
    assert one.revision_id == other.revision_id
    assert one.begun_by_id == other.begun_by_id


def test_together_lessons_are_opened_in_turn(app: Flask) -> None:
    maite, ibrahim = halves(app)
    openers = []
    for number in range(3):
        lesson_id, (revision,) = lesson(app, Strand.TOGETHER)
        one = ibrahim if number % 2 else maite
        openers.append(begin(one, lesson_id, revision, Strand.TOGETHER).guide_id)
    assert openers == [maite.me.id, ibrahim.me.id, maite.me.id]


def test_two_together_lessons_begun_at_once_have_two_openers(app: Flask) -> None:
    maite, ibrahim = halves(app)
    made = [lesson(app, Strand.TOGETHER) for _ in range(2)]
    one, other = at_once(
        lambda: begin(maite, made[0][0], made[0][1][0], Strand.TOGETHER),
        lambda: begin(ibrahim, made[1][0], made[1][1][0], Strand.TOGETHER),
    )
    assert {one.guide_id, other.guide_id} == {maite.me.id, ibrahim.me.id}


def test_a_swap_is_for_both_at_once_and_says_who_asked(app: Flask) -> None:
    maite, ibrahim = halves(app)
    lesson_id, (revision,) = lesson(app, Strand.CULTURE)
    begin(maite, lesson_id, revision)

    def act(pair: MyPair) -> None:
        swap_guide(pair, db.session.get_one(PairLesson, (pair.id, lesson_id)), ibrahim.me.id)

    maite.do(act)
    with app.app_context():
        row = db.session.get_one(PairLesson, (maite.pair_id, lesson_id))
        assert (row.guide_id, row.guide_set_by_id, row.version) == (ibrahim.me.id, maite.me.id, 2)
        assert row.guide_set_at is not None


def test_done_together_is_recorded_once(app: Flask) -> None:
    maite, _ = halves(app)
    lesson_id, (revision,) = lesson(app, Strand.CULTURE)
    begin(maite, lesson_id, revision)
    first = clock.now()
    for moment in (first, first + timedelta(days=1)):
        with clock.at(moment), app.app_context(), transaction():
            finish_together(maite.pair_id, lesson_id)
    with app.app_context():
        assert db.session.get_one(PairLesson, (maite.pair_id, lesson_id)).done_together_at == first


def test_a_week_is_noted_once_by_its_monday(app: Flask) -> None:
    maite, _ = halves(app)
    sunday = clock.now().replace(year=2026, month=11, day=29)
    for moment in (sunday - timedelta(days=6), sunday, sunday):
        with clock.at(moment), app.app_context(), transaction():
            note_week(maite.pair_id, maite.me.id)
    with app.app_context():
        assert db.session.query(PairWeek).one().week_on == (sunday - timedelta(days=6)).date()


def test_two_devices_note_a_week_at_once(app: Flask) -> None:
    maite, _ = halves(app)

    def note() -> None:
        with app.app_context(), transaction():
            note_week(maite.pair_id, maite.me.id)

    assert at_once(note, note) == [None, None]
    with app.app_context():
        assert db.session.query(PairWeek).count() == 1
