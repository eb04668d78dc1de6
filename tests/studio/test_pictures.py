"""Pictures of lessons: shown to their authors alone, put in both texts, removed when nothing shows them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.curriculum.models import Picture
from portal.curriculum.rules.limits import LARGEST
from portal.kernel import signals
from portal.kernel.clock import now
from portal.kernel.signals import TimePassed
from portal.kernel.transaction import transaction
from portal.kernel.uploads.limits import LARGEST_PICTURE
from portal.studio.queries.pictures import pictures_of
from portal.studio.rules.placing import uses_of
from portal.studio.service import pictures as service
from tests.builders import csrf, person, post, sign_in
from tests.kernel.uploads.making import PLACE, moving, picture, placed
from tests.learning.conftest import ENGLISH, FRENCH
from tests.studio.acting import everything, my_lesson, show, texts, write
from tests.studio.conftest import Writers
from tests.studio.publishing import finish, release
from tests.studio.publishing import send as publish
from tests.studio.sending import sent_with

WORDS = {"words_fr": "Deux lignes qui se croisent", "words_en": "Two lines that cross"}


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


def page_of(writers: Writers) -> str:
    return f"{writers.address}/lessons/premiere/pictures"


def send(
    writers: Writers,
    browser: FlaskClient,
    content: bytes,
    name: str = "Le fil.png",
    *,
    json: bool = False,
    **fields: str,
) -> TestResponse:
    data = {"csrf_token": csrf(browser, "/help"), "step": "", **WORDS, **fields}
    headers = {"Accept": "application/json"} if json else {}
    return sent_with(browser, page_of(writers), content, name, data, headers=headers)


def names(writers: Writers) -> list[str]:
    with writers.app.app_context():
        return [one.name for one in pictures_of(my_lesson(writers.slug, writers.anais.id).lesson.id)]


def test_a_picture_is_cleaned_named_and_put_in_both_texts(writers: Writers, anais: FlaskClient) -> None:
    answer = send(writers, anais, placed("JPEG"), "Été.png", step="1")
    assert answer.headers["Location"] == f"{page_of(writers)}?done=added"
    assert names(writers) == ["media/ete.jpg"]
    with writers.app.app_context():
        both = texts(writers.slug, writers.anais.id)
    assert "![Deux lignes qui se croisent](media/ete.jpg)" in both["fr"]
    assert "![Two lines that cross](media/ete.jpg)" in both["en"]
    assert uses_of("media/ete.jpg", both["fr"]) == ["Essayer\u00a0: Donnez un titre à l’essai"]
    page = anais.get(page_of(writers)).text
    address = page.split('<img src="')[1].split('"')[0]
    shown = anais.get(address)
    assert shown.content_type == "image/jpeg"
    assert PLACE not in shown.data
    assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_it_is_shown_to_authors_alone_and_in_no_public_place(writers: Writers, anais: FlaskClient) -> None:
    send(writers, anais, picture("PNG"))
    address = anais.get(page_of(writers)).text.split('<img src="')[1].split('"')[0]
    assert writers.browser(writers.thu).get(address).status_code == 200
    assert writers.browser(writers.noor).get(address).status_code == 404
    assert writers.app.test_client().get(address).status_code == 303
    elsewhere = address.replace("/premiere/", "/deuxieme/")
    assert anais.get(elsewhere).status_code == 404
    public = f"/pictures/{address.rpartition('/')[2]}"
    assert writers.app.test_client().get(public).status_code == 404


def test_the_same_picture_sent_again_is_the_same(writers: Writers, anais: FlaskClient) -> None:
    for _ in range(2):
        send(writers, anais, picture("PNG"), step="0")
    assert names(writers) == ["media/le-fil.png"]
    with writers.app.app_context():
        assert texts(writers.slug, writers.anais.id)["fr"].count("media/le-fil.png") == 1


def test_a_script_is_told_what_to_put_in_the_texts(writers: Writers, anais: FlaskClient) -> None:
    answer = send(writers, anais, picture("PNG"), json=True)
    assert answer.json == {
        "fr": "![Deux lignes qui se croisent](media/le-fil.png)",
        "en": "![Two lines that cross](media/le-fil.png)",
    }
    with writers.app.app_context():
        assert "media/" not in texts(writers.slug, writers.anais.id)["fr"]


@pytest.mark.parametrize("json", [False, True])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    writers: Writers, anais: FlaskClient, json: bool
) -> None:
    moved = send(writers, anais, moving("PNG"), json=json)
    assert moved.status_code == 422
    assert "This picture moves" in moved.text
    silent = send(writers, anais, picture("PNG"), json=json, words_en=" ")
    assert silent.status_code == 422
    assert "Say what the picture shows" in silent.text
    assert "Deux lignes" in silent.text or json
    none = post(anais, page_of(writers), **WORDS)
    assert "Choose a file" in none.text
    assert names(writers) == []


def test_a_file_that_is_too_large_is_refused_with_a_sentence(writers: Writers, anais: FlaskClient) -> None:
    large = send(writers, anais, picture("PNG") + b"\0" * LARGEST_PICTURE)
    assert large.status_code == 422
    assert "larger than 5 MB" in large.text
    assert send(writers, anais, b"\0" * (LARGEST_PICTURE + (2 << 20))).status_code == 413
    member = sign_in(writers.app, person(writers.app))
    assert send(writers, member, b"\0" * LARGEST_PICTURE).status_code == 413
    visitor = writers.app.test_client()
    assert sent_with(visitor, page_of(writers), b"\0" * LARGEST_PICTURE, "x.png", {}).status_code == 413


def test_what_a_text_has_no_room_for_is_not_added(writers: Writers, anais: FlaskClient) -> None:
    full = "## Read\n\n" + "x" * (LARGEST - 20)
    write(writers.app, writers.slug, writers.anais.id, "en", full)
    answer = send(writers, anais, picture("PNG"), step="0")
    assert answer.status_code == 422
    with writers.app.app_context():
        assert pictures_of(my_lesson(writers.slug, writers.anais.id).lesson.id) == []
        assert texts(writers.slug, writers.anais.id)["en"] == full


def test_a_picture_goes_when_nothing_shows_it(writers: Writers, anais: FlaskClient) -> None:
    send(writers, anais, picture("PNG"), step="0")
    remove = f"{page_of(writers)}/remove"
    assert post(anais, remove, name="media/le-fil.png").status_code == 409
    with writers.app.app_context():
        both = texts(writers.slug, writers.anais.id)
    for language, text in both.items():
        write(writers.app, writers.slug, writers.anais.id, language, text.replace("media/le-fil.png", "media/x.png"))
    assert "No text shows it" in anais.get(page_of(writers)).text
    assert post(anais, remove, name="media/le-fil.png").headers["Location"].endswith("?done=removed")
    assert post(anais, remove, name="media/le-fil.png").status_code == 303
    assert names(writers) == []


@pytest.mark.parametrize(("limit", "most"), [("MOST_OF_MODULE", 1), ("LARGEST_OF_MODULE", 10)])
def test_a_module_stays_small_enough_to_be_taken_in_again(
    writers: Writers, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(service, limit, most)
    first, second = b"\x89PNG\r\n\x1a\n1", b"\x89PNG\r\n\x1a\n2"
    with pytest.raises(service.ModuleHeavy):
        for content, lesson in ((first, "premiere"), (second, "deuxieme")):
            show(writers.app, writers.slug, writers.anais.id, content, lesson=lesson)


@pytest.mark.both_databases
def test_a_picture_that_nothing_shows_any_more_goes(writers: Writers, anais: FlaskClient) -> None:
    app, slug, author = writers.app, writers.slug, writers.anais.id
    finish(app, slug, author)
    shown = show(app, slug, author, b"\x89PNG\r\n\x1a\nshown")
    for language, text in (("fr", FRENCH), ("en", ENGLISH)):
        write(app, slug, author, language, text.replace("Plain words.", f"Plain words. ![Dots]({shown})"))
    publish(anais, writers.address)
    frozen = show(app, slug, author, b"\x89PNG\r\n\x1a\nfrozen")
    write(app, slug, author, "en", ENGLISH.replace("Plain words.", "Other words."))
    write(app, slug, author, "fr", FRENCH.replace("Plain words.", "Other words."))
    publish(anais, writers.address, when="later", day=str((now() + timedelta(days=2)).date()), hour="08:00")
    for name in (shown, frozen, show(app, slug, author, b"\x89PNG\r\n\x1a\nunused")):
        post(anais, f"{page_of(writers)}/remove", name=name)
    show(app, slug, author, b"\x89PNG\r\n\x1a\ndrafted")
    assert kept(writers) == {"shown", "frozen", "unused", "drafted"}
    with app.app_context(), transaction():
        signals.announce(TimePassed(now()))
    assert kept(writers) == {"shown", "frozen", "drafted"}
    post(anais, f"{writers.address}/publish/cancel")
    with app.app_context(), transaction():
        signals.announce(TimePassed(now()))
    assert kept(writers) == {"shown", "drafted"}
    assert anais.get(f"/studio/releases/{release(app).id}").status_code == 200


def kept(writers: Writers) -> set[str]:
    with writers.app.app_context():
        return {row.content.decode("latin-1").rpartition("\n")[2] for row in everything(Picture)}


def test_a_person_has_so_much_room(writers: Writers, anais: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "QUOTA", len(picture("PNG", (50, 50))) + 10)
    send(writers, anais, picture("PNG"))
    full = send(writers, anais, picture("PNG", (50, 50)))
    assert full.status_code == 422
    assert "MB that you have" in full.text
    assert names(writers) == ["media/le-fil.png"]
    assert send(writers, writers.browser(writers.thu), picture("PNG", (50, 50))).status_code == 303
