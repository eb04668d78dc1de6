"""A journal of many lessons stays short to read: what waits is in the open, the rest lies by module."""

import pytest
from flask import Flask

from portal.curriculum.rules import Strand
from portal.journal.queries import LessonTitle
from portal.journal.rules import Waiting
from portal.journal.service import set_out
from portal.journal.service.listing import SOON_READ, ExchangeSummary
from tests.builders import pair, sign_in
from tests.journal.acting import Two, lesson


def exchange(number: int, module: str, *waiting: Waiting) -> ExchangeSummary:
    title = LessonTitle(module.lower(), f"lesson-{number}", f"Lesson {number}", Strand.CULTURE, module)
    return ExchangeSummary(title, None, None, waiting)


def test_a_short_journal_is_all_in_the_open() -> None:
    few = [exchange(number, "Begin", *([Waiting.HEAR] if number % 2 else [])) for number in range(2 * SOON_READ)]
    assert set_out(few).shown == tuple(few)
    assert set_out(few).folded == ()


def test_what_waits_is_in_the_open_and_the_rest_lies_by_module() -> None:
    waits = exchange(0, "Begin", Waiting.HEAR)
    begin = [exchange(number, "Begin") for number in range(1, SOON_READ)]
    plan = [exchange(number, "Plan") for number in range(20, 23)]
    found = set_out([*plan[:1], waits, *begin, *plan[1:]])
    assert found.shown == (waits,)
    expected = [("Plan", tuple(plan)), ("Begin", tuple(begin))]
    assert [(shelf.title, shelf.exchanges) for shelf in found.folded] == expected


def test_a_moment_has_its_place_elsewhere() -> None:
    assert set_out([ExchangeSummary(None, None, None, (Waiting.HEAR,))]).shown == ()


@pytest.mark.parametrize(("lessons", "is_folded"), [(SOON_READ, False), (SOON_READ + 1, True)])
def test_the_page_folds_a_long_list(app: Flask, lessons: int, is_folded: bool) -> None:
    two = pair(app)
    for _ in range(lessons):
        about = lesson(app)
        writers = Two(app, two, about)
        writers.first.pass_draft(writers.first.save(about, "A text that is passed."))
    page = sign_in(app, two.first).get(f"/pairs/{two.id}/journal").text
    assert page.count("<article") == lessons
    assert ('<div class="folded">' in page) is is_folded
