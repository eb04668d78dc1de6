"""A module goes out and comes in again; what was sent is planned first, then taken in at once, and nothing is lost."""

from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.curriculum.models import Module
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.signals import TimePassed
from portal.kernel.transaction import transaction
from portal.kernel.uploads import archives
from portal.kernel.uploads.archives import read, write
from portal.studio import service
from portal.studio.models import LessonDraft, ModuleImport, WritingSession
from tests.builders import csrf, post
from tests.curriculum.lessons import ENGLISH, FRENCH, PIXEL, write_module
from tests.kernel.uploads.making import archive
from tests.learning.conftest import take_in
from tests.studio.acting import everything, my_draft, texts
from tests.studio.acting import write as write_text
from tests.studio.conftest import Writers
from tests.studio.publishing import finish
from tests.studio.publishing import send as publish
from tests.studio.sending import sent_with

SHEET = 'strand = "culture"\nposition = 3  # by hand\n\n[fr]\ntitle = "Un fil"\n[en]\ntitle = "A thread"\n'
FILES = {
    "module.toml": SHEET.encode(),
    "01-premiere/fr.md": FRENCH.replace("\n", "\r\n").encode(),
    "01-premiere/en.md": ENGLISH.encode(),
    "01-premiere/media/x.png": PIXEL,
    "04-quatrieme/fr.md": FRENCH.encode(),
}


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


def send(browser: FlaskClient, content: bytes, name: str = "module.zip", **fields: str) -> TestResponse:
    data = {"csrf_token": csrf(browser, "/help"), "place": "", "slug": "", **fields}
    return sent_with(browser, "/studio/import", content, name, data)


def zipped(slug: str, files: dict[str, bytes] | None = None) -> bytes:
    return write({f"{slug}/{path}": content for path, content in (files or FILES).items()})


def plan_at(browser: FlaskClient, address: str) -> tuple[list[str], dict[str, str]]:
    """What can be taken in there, and the fields of the form with what is chosen already."""
    page = browser.get(address).text
    boxes = [line for line in page.splitlines() if 'name="take"' in line]
    keys = {unescape(line.split('value="')[1].split('"')[0]): " checked" in line for line in boxes}
    version = page.split('name="version" value="')[1].split('"')[0]
    key = page.split('name="key" value="')[1].split('"')[0]
    return [one for one, chosen in keys.items() if chosen], {"version": version, "key": key, "all": " ".join(keys)}


def take(browser: FlaskClient, address: str, keys: list[str], fields: dict[str, str]) -> TestResponse:
    data = {"csrf_token": csrf(browser, "/help"), "take": keys, "version": fields["version"], "key": fields["key"]}
    answer: TestResponse = browser.post(address, data=data)
    return answer


def take_all(browser: FlaskClient, address: str) -> TestResponse:
    _chosen, fields = plan_at(browser, address)
    return take(browser, address, fields["all"].split(), fields)


def files_in_draft(writers: Writers, slug: str, who: str | None = None) -> dict[str, bytes]:
    with writers.app.app_context():
        return service.draft_files(my_draft(slug, who or writers.anais.id).module_id)


def test_a_new_module_comes_in_and_goes_out_byte_for_byte(writers: Writers, anais: FlaskClient) -> None:
    sent = send(anais, zipped("un-fil"))
    assert sent.status_code == 303, sent.text
    chosen, fields = plan_at(anais, sent.headers["Location"])
    assert sorted(chosen) == sorted(fields["all"].split())
    taken = take(anais, sent.headers["Location"], chosen, fields)
    assert taken.headers["Location"] == "/studio/modules/un-fil/?done=imported"
    assert files_in_draft(writers, "un-fil") == FILES
    out = anais.get("/studio/modules/un-fil/export")
    assert out.content_type == "application/zip"
    assert out.headers["Content-Disposition"] == "attachment; filename=un-fil.zip"
    assert out.data == zipped("un-fil")
    again = send(anais, out.data)
    assert "Nothing would change" in anais.get(again.headers["Location"]).text
    assert "imported files" in anais.get("/studio/modules/un-fil/").text


def test_after_a_refusal_the_file_must_be_chosen_again_and_the_page_says_so(anais: FlaskClient) -> None:
    refused = send(anais, b"no archive")
    assert refused.status_code == 422
    assert "The file is not: choose it again." in refused.text
    assert "Everything you wrote is still here." not in refused.text


