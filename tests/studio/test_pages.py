"""Modules and their lessons on the pages of the studio."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.models import RoleGiven
from portal.curriculum.models import Module
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.studio import queries
from portal.studio.models import LessonDraft, ModuleDraft
from tests.builders import post
from tests.journal.acting import parsed, words
from tests.studio.acting import my_draft
from tests.studio.conftest import Writers


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


def make(browser: FlaskClient, **fields: str) -> TestResponse:
    titles = {"title_fr": "Un fil, deux tons", "title_en": "One thread, two tones", "strand": "culture", "slug": ""}
    answer: TestResponse = post(browser, "/studio/new", key=new_id(), **{**titles, **fields})
    return answer


def order(writers: Writers) -> list[str]:
    with writers.app.app_context():
        lessons = queries.lessons_of(my_draft(writers.slug, writers.anais.id).module_id)
        return [one.slug for one in lessons if not one.removed_at]


def test_a_module_begins_with_two_titles(writers: Writers, anais: FlaskClient) -> None:
    made = make(anais)
    assert made.headers["Location"] == "/studio/modules/un-fil-deux-tons/?done=made"
    page = anais.get(made.headers["Location"]).text
    assert "One thread, two tones" in page
    assert "No lesson yet" in page
    assert "One thread, two tones" in anais.get("/studio/").text
    assert "One thread, two tones" not in writers.browser(writers.thu).get("/studio/").text


def test_a_draft_is_in_no_catalogue(writers: Writers, anais: FlaskClient) -> None:
    make(anais)
    for address in ("/lessons", "/sitemap.xml", "/lessons?q=tones", "/"):
        page = anais.get(address).text
        assert "two tones" not in page
        assert "un-fil-deux-tons" not in page
    assert anais.get("/lessons/un-fil-deux-tons").status_code == 404


def test_a_short_name_is_one_modules_alone(writers: Writers, anais: FlaskClient) -> None:
    taken = make(anais, slug=writers.slug)
    assert taken.status_code == 422
    assert "“le-ton-d-un-fil-2” is free" in taken.text
    assert 'aria-describedby="slug-hint slug-error"' in taken.text
    assert 'value="Un fil, deux tons"' in taken.text
    assert make(anais, slug="Pas Bon").status_code == 422
    assert make(anais, title_fr="…", title_en="?").status_code == 422
    assert make(anais, slug="le-mien").headers["Location"].startswith("/studio/modules/le-mien/")


def test_a_lesson_begins_with_its_steps_and_its_title(writers: Writers, anais: FlaskClient) -> None:
    fields = {"key": new_id(), "title_fr": "Attendre", "title_en": "Waiting", "slug": ""}
    added = post(anais, f"{writers.address}/add", **fields)
    assert added.headers["Location"] == f"{writers.address}/lessons/attendre?done=added"
    page = anais.get(added.headers["Location"]).text
    assert "title: Attendre" in page
    assert "title: Waiting" in page
    assert "## Réfléchir" in page
    assert "## Reflect" in page
    assert order(writers) == ["premiere", "deuxieme", "attendre"]
    assert post(anais, f"{writers.address}/add", **fields).headers["Location"] == added.headers["Location"]
    again = post(anais, f"{writers.address}/add", **{**fields, "key": new_id()})
    assert (again.status_code, "“attendre-2” is free" in again.text) == (422, True)


def test_lessons_are_moved_duplicated_removed_and_put_back(writers: Writers, anais: FlaskClient) -> None:
    lessons = f"{writers.address}/lessons"
    for slug, way, expected in (
        ("premiere", "up", ["premiere", "deuxieme"]),
        ("premiere", "down", ["deuxieme", "premiere"]),
        ("premiere", "down", ["deuxieme", "premiere"]),
        ("premiere", "up", ["premiere", "deuxieme"]),
    ):
        assert post(anais, f"{lessons}/{slug}/{way}").status_code == 303
        assert order(writers) == expected
    key = new_id()
    for _press in range(2):
        post(anais, f"{lessons}/premiere/duplicate", key=key)
    assert order(writers) == ["premiere", "deuxieme", "premiere-2"]
    for _press in range(2):
        post(anais, f"{lessons}/premiere/remove")
        assert order(writers) == ["deuxieme", "premiere-2"]
    assert "Removed lessons" in anais.get(f"{writers.address}/").text
    for _press in range(2):
        post(anais, f"{lessons}/premiere/put-back")
        assert order(writers) == ["deuxieme", "premiere-2", "premiere"]
    assert "title: Premiere" in anais.get(f"{lessons}/premiere-2").text


def test_a_removed_lesson_moves_nothing(writers: Writers, anais: FlaskClient) -> None:
    post(anais, f"{writers.address}/lessons/premiere/remove")
    post(anais, f"{writers.address}/lessons/premiere/down")
    post(anais, f"{writers.address}/lessons/deuxieme/up")
    assert order(writers) == ["deuxieme"]


def test_the_page_says_who_changed_what(writers: Writers, anais: FlaskClient) -> None:
    thu = writers.browser(writers.thu)
    post(thu, f"{writers.address}/lessons/premiere/down")
    page = re.sub(r"<[^>]*>|\s+", " ", anais.get(f"{writers.address}/").text)
    assert "Thu moved “Premiere”" in " ".join(page.split())
    assert "Anaïs made the module" in " ".join(page.split())


def sheet(browser: FlaskClient, writers: Writers, **fields: str) -> TestResponse:
    given = {"version": "1", "strand": "strategy", "position": "3", "title_fr": "Le ton", "title_en": "The tone"}
    answer: TestResponse = post(browser, f"{writers.address}/sheet", **{**given, **fields})
    return answer


def kept_sheet(writers: Writers) -> str:
    with writers.app.app_context():
        return str(db.session.get_one(ModuleDraft, my_draft(writers.slug, writers.anais.id).module_id).sheet)


def test_the_sheet_is_written_in_both_languages(writers: Writers, anais: FlaskClient) -> None:
    assert sheet(anais, writers, summary_fr="À quoi bon?", requires="any:culture").status_code == 303
    assert kept_sheet(writers).startswith('strand = "strategy"\nposition = 3\nrequires = ["any:culture"]\n')
    page = anais.get(f"{writers.address}/").text
    assert "À quoi bon?" in page
    assert sheet(anais, writers, summary_fr="À quoi bon?", requires="any:culture").status_code == 303, "sent again"
    assert "any module of the strand “Culture”" in anais.get(f"{writers.address}/sheet").text


def test_a_stale_sheet_is_refused_with_what_is_kept(writers: Writers, anais: FlaskClient) -> None:
    assert sheet(writers.browser(writers.thu), writers, title_fr="Le titre de Thu").status_code == 303
    before = kept_sheet(writers)
    stale = sheet(anais, writers, title_fr="Le titre d’Anaïs")
    assert stale.status_code == 409
    both = words(parsed(stale), "section[aria-labelledby=meanwhile]")
    assert "Le titre de Thu" in both
    assert "Le titre d’Anaïs" in both
    assert kept_sheet(writers) == before
    assert sheet(anais, writers, title_fr="Le titre d’Anaïs", version="2").status_code == 303
    assert "Le titre d’Anaïs" in kept_sheet(writers)


def test_a_sheet_that_is_wrong_is_told_beside_the_field(writers: Writers, anais: FlaskClient) -> None:
    before = kept_sheet(writers)
    for fields in ({"position": "0"}, {"position": "x"}, {"strand": "age"}, {"requires": "nothing"}):
        assert sheet(anais, writers, **fields).status_code == 422, fields
    assert "A whole number from 1 to 999." in sheet(anais, writers, position="1000").text
    assert kept_sheet(writers) == before


def test_a_module_is_set_aside_and_taken_up(writers: Writers, anais: FlaskClient) -> None:
    for _press in range(2):
        assert post(anais, f"{writers.address}/set-aside").headers["Location"] == "/studio/?done=aside"
    assert "Take it up again" in anais.get("/studio/").text
    post(anais, f"{writers.address}/take-up")
    assert "Take it up again" not in anais.get("/studio/").text
    with writers.app.app_context():
        assert db.session.query(Module).one().archived_at is None


def test_who_loses_the_role_is_refused_from_the_next_request(writers: Writers, anais: FlaskClient) -> None:
    assert anais.get(f"{writers.address}/").status_code == 200
    with writers.app.app_context(), transaction():
        db.session.query(RoleGiven).filter_by(person_id=writers.anais.id).delete()
    assert anais.get(f"{writers.address}/").status_code == 404
    assert anais.get("/studio/").status_code == 403
    assert "Studio" not in anais.get("/today").text


def test_another_instructors_lesson_cannot_be_reached_through_ones_own_module(writers: Writers, app: Flask) -> None:
    noor = writers.browser(writers.noor)
    made = make(noor, slug="celui-de-noor")
    assert made.status_code == 303
    assert noor.get("/studio/modules/celui-de-noor/lessons/premiere").status_code == 404
    assert noor.get(f"{writers.address}/lessons/premiere").status_code == 404
    with app.app_context():
        assert db.session.query(LessonDraft).count() == 2
