"""The editor: what is written is kept, and nothing that somebody else wrote is written over."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.studio.models import WritingSession
from portal.studio.rules import version_of
from portal.studio.service.writing import begin_session
from tests.builders import csrf, post
from tests.forms.finding import forms_in
from tests.journal.acting import parsed
from tests.studio.acting import my_lesson, texts
from tests.studio.conftest import Writers

JSON = {"Accept": "application/json"}
LESSON = "premiere"


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


@pytest.fixture
def thu(writers: Writers) -> FlaskClient:
    return writers.browser(writers.thu)


def address(writers: Writers) -> str:
    return f"{writers.address}/lessons/{LESSON}"


def fields_of(answer: TestResponse, writers: Writers) -> dict[str, str]:
    """What the form of the editor would send as it stands."""
    here = [one for one in forms_in(answer, address(writers)) if one.action == address(writers)]
    (form,) = (one for one in here if "fr" in one.names)
    return dict(form.filled({}))


def opened(browser: FlaskClient, writers: Writers) -> dict[str, str]:
    return fields_of(browser.get(address(writers)), writers)


def save(browser: FlaskClient, writers: Writers, fields: Mapping[str, str], **written: str) -> TestResponse:
    sent = {**fields, **written, "csrf_token": csrf(browser, "/help")}
    return browser.post(address(writers), data=sent)


def save_itself(browser: FlaskClient, writers: Writers, fields: Mapping[str, str], **written: str) -> TestResponse:
    sent = {**fields, **written, "csrf_token": csrf(browser, "/help")}
    return browser.post(address(writers), data=sent, headers=JSON)


def now(writers: Writers) -> dict[str, str]:
    with writers.app.app_context():
        return texts(writers.slug, writers.anais.id)


def pieces(runs: list[Any]) -> str:
    return "".join(piece for piece, _only_here in runs)


def test_both_texts_are_saved_by_one_button(writers: Writers, anais: FlaskClient) -> None:
    there = {"view": "both", "at": "en.3"}
    saved = save(anais, writers, opened(anais, writers) | there, fr="Bonjour\r\n\r\nà vous", en="Hello  \r\n")
    assert saved.headers["Location"] == f"{address(writers)}?view=both&at=en.3&done=saved"
    assert now(writers) == {"fr": "Bonjour\n\nà vous", "en": "Hello  \n"}
    carried = {"fr", "en", "version_fr", "version_en"}
    assert {name: value for name, value in opened(anais, writers).items() if name in carried} == {
        "fr": "Bonjour\n\nà vous",
        "en": "Hello  \n",
        "version_fr": version_of("Bonjour\n\nà vous"),
        "version_en": version_of("Hello  \n"),
    }


def test_the_text_stands_beside_its_preview_and_stays_as_it_was_chosen(writers: Writers, anais: FlaskClient) -> None:
    def chosen(query: str) -> tuple[str | None, str | None]:
        page = parsed(anais.get(f"{address(writers)}{query}"))
        view, shown = (page.query(f"[name={name}][checked]")[0].attrs["value"] for name in ("view", "shown"))
        return view, shown

    assert [chosen(query) for query in ("?lang=fr", "?lang=en", "?view=fr&lang=en", "?view=both&lang=en")] == [
        ("fr", "fr"),
        ("en", "en"),
        ("fr", "fr"),
        ("both", "en"),
    ]
    saved = save(anais, writers, opened(anais, writers) | {"view": "sideways", "at": "//example.org"})
    assert saved.headers["Location"] == f"{address(writers)}?view=en&done=saved"


def test_one_writes_french_while_the_other_writes_english(
    writers: Writers, anais: FlaskClient, thu: FlaskClient
) -> None:
    hers, theirs = opened(anais, writers), opened(thu, writers)
    assert save(anais, writers, hers, fr="Bonjour").status_code == 303
    assert save(thu, writers, theirs, en="Hello").status_code == 303
    assert now(writers) == {"fr": "Bonjour", "en": "Hello"}


def test_a_stale_text_is_refused_with_both_and_keeps_no_other_from_being_saved(
    writers: Writers, anais: FlaskClient, thu: FlaskClient
) -> None:
    hers, theirs = opened(anais, writers), opened(thu, writers)
    save(anais, writers, hers, fr="Ce qu’Anaïs a écrit")
    stale = save(thu, writers, theirs, fr="Ce que Thu a écrit", en="What Thu wrote")
    assert stale.status_code == 409
    assert now(writers) == {"fr": "Ce qu’Anaïs a écrit", "en": "What Thu wrote"}
    assert "<ins>qu’Anaïs </ins>" in stale.text
    assert "<ins>que Thu </ins>" in stale.text
    assert "Both texts are shown" in stale.text
    again = fields_of(stale, writers)
    assert again["fr"] == "Ce que Thu a écrit"
    assert save(thu, writers, again).status_code == 303
    assert now(writers)["fr"] == "Ce que Thu a écrit"


def test_what_was_written_over_lies_in_a_session(writers: Writers, anais: FlaskClient, thu: FlaskClient) -> None:
    save(anais, writers, opened(anais, writers), fr="D’Anaïs")
    save(thu, writers, opened(thu, writers), fr="De Thu")
    with writers.app.app_context():
        kept = {row.text for row in db.session.query(WritingSession).filter_by(language="fr")}
    assert {"D’Anaïs", "De Thu"} <= kept


def test_a_script_saves_and_is_told_the_versions_to_carry(writers: Writers, anais: FlaskClient) -> None:
    fields = opened(anais, writers)
    for text in ("Un", "Un, deux", "Un, deux, trois"):
        told = save_itself(anais, writers, fields, fr=text)
        assert told.status_code == 200
        assert told.json["saved"].startswith("Saved at ")
        fields |= told.json["versions"]
        assert now(writers)["fr"] == text
    assert fields["version_fr"] == version_of("Un, deux, trois")


def test_saving_one_box_writes_over_nothing_that_the_other_never_showed(
    writers: Writers, anais: FlaskClient, thu: FlaskClient
) -> None:
    fields = opened(thu, writers)
    save(anais, writers, opened(anais, writers), fr="D’Anaïs")
    told = save_itself(thu, writers, fields, en="From Thu")
    assert told.status_code == 200
    refused = save_itself(thu, writers, fields | told.json["versions"], en="From Thu", fr="De Thu")
    assert (refused.status_code, set(refused.json["both"])) == (409, {"fr"})
    assert now(writers) == {"fr": "D’Anaïs", "en": "From Thu"}


def test_a_script_is_given_what_went_on_while_nobody_touched_the_box(writers: Writers, anais: FlaskClient) -> None:
    """Its answer was lost, and the writer took back what they wrote: the text is not said to be what it is not."""
    fields = opened(anais, writers)
    save_itself(anais, writers, fields, fr="Le deuxième")
    told = save_itself(anais, writers, fields).get_json()
    assert told["newer"]["fr"]["text"] == "Le deuxième"
    assert told["newer"]["fr"]["versions"] == {"version_fr": version_of("Le deuxième")}
    assert now(writers)["fr"] == "Le deuxième"


def test_a_script_is_told_both_texts(writers: Writers, anais: FlaskClient, thu: FlaskClient) -> None:
    hers, theirs = opened(anais, writers), opened(thu, writers)
    save(anais, writers, hers, en="From Anaïs")
    told = save_itself(thu, writers, theirs, en="From Thu", fr="De Thu")
    assert told.status_code == 409
    assert "Both texts are shown" in told.json["sentence"]
    assert set(told.json["both"]) == {"en"}
    assert pieces(told.json["both"]["en"]["kept"]) == "From Anaïs"
    assert pieces(told.json["both"]["en"]["written"]) == "From Thu"
    assert save_itself(thu, writers, theirs | told.json["versions"], en="From Thu", fr="De Thu").status_code == 200
    assert now(writers) == {"fr": "De Thu", "en": "From Thu"}


def test_what_nobody_touched_changes_nothing_however_old_the_page(
    writers: Writers, anais: FlaskClient, thu: FlaskClient
) -> None:
    old = opened(thu, writers)
    save(anais, writers, opened(anais, writers), fr="Un", en="One")
    assert save(thu, writers, old).status_code == 303
    assert now(writers) == {"fr": "Un", "en": "One"}


def test_a_box_that_was_not_sent_is_not_emptied(writers: Writers, anais: FlaskClient) -> None:
    before, fields = now(writers), opened(anais, writers)
    del fields["en"]
    assert save(anais, writers, fields, fr="").status_code == 303
    assert now(writers) == {"fr": "", "en": before["en"]}


def test_a_text_that_is_too_long_stays_in_its_box_and_is_not_kept(writers: Writers, anais: FlaskClient) -> None:
    before = now(writers)
    refused = save(anais, writers, opened(anais, writers), fr="é" * 32769)
    assert refused.status_code == 422
    assert "64 KiB" in refused.text
    assert 'aria-describedby="fr-error"' in refused.text
    assert "é" * 32769 in refused.text
    assert now(writers) == before
    assert save(anais, writers, opened(anais, writers), fr="é" * 32768).status_code == 303
    told = save_itself(anais, writers, opened(anais, writers), fr="é" * 32769)
    assert (told.status_code, told.json["both"]) == (422, {})


def test_a_text_that_went_beyond_the_limits_before_keeps_the_other_from_nothing(
    writers: Writers, anais: FlaskClient
) -> None:
    with writers.app.app_context(), transaction():
        begin_session(my_lesson(writers.slug, writers.anais.id).lesson.id, "fr", writers.anais.id, "> " * 40 + "x")
    assert save(anais, writers, opened(anais, writers), en="In English").status_code == 303
    assert now(writers)["en"] == "In English"


def test_markup_in_a_text_is_shown_as_it_is_typed(writers: Writers, anais: FlaskClient, thu: FlaskClient) -> None:
    old, hostile = opened(thu, writers), "</textarea><script>alert(1)</script>"
    save(anais, writers, opened(anais, writers), fr=hostile)
    stale = save(thu, writers, old, fr=f"{hostile} !")
    assert stale.status_code == 409
    for page in (stale.text, anais.get(address(writers)).text, anais.get(f"{writers.address}/").text):
        assert "<script>alert" not in page
    assert opened(anais, writers)["fr"] == hostile


def test_a_removed_lesson_can_still_be_saved(writers: Writers, anais: FlaskClient, thu: FlaskClient) -> None:
    fields = opened(thu, writers)
    post(anais, f"{address(writers)}/remove")
    assert save(thu, writers, fields, fr="Écrit pendant ce temps").status_code == 303
    assert now(writers)["fr"] == "Écrit pendant ce temps"
    assert "This lesson was removed" in thu.get(address(writers)).text