def test_one_document_makes_a_lesson(writers: Writers, anais: FlaskClient) -> None:
    text = ENGLISH.replace("title: ", "title: On waiting, ", 1)
    sent = send(anais, text.encode(), "waiting.md", place=f"{writers.slug}//en")
    assert sent.status_code == 303, sent.text
    assert "A new module" not in anais.get(sent.headers["Location"]).text
    chosen, fields = plan_at(anais, sent.headers["Location"])
    slug = chosen[0]
    assert slug.startswith("on-waiting-")
    assert chosen == [slug, f"{slug}/en"]
    take(anais, sent.headers["Location"], chosen, fields)
    found = files_in_draft(writers, writers.slug)
    assert {path: content for path, content in found.items() if slug in path} == {f"03-{slug}/en.md": text.encode()}


def test_a_new_lesson_needs_a_name_that_is_free(writers: Writers, anais: FlaskClient) -> None:
    place = {"place": f"{writers.slug}//fr"}
    for slug, content, told in (
        ("premiere", FRENCH, "“premiere-2” is free"),
        ("", "## Lire", "Give it a short name"),
        ("", FRENCH.replace("title: ", "title: Premiere\nx: ", 1), "“premiere-2” is free"),
    ):
        refused = send(anais, content.encode(), "x.md", slug=slug, **place)
        assert (refused.status_code, told in refused.text) == (422, True), told
    assert send(anais, FRENCH.encode(), "x.md", slug="autre", **place).status_code == 303
    elsewhere = send(writers.browser(writers.noor), FRENCH.encode(), "x.md", **place)
    assert elsewhere.status_code == 422


def test_taking_it_in_twice_does_it_once(writers: Writers, anais: FlaskClient) -> None:
    address = send(anais, zipped("un-fil")).headers["Location"]
    chosen, fields = plan_at(anais, address)
    first, second = (take(anais, address, chosen, fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]


def test_nothing_is_written_before_one_says_so(writers: Writers, anais: FlaskClient) -> None:
    before = files_in_draft(writers, writers.slug)
    address = send(anais, zipped(writers.slug)).headers["Location"]
    anais.get(address)
    assert files_in_draft(writers, writers.slug) == before
    with writers.app.app_context():
        assert db.session.scalar(select(Module).where(Module.slug == "un-fil")) is None


def test_what_is_taken_in_comes_on_top_and_what_was_written_is_kept(writers: Writers, anais: FlaskClient) -> None:
    write_text(writers.app, writers.slug, writers.thu.id, "fr", "De Thu, mot pour mot.")
    address = send(anais, zipped(writers.slug)).headers["Location"]
    page = anais.get(address).text
    assert "Another author wrote here last" in page
    assert "Not in what you sent, and left as they are: deuxieme" in page
    chosen, _fields = plan_at(anais, address)
    assert "premiere/fr" not in chosen
    assert {"sheet", "premiere/en", "premiere/media/x.png", "quatrieme", "quatrieme/fr"} <= set(chosen)
    take_all(anais, address)
    found = files_in_draft(writers, writers.slug)
    assert {path: content for path, content in found.items() if "deuxieme" not in path} == FILES
    with writers.app.app_context():
        assert "De Thu, mot pour mot." in [one.text for one in everything(WritingSession)]


def test_what_the_draft_left_behind_is_told_and_left(writers: Writers, anais: FlaskClient) -> None:
    old = files_in_draft(writers, writers.slug)
    write_text(writers.app, writers.slug, writers.anais.id, "fr", "Plus loin.")
    write_text(writers.app, writers.slug, writers.thu.id, "fr", "Plus loin encore.")
    address = send(anais, zipped(writers.slug, old | {"01-premiere/fr.md": b"Plus loin."})).headers["Location"]
    chosen, fields = plan_at(anais, address)
    assert (chosen, fields["all"]) == ([], "premiere/fr")
    assert "went on since" in anais.get(address).text


def test_a_plan_is_refused_when_the_draft_changed_since(writers: Writers, anais: FlaskClient) -> None:
    address = send(anais, zipped(writers.slug)).headers["Location"]
    chosen, fields = plan_at(anais, address)
    write_text(writers.app, writers.slug, writers.thu.id, "en", "From Thu, meanwhile.")
    refused = take(anais, address, chosen, fields)
    assert refused.status_code == 409
    assert "changed after this plan was made" in unescape(refused.text)
    with writers.app.app_context():
        assert texts(writers.slug, writers.thu.id)["en"] == "From Thu, meanwhile."
    assert take_all(anais, address).status_code == 303


def test_choosing_nothing_is_refused(writers: Writers, anais: FlaskClient) -> None:
    address = send(anais, zipped(writers.slug)).headers["Location"]
    _chosen, fields = plan_at(anais, address)
    assert take(anais, address, [], fields).status_code == 422
    assert take(anais, address, ["deuxieme/fr", "../x"], fields).status_code == 422


def test_a_name_that_another_has_is_refused_without_a_word_of_whose_it_is(writers: Writers) -> None:
    noor = writers.browser(writers.noor)
    refused = send(noor, zipped(writers.slug))
    assert refused.status_code == 422
    assert f"“{writers.slug}-2” is free" in refused.text
    assert "Anaïs" not in refused.text
    assert "Le ton" not in refused.text
    assert send(noor, zipped(writers.slug), slug="le-mien").status_code == 303


def test_one_document_takes_the_place_of_one_text(writers: Writers, anais: FlaskClient) -> None:
    sent = send(anais, b"Un texte.\r\n", "texte.md", place=f"{writers.slug}/premiere/fr")
    chosen, fields = plan_at(anais, sent.headers["Location"])
    assert (chosen, fields["all"]) == (["premiere/fr"], "premiere/fr")
    take_all(anais, sent.headers["Location"])
    with writers.app.app_context():
        assert texts(writers.slug, writers.anais.id)["fr"] == "Un texte.\r\n"
    assert send(anais, b"Un texte.", "texte.md").status_code == 422
    noor = writers.browser(writers.noor)
    assert send(noor, b"x", "texte.md", place=f"{writers.slug}/premiere/fr").status_code == 422


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "", "Choose a file"),
        (b"PK", "x.zip", "not a zip archive"),
        (archive(("../x.md", b"")), "x.zip", "Make the archive of the module’s folder alone. (“../x.md”)"),
        (zipped("un-fil", FILES | {"README.md": b"x"}), "x.zip", "such as 01-my-lesson. (“README.md”)"),
        (write(FILES), "x.zip", "has no folder"),
        (b"\xff", "x.md", "which text"),
    ],
)
def test_what_is_wrong_is_said(anais: FlaskClient, content: bytes, name: str, sentence: str) -> None:
    refused = send(anais, content, name)
    assert refused.status_code == 422
    assert sentence in unescape(refused.text)


