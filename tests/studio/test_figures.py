"""*How is it doing*: who sees it, and what it says."""

from pathlib import Path

import pytest
from flask import Flask

from tests.builders import pair, person, sign_in
from tests.learning.conftest import take_in, write_lessons
from tests.progress.test_figures import do_lesson
from tests.studio.conftest import Writers
from tests.studio.publishing import finish, send

FILES = "/studio/modules/conversation/figures"


@pytest.fixture
def taken_in(app: Flask, tmp_path: Path) -> Flask:
    write_lessons(tmp_path / "lessons")
    take_in(app, tmp_path / "lessons")
    return app


def test_of_files_every_instructor_sees_them_and_nobody_else(taken_in: Flask, writers: Writers) -> None:
    for who in (writers.anais, writers.noor):
        assert writers.browser(who).get(FILES).status_code == 200
    assert sign_in(taken_in, person(taken_in)).get(FILES).status_code == 404


def test_of_the_studio_its_authors_see_them(writers: Writers) -> None:
    finish(writers.app, writers.slug, writers.anais.id)
    before = writers.browser(writers.anais).get(f"{writers.address}/figures").text
    assert "Not published yet" in before
    assert "How “Quelque chose” is doing" in before
    send(writers.browser(writers.anais), writers.address)
    assert "fewer than five" in writers.browser(writers.thu).get(f"{writers.address}/figures").text
    assert writers.browser(writers.noor).get(f"{writers.address}/figures").status_code == 404


def test_a_split_is_told_with_its_numbers(taken_in: Flask, writers: Writers) -> None:
    for option in (0, 0, 0, 1, 1, 1, 1):
        do_lesson(taken_in, pair(taken_in), option)
    page = writers.browser(writers.noor).get(FILES).text
    assert "Began: 14. Finished: 14." in page
    assert 'value="6"' in page
    assert 'value="8"' in page
    for name in ("Maïté", "Ibrahim"):
        assert name not in page
