"""A draft is its files: what goes in comes out, and nothing that was written is lost by it."""

from collections.abc import Mapping

import pytest
from flask import Flask

from portal.curriculum.rules import SHEET
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.shipped import shipped
from portal.studio import queries, service
from portal.studio.models import LessonDraft, WritingSession
from portal.studio.rules import Act
from tests.builders import person
from tests.studio.acting import my_draft, write
from tests.studio.conftest import Writers

MODULES = sorted(path.parent for path in shipped("lessons").glob("*/module.toml"))
TWO = {
    SHEET: b'strand = "culture"\r\nposition = 7\r\n',
    "03-une/fr.md": b"---\r\ntitle: Une\r\n---\r\n",
    "03-une/en.md": b"---\ntitle: One\n---",
    "09-deux/fr.md": b"---\ntitle: Deux\n---\n",
}


def take(app: Flask, module_id: str, who: str, files: Mapping[str, bytes]) -> None:
    with app.app_context(), transaction():
        service.take_files(module_id, who, files, Act.IMPORTED)


def files_of(app: Flask, module_id: str) -> dict[str, bytes]:
    with app.app_context():
        return service.draft_files(module_id)


def begun(app: Flask) -> tuple[str, str]:
    who = person(app).id
    with app.app_context(), transaction():
        return who, service.begin(who, "le-mien", "").module_id


@pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)
def test_every_module_of_the_house_goes_in_and_out_unchanged(app: Flask, folder) -> None:  # type: ignore[no-untyped-def]
    who, module_id = begun(app)
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".md", ".toml")
    }
    take(app, module_id, who, files)
    assert files_of(app, module_id) == files


@pytest.mark.both_databases
def test_line_ends_and_gaps_between_numbers_stay(app: Flask) -> None:
    who, module_id = begun(app)
    take(app, module_id, who, TWO)
    assert files_of(app, module_id) == TWO
    take(app, module_id, who, TWO)
    assert files_of(app, module_id) == TWO
    with app.app_context():
        assert db.session.query(WritingSession).count() == 3, "what says the same begins no session"
        assert [one.act for one in queries.changes_in(module_id)] == [Act.IMPORTED]


def test_what_is_written_over_lies_in_a_session_and_what_is_left_out_can_be_put_back(writers: Writers) -> None:
    app, slug = writers.app, writers.slug
    write(app, slug, writers.thu.id, "fr", "De Thu")
    with app.app_context():
        module_id = my_draft(slug, writers.anais.id).module_id
    take(app, module_id, writers.anais.id, {"04-premiere/fr.md": b"Autre chose", "01-une/fr.md": b"Une"})
    files = files_of(app, module_id)
    assert files["04-premiere/fr.md"] == b"Autre chose"
    assert {path.partition("/")[0] for path in files} == {SHEET, "01-une", "04-premiere"}
    with app.app_context():
        assert db.session.query(WritingSession).filter_by(text="De Thu").count() == 1
        (gone,) = db.session.query(LessonDraft).filter(LessonDraft.removed_at.is_not(None))
        assert gone.slug == "deuxieme"
        assert queries.changes_in(module_id)[0].act is Act.IMPORTED


def test_two_folders_of_one_number_have_one_each(app: Flask) -> None:
    who, module_id = begun(app)
    take(app, module_id, who, {"01-une/fr.md": b"1", "01-zut/fr.md": b"2", "00-rien/fr.md": b"0"})
    assert sorted(path for path in files_of(app, module_id) if path != SHEET) == [
        "01-rien/fr.md",
        "02-une/fr.md",
        "03-zut/fr.md",
    ]


def test_a_folder_that_is_no_lessons_is_nobodys_to_take(app: Flask) -> None:
    who, module_id = begun(app)
    with pytest.raises(ValueError, match="no lesson's"):
        take(app, module_id, who, {"notes/fr.md": b""})
