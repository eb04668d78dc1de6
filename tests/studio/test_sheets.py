"""The details of a module: who changed what is told, and nothing that was kept goes because of another."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.kernel import clock
from portal.studio.queries.sheets import sheets_of
from portal.studio.rules import as_far_as_written
from portal.studio.rules.sheets import fields_changed
from tests.builders import post
from tests.journal.acting import parsed, words
from tests.studio.acting import SHEET, entitle, my_draft
from tests.studio.conftest import Writers
from tests.studio.test_pages import kept_sheet, sheet

pytestmark = pytest.mark.both_databases


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


def titles(writers: Writers) -> list[str]:
    """What each session left, the newest first."""
    with writers.app.app_context():
        lines = sheets_of(my_draft(writers.slug, writers.anais.id).module_id)
        return [one.after.texts["fr"]["title"] for one in lines]


def test_each_keeps_what_they_wrote_in_one_go(writers: Writers) -> None:
    first = SHEET.texts["fr"]["title"]
    assert titles(writers) == [first]
    for title in ("De Thu", "De Thu encore"):
        entitle(writers.app, writers.slug, writers.thu.id, title)
    assert titles(writers) == ["De Thu encore", first]
    entitle(writers.app, writers.slug, writers.anais.id, "D’Anaïs")
    with clock.at(clock.now() + timedelta(hours=1)):
        entitle(writers.app, writers.slug, writers.anais.id, "D’Anaïs plus tard")
    assert titles(writers) == ["D’Anaïs plus tard", "D’Anaïs", "De Thu encore", first]


def test_the_page_tells_who_changed_what_and_brings_it_back(writers: Writers, anais: FlaskClient) -> None:
    entitle(writers.app, writers.slug, writers.thu.id, "De Thu")
    page = anais.get(f"{writers.address}/sheet/history")
    told = words(parsed(page), "main ol li:first-child")
    for said in ("Thu", "the details as they are now", "Title, in French", f"Before: {SHEET.texts['fr']['title']}"):
        assert said in told
    assert "De Thu" in told
    assert "The tone of a thread" not in told, "it is the same"
    with writers.app.app_context():
        oldest = sheets_of(my_draft(writers.slug, writers.anais.id).module_id)[-1]
    for _press in range(2):
        answer = post(anais, f"{writers.address}/sheet/history/{oldest.id}/restore")
        assert answer.headers["Location"] == f"{writers.address}/?done=sheet-back#sheet"
    assert titles(writers) == [SHEET.texts["fr"]["title"], "De Thu", SHEET.texts["fr"]["title"]]
    assert as_far_as_written(kept_sheet(writers)) == SHEET
    elsewhere = post(writers.browser(writers.noor), f"{writers.address}/sheet/history/{oldest.id}/restore")
    assert elsewhere.status_code == 404
    assert post(anais, f"{writers.address}/sheet/history/x/restore").status_code == 404


def test_a_stale_page_shows_both_in_every_line_and_who_was_faster(writers: Writers, anais: FlaskClient) -> None:
    thu = writers.browser(writers.thu)
    sheet(thu, writers, title_fr="De Thu", strand="strategy", position="7", requires="any:culture")
    stale = sheet(anais, writers, title_fr="D’Anaïs", strand="together", position="9")
    assert stale.status_code == 409
    told = words(parsed(stale), "section[aria-labelledby=meanwhile]")
    assert "Thu" in told
    for said in ("Strategy", "Together", "7", "9", "any module of the strand “Culture”", "De Thu", "D’Anaïs"):
        assert said in told


def test_what_is_the_same_is_not_told() -> None:
    assert fields_changed(SHEET, SHEET, {}) == ()
    other = as_far_as_written(f'position = {SHEET.position}\nstrand = "culture"\nrequires = ["any:culture", "x"]')
    told = {(one.key, one.language): (one.before, one.after) for one in fields_changed(SHEET, other, {"x": "Le x"})}
    assert told == {
        ("title", "fr"): ("Le ton d’un fil", ""),
        ("title", "en"): ("The tone of a thread", ""),
        ("requires", ""): ("", "any:culture, Le x"),
    }