def test_what_was_sent_is_its_senders_alone_for_an_hour(writers: Writers, anais: FlaskClient) -> None:
    address = send(anais, zipped(writers.slug)).headers["Location"]
    assert writers.browser(writers.thu).get(address).status_code == 404
    newer = send(anais, zipped(writers.slug)).headers["Location"]
    assert anais.get(address).status_code == 404
    assert anais.get(newer).status_code == 200
    _age(writers.app, timedelta(minutes=61))
    assert anais.get(newer).status_code == 404
    with writers.app.app_context():
        with transaction():
            service.on_time_passed(TimePassed(now()))
        assert everything(ModuleImport) == []


def _age(app: Flask, by: timedelta) -> None:
    with app.app_context(), transaction():
        for row in everything(ModuleImport):
            row.sent_at -= by


def test_a_lesson_that_was_not_sent_gives_way(writers: Writers, anais: FlaskClient) -> None:
    files = FILES | {"02-autre/fr.md": FRENCH.encode()}
    take_all(anais, send(anais, zipped(writers.slug, files)).headers["Location"])
    found = files_in_draft(writers, writers.slug)
    assert files.items() <= found.items()
    assert {path.partition("/")[0] for path in found} - {path.partition("/")[0] for path in files} == {"05-deuxieme"}


def test_a_lesson_that_was_removed_comes_back(writers: Writers, anais: FlaskClient) -> None:
    post(anais, f"{writers.address}/lessons/premiere/remove")
    address = send(anais, zipped(writers.slug)).headers["Location"]
    assert "This lesson was removed" in anais.get(address).text
    take_all(anais, address)
    assert FILES.items() <= files_in_draft(writers, writers.slug).items()


def places(writers: Writers, slug: str) -> list[str]:
    return sorted({path.partition("/")[0] for path in files_in_draft(writers, slug) if "/" in path})


