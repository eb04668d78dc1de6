"""Search among the published lessons: with or without accents, in both languages, on both databases."""

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from portal.curriculum.models import SearchedText
from portal.curriculum.queries import search
from portal.curriculum.queries.search import lessons_with, terms_with
from portal.curriculum.rules.search import FOLDING, LONGEST_PASSAGE, LONGEST_QUERY, folded, marked, passage, sought
from portal.curriculum.service import preparing, searchable
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from tests.builders import person, sign_in
from tests.curriculum.conftest import TakeIn
from tests.curriculum.lessons import edit

GLOSSARY = """[feedback]
en = ["feedback"]
fr = ["rétroaction"]
avoid = ["feedback"]
meaning.en = "Information about a task."
meaning.fr = "Information donnée sur une tâche."
"""

OWN_WORDS = {
    # By lesson: what is put in the place of a title, an objective or a text.
    "zoo/01-ouverture/fr.md": ("title: Du porte-voix à la conversation", "title: Le cœur de l’Écoute"),
    "zoo/02-ecouter/fr.md": ("Distinguer une annonce", "Laisser parler son cœur, distinguer une annonce"),
    "amont/01-premiere/fr.md": ("Suivez un fil", "Le cœur à l’ouvrage, suivez un fil"),
    "zoo/01-ouverture/en.md": ("is a megaphone.", 'is a megaphone: 5 < 6 & nothing "else".'),
}


@pytest.fixture
def library(root: Path, take_in: TakeIn) -> None:
    """The three modules, and a glossary of one term, published."""
    (root / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    for name, (old, new) in OWN_WORDS.items():
        edit(root / name, old, new)
    take_in()


def found(app: Flask, query: str, language: str = "fr") -> list[str]:
    with app.app_context():
        return [f"{one.module}/{one.slug}" for one in lessons_with(sought(query), language)]


# Words.


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ()),
        ("%_'\"\\ --", ()),
        ("Écouter", ("ecouter",)),
        ("l’écoute", ("ecoute",)),
        ("L'écoute écoute", ("ecoute",)),
        ("à", ("a ",)),
        ("wi-fi", ("wi ", "fi ")),
        ("le bot", ("le ", "bot")),
        ("réseaux sociaux", ("reseau", "sociau")),
        ("mots-clics", ("mots", "clic")),
        ("ŒUVRES", ("oeuvre",)),
        ("50 %", ("50 ",)),
        ("\udc80 fil", ("fil",)),
        ("a b c d e f g h i j", tuple(f"{letter} " for letter in "abcdefgh")),
    ],
)
def test_a_query_is_read_as_the_beginnings_of_words(query: str, words: tuple[str, ...]) -> None:
    assert sought(query) == words


def test_a_word_begins_where_it_is_said_to_begin() -> None:
    assert folded("L’Œuvre, «\u00a0déjà-vu\u00a0»_ici!") == " l oeuvre deja vu ici "


def test_every_word_that_begins_so_is_marked() -> None:
    assert marked("L’Écoute : écouter, réécouter", ("ecout",)) == (
        ("L’", False),
        ("Écoute", True),
        (" : ", False),
        ("écouter", True),
        (", réécouter", False),
    )


def test_a_short_word_is_marked_where_it_stands_whole() -> None:
    assert [piece for piece, is_found in marked("Le wi-fi, wireless, fin", sought("wi-fi")) if is_found] == ["wi", "fi"]


def test_a_passage_is_the_paragraph_that_holds_most_of_the_words() -> None:
    shown = passage(("Un fil.", "Un fil, et deux voix.", "Deux voix."), ("fil", "voi"))
    assert shown is not None
    assert "".join(piece for piece, _is_found in shown.runs) == "Un fil, et deux voix."
    assert shown.is_from_start
    assert shown.is_to_end


def test_a_long_passage_is_cut_between_words() -> None:
    shown = passage((f"{'avant ' * 100}ici {'ensuite ' * 100}",), ("ici",))
    assert shown is not None
    text = "".join(piece for piece, _is_found in shown.runs)
    assert len(text) <= LONGEST_PASSAGE
    assert not shown.is_from_start
    assert not shown.is_to_end
    assert set(text.split()) == {"avant", "ici", "ensuite"}


def test_there_is_no_passage_without_the_words() -> None:
    assert passage(("Un fil.",), ("voix",)) is None
    assert passage((), ("voix",)) is None


