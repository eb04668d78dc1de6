"""Duplicate to edit: what is published, and one's own drafts, under a name of their own."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.curriculum.rules import SHEET, read_sheet
from portal.kernel.database import new_id
from portal.studio import service
from tests.builders import post
from tests.learning.conftest import take_in, write_lessons
from tests.studio.acting import my_draft, write
from tests.studio.conftest import Writers

PUBLISHED = "/studio/published/conversation"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """Modules kept as files, published."""
    write_lessons(tmp_path / "lessons")
    take_in(app, tmp_path / "lessons")
    return tmp_path / "lessons" / "conversation"


def files_of(writers: Writers, slug: str) -> dict[str, bytes]:
    with writers.app.app_context():
        return service.draft_files(my_draft(slug, writers.noor.id).module_id)


@pytest.fixture
def noor(writers: Writers) -> FlaskClient:
    return writers.browser(writers.noor)


def test_a_module_of_files_is_read_only_and_its_copy_is_ones_own(
    writers: Writers, folder: Path, noor: FlaskClient
) -> None:
    assert f'href="{PUBLISHED}"' in noor.get("/studio/").text
    page = noor.get(PUBLISHED).text
    assert "kept as files" in page
    assert 'value="conversation-2"' in page
    assert noor.get("/studio/modules/conversation/").status_code == 404
    key = new_id()
    for _press in range(2):
        made = post(noor, PUBLISHED, key=key, slug="la-mienne")
        assert made.headers["Location"] == "/studio/modules/la-mienne/?done=duplicate"
    lying = {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.suffix in (".md", ".toml")
    }
    copied = files_of(writers, "la-mienne")
    sheet, published = (read_sheet(files.pop(SHEET).decode())[0] for files in (copied, lying))
    assert copied == lying
    assert sheet is not None
    assert published is not None
    titles = {language: text["title"] for language, text in published.texts.items()}
    named = {language: text["title"] for language, text in sheet.texts.items()}
    assert named == {"fr": f"{titles['fr']} (copie)", "en": f"{titles['en']} (copy)"}
    assert noor.get("/lessons/la-mienne").status_code == 404


def test_a_name_that_is_taken_is_refused_beside_the_field(writers: Writers, folder: Path, noor: FlaskClient) -> None:
    for slug in ("conversation", writers.slug, "", "Pas Bon"):
        refused = post(noor, PUBLISHED, key=new_id(), slug=slug)
        assert refused.status_code == 422, slug
        assert 'aria-describedby="slug-hint slug-error"' in refused.text


def test_ones_own_draft_is_duplicated_as_it_is_now(writers: Writers) -> None:
    anais = writers.browser(writers.anais)
    write(writers.app, writers.slug, writers.thu.id, "fr", "De Thu")
    post(anais, f"{writers.address}/lessons/deuxieme/remove")
    assert f'value="{writers.slug}-2"' in anais.get(f"{writers.address}/duplicate").text
    made = post(anais, f"{writers.address}/duplicate", key=new_id(), slug="le-double")
    assert made.headers["Location"] == "/studio/modules/le-double/?done=duplicate"
    with writers.app.app_context():
        files = service.draft_files(my_draft("le-double", writers.anais.id).module_id)
        assert files == service.draft_files(my_draft(writers.slug, writers.anais.id).module_id) | {SHEET: files[SHEET]}
    assert set(files) == {SHEET, "01-premiere/fr.md", "01-premiere/en.md"}
    assert writers.browser(writers.thu).get("/studio/modules/le-double/").status_code == 404
    assert post(anais, f"{writers.address}/duplicate", key=new_id(), slug="le-double").status_code == 422


def test_what_is_not_published_is_in_nobodys_studio(writers: Writers, noor: FlaskClient) -> None:
    assert noor.get(f"/studio/published/{writers.slug}").status_code == 404
    assert noor.get("/studio/published/nothing").status_code == 404
