"""Beside the text: the page that its readers will see, and what is to be said of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.kernel import clock
from portal.studio.rules import begun
from tests.builders import csrf
from tests.journal.acting import parsed, words
from tests.kernel import pasted
from tests.learning.conftest import ENGLISH as WHOLE
from tests.studio.acting import texts, write
from tests.studio.conftest import Writers

ENGLISH = begun("en", "Premiere")


@pytest.fixture
def anais(writers: Writers) -> FlaskClient:
    return writers.browser(writers.anais)


@pytest.fixture
def editor(writers: Writers) -> str:
    return f"{writers.address}/lessons/premiere"


def send(client: FlaskClient, editor: str, act: str, *, json: bool = False, **fields: str):  # type: ignore[no-untyped-def]
    headers = {"Accept": "application/json"} if json else {}
    return client.post(f"{editor}/{act}", data={"csrf_token": csrf(client, editor), **fields}, headers=headers)


def test_what_is_saved_is_shown_at_once_without_script(anais: FlaskClient, editor: str) -> None:
    frame = parsed(anais.get(editor)).query("iframe[name=preview]")[0]
    assert frame.attrs["sandbox"] == "allow-same-origin"
    shown = anais.get(f"{editor}/preview?shown=en")
    assert "Give what is read a title" in shown.text
    assert "Camille" in shown.text


@pytest.mark.parametrize(
    ("eyes", "said"), [("guide", "You guide"), ("learner", "You learn"), ("visitor", "Two people do this better")]
)
def test_one_looks_through_three_pairs_of_eyes(anais: FlaskClient, editor: str, eyes: str, said: str) -> None:
    shown = send(anais, editor, "preview", shown="en", eyes=eyes, en=ENGLISH, fr="")
    assert said in shown.text
    assert '<html lang="en-CA">' in shown.text


def test_what_stands_in_the_boxes_is_shown_and_kept_nowhere(writers: Writers, anais: FlaskClient, editor: str) -> None:
    text = ENGLISH.replace("Write here", "Typed, not saved")
    assert "Typed, not saved" in send(anais, editor, "preview", shown="en", en=text).text
    with writers.app.app_context():
        assert texts(writers.slug, writers.anais.id)["en"] == ENGLISH


def test_the_preview_is_shown_in_our_frames_alone_and_runs_nothing(anais: FlaskClient, editor: str) -> None:
    for shown in (anais.get(f"{editor}/preview"), send(anais, editor, "preview", en=ENGLISH)):
        policy = shown.headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self'; sandbox allow-same-origin")
        assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "<script" not in shown.text
    page = anais.get(editor)
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'; frame-src 'self'")
    assert "frame-src" not in anais.get("/studio/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n", "word " * 20_000, "> " * 40 + "x"])
def test_as_long_as_there_is_nothing_to_show_it_waits(anais: FlaskClient, editor: str, text: str) -> None:
    shown = send(anais, editor, "preview", shown="en", en=text)
    assert shown.status_code == 200
    assert "No preview yet" in shown.text


def test_a_script_gets_the_page_and_what_stands_beside(anais: FlaskClient, editor: str) -> None:
    wrong = ENGLISH.replace("- [x] Write the right", "- [ ] Write the right").replace("## Talk", "## Chat")
    told = send(anais, editor, "preview", json=True, shown="en", en=wrong, fr=begun("fr", "Titre")).json
    assert "Give what is read a title" in told["page"]
    line = 1 + wrong.split("\n").index("## Chat")
    assert f'<a href="#en" data-line="{line}">Line {line}</a>' in told["beside"]
    assert "Not in the English text" in told["beside"]


def test_the_page_says_how_much_and_what_to_mend(writers: Writers, anais: FlaskClient, editor: str) -> None:
    whole = WHOLE.replace("{title}", "Premiere")
    write(writers.app, writers.slug, writers.anais.id, "en", whole)
    assert "Nothing in this text keeps you from publishing." in anais.get(editor).text
    write(writers.app, writers.slug, writers.anais.id, "en", whole.replace("minutes: 8\n", ""))
    page = anais.get(editor)
    assert "of 450" in words(parsed(page), ".budgets")
    assert "Its minutes are not given yet" in words(parsed(page), ".budgets")
    assert "One thing to fix before publishing" in page.text


def test_what_a_new_lesson_begins_with_is_to_be_written_over(anais: FlaskClient, editor: str) -> None:
    page = anais.get(editor).text
    assert page.count("4 things to fix before publishing") == 2
    line = 1 + ENGLISH.split("\n").index("## Try: Give what is tried a title")
    assert f'data-line="{line}">Line {line}</a>: Write over what a new lesson begins with: “Give what is tried' in page


def test_what_changed_since_the_other_language_was_touched_is_shown(
    writers: Writers, anais: FlaskClient, editor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Changed since" not in anais.get(editor).text
    later = clock.now() + timedelta(hours=2)
    with monkeypatch.context() as patch:
        patch.setattr("portal.studio.service.writing.now", lambda: later)
        write(
            writers.app, writers.slug, writers.thu.id, "fr", begun("fr", "Premiere").replace("Écrivez ici", "Notez là")
        )
    page = anais.get(editor)
    assert page.text.count("Changed since the English was last touched") == 1
    assert "<ins>Notez là" in page.text


def test_a_step_is_added_to_both_texts_as_they_stand(writers: Writers, anais: FlaskClient, editor: str) -> None:
    page = anais.get(editor).text
    versions = dict(re.findall(r'name="(version_..)" value="([^"]+)"', page))
    typed = {"en": ENGLISH.replace("Write here", "Typed"), "fr": begun("fr", "Premiere")}
    answer = send(anais, editor, "steps", snippet="try", **typed, **versions)
    assert answer.status_code == 303
    assert answer.location.endswith("&done=step-added")
    with writers.app.app_context():
        kept = texts(writers.slug, writers.anais.id)
    assert (kept["en"].count("## Try"), kept["fr"].count("## Essayer"), "Typed" in kept["en"]) == (2, 2, True)


def test_what_is_no_step_adds_nothing_and_saves(writers: Writers, anais: FlaskClient, editor: str) -> None:
    page = anais.get(editor).text
    versions = dict(re.findall(r'name="(version_..)" value="([^"]+)"', page))
    answer = send(anais, editor, "steps", snippet="nothing", en=ENGLISH + "\nMore.", fr=begun("fr", "x"), **versions)
    assert answer.location.endswith("&done=saved")


def test_what_is_pasted_comes_back_as_markdown(anais: FlaskClient, editor: str) -> None:
    assert send(anais, editor, "paste", html=pasted.WORD, language="fr").json == {"markdown": pasted.WORD_TOLD}
    english = send(anais, editor, "paste", html=pasted.WORD, language="en").json["markdown"]
    assert english.startswith("**Lire")


def test_too_much_to_paste_is_refused(anais: FlaskClient, editor: str) -> None:
    answer = send(anais, editor, "paste", html="<div>" * 200 + "x", language="fr")
    assert answer.status_code == 422
    assert "Paste it in parts" in answer.json["sentence"]


@pytest.mark.parametrize(("text", "line"), [("> " * 21 + "x", 1), ("a\n\n" + "- " * 21 + "x", 3)])
def test_what_is_nested_too_deep_is_not_saved_and_comes_back(
    app: Flask, anais: FlaskClient, editor: str, text: str, line: int
) -> None:
    page = anais.get(editor).text
    versions = dict(re.findall(r'name="(version_..)" value="([^"]+)"', page))
    answer = anais.post(editor, data={"csrf_token": csrf(anais, editor), "en": text, **versions})
    assert answer.status_code == 422
    assert f"Line {line}: Lists, quotes" in answer.text
    assert text.replace(">", "&gt;") in answer.text


def test_a_picture_that_is_not_there_is_told_on_its_line(anais: FlaskClient, editor: str) -> None:
    text = ENGLISH.replace("Write here", "![What it shows](media/none.png) Write here")
    told = send(anais, editor, "preview", json=True, shown="en", en=text, fr="").json
    line = 1 + next(n for n, one in enumerate(text.split("\n")) if "none.png" in one)
    assert f'data-line="{line}">Line {line}</a>: There is no picture “media/none.png”' in told["beside"]