@given(st.text(max_size=900), st.text(max_size=40))
def test_a_passage_is_a_piece_of_its_text_whatever_is_in_it(text: str, query: str) -> None:
    words = sought(query)
    shown = passage((text,), words) if words else None
    whole = "".join(piece for piece, _is_found in marked(text, words or ("x",)))
    if shown is not None:
        piece = "".join(piece for piece, _is_found in shown.runs)
        assert piece in whole
        assert len(piece) <= LONGEST_PASSAGE
        assert any(is_found for _piece, is_found in shown.runs)


# What is found.


@pytest.mark.both_databases
@pytest.mark.usefixtures("library")
class TestFinding:
    def test_titles_come_first_then_objectives_then_texts(self, app: Flask) -> None:
        assert found(app, "cœur") == ["zoo/ouverture", "zoo/ecouter", "amont/premiere"]

    @pytest.mark.parametrize(
        "query", ["cœur écoute", "COEUR ECOUTE", "coeur l'ecoute", "œ écou coeu", "l’Écoute du cœur"]
    )
    def test_accents_ligatures_and_capitals_make_no_difference(self, app: Flask, query: str) -> None:
        assert found(app, query.replace(" du ", " ").replace("œ ", "")) == ["zoo/ouverture"]

    def test_all_the_words_are_wanted(self, app: Flask) -> None:
        assert len(found(app, "cœur")) == 3
        assert found(app, "cœur ouvrage") == ["amont/premiere"]
        assert found(app, "cœur nulle part") == []

    def test_a_word_is_found_by_its_beginning_and_not_by_its_middle(self, app: Flask) -> None:
        assert found(app, "publica")
        assert found(app, "ublication") == []

    def test_a_lesson_is_found_once_and_in_the_language_of_the_page_where_it_can_be(self, app: Flask) -> None:
        with app.app_context():
            for language in ("fr", "en"):
                lessons = lessons_with(sought("conversation"), language)
                assert sorted(f"{one.module}/{one.slug}" for one in lessons) == [
                    "amont/premiere",
                    "conversation/premiere",
                    "zoo/ecouter",
                    "zoo/ouverture",
                ]
                assert {one.language for one in lessons} == {language}

    def test_what_only_the_other_language_says_comes_after(self, app: Flask) -> None:
        with app.app_context():
            lessons = lessons_with(sought("megaphone"), "fr")
        assert len(lessons) == 4
        assert {one.language for one in lessons} == {"en"}
        assert lessons[0].title == "From megaphone to conversation"
        assert lessons[0].module_title.endswith("in English")

    def test_answers_to_questions_are_not_given_away(self, app: Flask) -> None:
        assert found(app, "abonnée")
        assert found(app, "supprimer") == []
        assert found(app, "comprennent") == []

    def test_what_left_is_not_found(self, app: Flask, root: Path, take_in: TakeIn) -> None:
        shutil.rmtree(root / "amont")
        edit(root / "zoo/02-ecouter/fr.md", "Laisser parler son cœur, distinguer", "Distinguer")
        take_in()
        assert found(app, "cœur") == ["zoo/ouverture"]

    def test_an_older_portal_is_searched_once_its_lessons_are_taken_in_again(self, app: Flask, take_in: TakeIn) -> None:
        with app.app_context(), transaction():
            db.session.execute(delete(SearchedText))
        assert found(app, "cœur") == []
        take_in()
        assert len(found(app, "cœur")) == 3

    def test_what_is_folded_otherwise_is_searched_anew(
        self, app: Flask, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(searchable, "folded", lambda text: f"{folded(text)}newer ")
        take_in()
        assert found(app, "newer") == []
        monkeypatch.setattr(preparing, "FOLDING", FOLDING + 1)
        take_in()
        assert len(found(app, "newer")) > 3

    def test_a_short_word_is_found_whole_alone(self, app: Flask) -> None:
        assert found(app, "fil")
        assert found(app, "fi") == []
        assert found(app, "à")

    def test_no_more_are_fetched_than_are_shown(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(search, "MOST_FOUND", 2)
        assert found(app, "cœur") == ["zoo/ouverture", "zoo/ecouter"]

    @pytest.mark.parametrize("query", ["%", "_", "100%", "co_ur", "' OR 1=1 --", "\\", "🤝", "\ufffd", "٣"])
    def test_signs_are_signs(self, app: Flask, query: str) -> None:
        words = sought(query)
        assert not words or found(app, query) == []

    def test_terms_are_found_by_their_names_in_both_languages(self, app: Flask) -> None:
        with app.app_context():
            for query in ("rétroaction", "RETRO", "feedback"):
                assert [term.slug for term in terms_with(sought(query), "fr")] == ["feedback"]
            assert terms_with(sought("information"), "fr") == []

    def test_a_page_asks_two_things_of_the_database(self, client: FlaskClient, statements: list[str]) -> None:
        for query in ("coeur", "fil yeux", "a b c d e f g h", "nulle"):
            statements.clear()
            assert client.get(f"/lessons?q={query}").status_code == 200
            assert len([one for one in statements if one.startswith("SELECT")]) == 2


# The page.


@pytest.mark.usefixtures("library")
class TestPage:
    @pytest.mark.parametrize("address", ["/lessons", "/lessons?q=", "/lessons?q=%20"])
    def test_nothing_asked_shows_every_lesson_and_the_form(self, client: FlaskClient, address: str) -> None:
        shown = client.get(f"{address}").text
        assert 'role="search"' in shown
        assert 'href="/lessons/zoo/ouverture"' in shown
        assert "<mark>" not in shown

    def test_what_is_found_is_shown_with_its_module_its_strand_and_its_place(self, client: FlaskClient) -> None:
        shown = client.get("/lessons?q=coeur").text
        assert 'href="/lessons/zoo/ouverture">Le <mark>cœur</mark> de l’Écoute</a>' in shown
        assert "Laisser parler son <mark>cœur</mark>, distinguer" in shown
        assert "Le <mark>cœur</mark> à l’ouvrage, suivez un fil sur un vrai réseau." in shown
        assert 'href="/lessons/amont">amont en français</a>' in shown
        assert 'data-strand="strategy"' in shown
        assert "3\u00a0leçons contiennent ces mots." in shown
        assert 'value="coeur"' in shown

    def test_a_term_of_the_glossary_is_shown_and_leads_there(self, client: FlaskClient) -> None:
        shown = client.get("/lessons?q=feedback").text
        assert 'href="/glossary#feedback">rétroaction</a>' in shown
        assert "<mark>feedback</mark>" in shown

    def test_a_lesson_in_the_other_language_says_so_and_opens_in_it(self, client: FlaskClient) -> None:
        shown = client.get("/lessons?q=megaphone").text
        assert '<li data-strand="together" lang="en">' in shown
        assert 'href="/lessons/zoo/ouverture?lang=en"' in shown
        assert "In English" in shown

    def test_what_lessons_say_is_text(self, client: FlaskClient) -> None:
        shown = client.get("/lessons?lang=en&q=nothing").text
        assert "is a megaphone: 5 &lt; 6 &amp; <mark>nothing</mark> &#34;else&#34;." in shown

    @pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><zz>', "' OR 1=1 --", "%", "_", "\\", "a" * 100])
    def test_a_hostile_query_is_text_and_finds_nothing(self, client: FlaskClient, query: str) -> None:
        answer = client.get(f"/lessons?lang=en&q={quote(query)}")
        assert answer.status_code == 200
        assert "No lesson holds these words" in answer.text
        assert "Try one word alone" in answer.text
        assert "<script>alert" not in answer.text
        assert '"><zz>' not in answer.text

    @pytest.mark.parametrize("address", ["/lessons?q=%ED%A0%80", "/lessons?q=%FF%FE", "/lessons?q=co%CC%88eur"])
    def test_what_is_no_text_is_answered_all_the_same(self, client: FlaskClient, address: str) -> None:
        assert client.get(address).status_code == 200

    def test_a_character_that_no_text_has_is_not_found(self, client: FlaskClient) -> None:
        assert client.get("/lessons?q=%00").status_code == 404

    def test_a_passage_is_too_long_to_be_looked_for(self, client: FlaskClient, statements: list[str]) -> None:
        query = "mot " * (LONGEST_QUERY // 4) + "encore"
        answer = client.get(f"/lessons?q={query}")
        assert answer.status_code == 422
        assert "100 caractères au plus" in answer.text
        assert query in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert [one for one in statements if one.startswith("SELECT")] == []

    def test_a_search_is_kept_out_of_indexes_and_keeps_its_language(self, client: FlaskClient) -> None:
        shown = client.get("/lessons?lang=en&q=thread").text
        assert '<meta name="robots" content="noindex, follow">' in shown
        assert 'rel="canonical"' not in shown
        assert '<input type="hidden" name="lang" value="en">' in shown

    def test_no_account_is_needed_and_one_makes_no_difference(self, app: Flask, client: FlaskClient) -> None:
        for reader in (client, sign_in(app, person(app))):
            answer = reader.get("/lessons?q=coeur")
            assert "<mark>cœur</mark>" in answer.text
            assert "Set-Cookie" not in answer.headers or reader is client
