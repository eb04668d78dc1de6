"""What a new lesson says to its author reaches no reader."""

import pytest

from portal.curriculum.rules import CheckedModule
from portal.curriculum.rules.style.mending import mended
from portal.studio import service
from portal.studio.rules import Snippet, begun, with_snippet
from portal.studio.rules.placeholders import placeholders, without_placeholders
from portal.studio.rules.template import said_to_authors
from tests.learning.conftest import ENGLISH, FRENCH
from tests.studio.acting import write
from tests.studio.conftest import Writers
from tests.studio.publishing import LESSONS, draft_of, finish, numbers, send

LANGUAGES = ("fr", "en")
WHOLE = {"fr": FRENCH, "en": ENGLISH}
ASKED = {Snippet.TALK, Snippet.REFLECT, Snippet.GUIDE, Snippet.LEARNER, Snippet.HEARING}
"""What the two are asked may stay as it is."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_of_a_new_lesson_is_to_be_written_over_but_for_what_the_two_are_asked(language: str) -> None:
    source = begun(language, "Un titre")
    told = {source.split("\n")[problem.line - 1].partition(" ")[0] for problem in placeholders(source, language)}
    assert told == {"objective:", "##", "**Posez" if language == "fr" else "**Ask"}
    assert len(list(placeholders(source, language))) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_them_may_stay_however_it_is_set(language: str) -> None:
    for said in said_to_authors(language):
        for text in (said, mended(said, language), f"Mine, then: {said} And mine again."):
            whole = WHOLE[language].replace("Plain words.", text)
            (problem,) = placeholders(whole, language)
            assert whole.split("\n")[problem.line - 1] == text
            assert problem.blocks
            assert said in str(problem.sentence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [one for one in Snippet if one not in ASKED])
def test_what_is_put_in_at_a_press_is_written_over_too(language: str, kind: Snippet) -> None:
    assert list(placeholders(WHOLE[language], language)) == []
    assert list(placeholders(with_snippet(WHOLE[language], kind, language), language)) != []


def test_a_module_that_holds_some_is_not_ready() -> None:
    files = {"01-a/fr.md": FRENCH.encode(), "01-a/en.md": begun("en", "x").encode(), "01-a/media/fr.md": b"\xff"}
    checked = without_placeholders(CheckedModule(None, ()), files)
    assert {path for path, _problem in checked.problems} == {"01-a/en.md"}


def test_the_checklist_leads_to_their_lines_and_nothing_is_published(writers: Writers) -> None:
    finish(writers.app, writers.slug, writers.anais.id)
    browser = writers.browser(writers.anais)
    assert "Nothing stands in the way" in browser.get(f"{writers.address}/publish").text
    line = begun("en", "x").split("\n").index("## Read: Give what is read a title") + 1
    for language in LANGUAGES:
        write(writers.app, writers.slug, writers.anais.id, language, begun(language, "x"), lesson=LESSONS[0])
    page = browser.get(f"{writers.address}/publish").text
    assert "8 things stand in the way" in page
    assert f"lessons/{LESSONS[0]}?view=en&amp;line={line}#en" in page
    draft = draft_of(writers.app, writers.slug, writers.anais.id)
    with writers.app.app_context():
        digest = service.look_at(draft).digest
    assert send(browser, writers.address, digest).status_code == 422
    assert numbers(writers.app, writers.slug) == []
