"""Figures of a module, from what people really did in it: in as many statements whatever there is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.curriculum.models import Lesson, Module, Revision
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.progress.models import CheckAnswer, LessonDone, StepDone
from portal.progress.queries.figures import LessonFigured, module_figures
from tests.builders import TwoPeople, pair
from tests.journal.test_statements import statements
from tests.learning.conftest import take_in, write_lessons

pytestmark = pytest.mark.both_databases

MODULE, LESSON = "conversation", "premiere"
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    write_lessons(tmp_path / "lessons")
    take_in(app, tmp_path / "lessons")
    return tmp_path / "lessons"


def do_lesson(app: Flask, two: TwoPeople, option: int) -> None:
    """Both read, choose this option first at the first question, and finish."""
    with app.app_context(), transaction():
        ids = {"lesson_id": lesson_id(), "revision_id": revision_id(), "pair_id": two.id}
        for person in (two.first, two.second):
            mine = ids | {"person_id": person.id}
            db.session.add(StepDone(**mine, step_key="read-1", done_at=START))
            db.session.add(StepDone(**mine, step_key="try-1", done_at=START + timedelta(minutes=7)))
            answered = {"question": 1, "try_number": 1, "option": option, "right": option == 1}
            db.session.add(CheckAnswer(**mine, step_key="check-1", answered_at=START, **answered))
            db.session.add(LessonDone(**mine, done_at=START))


def lesson_id() -> str:
    found = select(Lesson.id).join(Module).where(Module.slug == MODULE, Lesson.slug == LESSON)
    return str(db.session.scalars(found).one())


def revision_id() -> str:
    found = select(Revision.id).join(Module).where(Module.slug == MODULE, Revision.superseded_at.is_(None))
    return str(db.session.scalars(found).one())


def figured(app: Flask) -> LessonFigured:
    with app.app_context():
        module_id = db.session.scalars(select(Module.id).where(Module.slug == MODULE)).one()
        return module_figures(module_id, "en")[0]


def test_a_lesson_that_nobody_began_has_figures_too(app: Flask, folder: Path) -> None:
    found = figured(app)
    assert (found.slug, found.figures.began, found.figures.chosen) == (LESSON, None, {})


def test_what_people_did_is_counted(app: Flask, folder: Path) -> None:
    for option in (0, 0, 0, 1, 1, 1):
        do_lesson(app, pair(app), option)
    found = figured(app).figures
    assert (found.began, found.finished) == (12, 12)
    assert found.chosen == {("check-1", 1): (6, 6)}
    steps = {step.key: (step.done, step.minutes) for step in found.steps}
    assert steps["try-1"] == (12, 7)
    assert steps["talk-1"] == (None, None)


def test_answers_to_a_question_that_is_worded_anew_are_not_mixed(app: Flask, folder: Path) -> None:
    for option in (0, 0, 0, 1, 1, 1):
        do_lesson(app, pair(app), option)
    for path in (folder / MODULE).glob(f"*-{LESSON}/en.md"):
        path.write_text(path.read_text().replace("What comes first?", "What comes before all else?"))
    take_in(app, folder)
    found = figured(app).figures
    assert found.chosen == {}
    assert (found.began, found.finished) == (12, 12)


def test_it_takes_five_statements_whatever_there_is(app: Flask, folder: Path) -> None:
    counts = []
    for _more in range(2):
        with statements(app) as seen:
            figured(app)
        counts.append(len([one for one in seen if "module.slug" not in one]))
        do_lesson(app, pair(app), 0)
    assert counts == [5, 5]