def test_what_takes_one_of_two_traded_places_leaves_a_number_to_each(writers: Writers, anais: FlaskClient) -> None:
    files = files_in_draft(writers, writers.slug)
    traded = {path.replace("01-", "x-").replace("02-", "01-").replace("x-", "02-"): one for path, one in files.items()}
    address = send(anais, zipped(writers.slug, traded)).headers["Location"]
    _chosen, fields = plan_at(anais, address)
    assert fields["all"].split() == ["deuxieme", "premiere"]
    take(anais, address, ["premiere"], fields)
    assert places(writers, writers.slug) == ["02-premiere", "03-deuxieme"]
    post(anais, f"{writers.address}/lessons/premiere/down")
    assert places(writers, writers.slug) == ["02-deuxieme", "03-premiere"]
    post(anais, f"{writers.address}/lessons/premiere/up")
    assert places(writers, writers.slug) == ["02-premiere", "03-deuxieme"]


def test_a_document_for_a_lesson_that_was_removed_pushes_no_other_away(writers: Writers, anais: FlaskClient) -> None:
    place = f"{writers.slug}/premiere/fr"
    post(anais, f"{writers.address}/lessons/premiere/remove")
    with writers.app.app_context(), transaction():
        for row in everything(LessonDraft):
            row.position = 1
    address = send(anais, b"Un texte.", "texte.md", place=place).headers["Location"]
    assert "the lesson, after the others" in anais.get(address).text
    take_all(anais, address)
    assert places(writers, writers.slug) == ["01-deuxieme", "02-premiere"]


def test_what_is_larger_once_it_is_clean_is_read_again(
    writers: Writers, anais: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(anais, zipped("un-fil")).headers["Location"]
    monkeypatch.setattr(archives, "LARGEST_ARCHIVE", 100)
    assert take_all(anais, address).status_code == 303
    assert files_in_draft(writers, "un-fil") == FILES


def test_a_key_that_is_none_makes_nothing(writers: Writers, anais: FlaskClient) -> None:
    address = send(anais, zipped("un-fil")).headers["Location"]
    chosen, fields = plan_at(anais, address)
    assert take(anais, address, chosen, fields | {"key": ""}).status_code == 409
    assert take(anais, address, chosen, fields | {"key": new_id()}).status_code == 303


def test_an_export_holds_what_an_archive_holds(writers: Writers, anais: FlaskClient) -> None:
    assert read(anais.get(f"{writers.address}/export").data) == {
        f"{writers.slug}/{path}": content for path, content in files_in_draft(writers, writers.slug).items()
    }
    assert writers.browser(writers.noor).get(f"{writers.address}/export").status_code == 404


def test_a_module_kept_as_files_can_be_taken_along_by_any_instructor(writers: Writers, tmp_path: Path) -> None:
    folder = write_module(tmp_path / "lessons", "conversation", ("01-premiere",))
    (folder / "01-premiere" / "media").mkdir()
    (folder / "01-premiere" / "media" / "x.png").write_bytes(PIXEL)
    for language, words, end in (("fr", FRENCH, "est un porte-voix."), ("en", ENGLISH, "is a megaphone.")):
        shown = words.replace(end, f"{end}\n\n![Un point](media/x.png)")
        (folder / "01-premiere" / f"{language}.md").write_text(shown, encoding="utf-8")
    take_in(writers.app, folder.parent)
    noor = writers.browser(writers.noor)
    out = noor.get("/studio/modules/conversation/export")
    paths = [path for path in folder.rglob("*") if path.is_file()]
    assert read(out.data) == {str(path.relative_to(folder.parent)): path.read_bytes() for path in paths}
    assert "another module has this short name" in unescape(send(noor, out.data).text).lower()
    address = send(noor, out.data, slug="la-mienne").headers["Location"]
    take_all(noor, address)
    files = {path.removeprefix("conversation/"): content for path, content in read(out.data).items()}
    assert files_in_draft(writers, "la-mienne", writers.noor.id) == files


def test_a_revision_can_be_taken_along_as_it_was_published(writers: Writers, anais: FlaskClient) -> None:
    slug = writers.slug
    finish(writers.app, slug, writers.anais.id)
    publish(anais, writers.address)
    first = read(anais.get(f"/studio/modules/{slug}/revisions/1/export").data)
    assert first == {f"{slug}/{path}": content for path, content in files_in_draft(writers, slug).items()}
    write_text(writers.app, slug, writers.anais.id, "fr", "Plus loin.")
    assert read(anais.get(f"/studio/modules/{slug}/revisions/1/export").data) == first
    assert anais.get(f"/studio/modules/{slug}/revisions/2/export").status_code == 404
