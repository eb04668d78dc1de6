"""The files that go with the lessons: what they say, what is wrong in them, and taking them in."""

from pathlib import Path

import pytest
from flask import Flask

from portal.curriculum.rules import (
    CardKind,
    Companion,
    Strand,
    companion_departures,
    companion_problems,
    read_agendas,
    read_assessment,
    read_cards,
)
from portal.curriculum.service import agendas, assessment, cards, read_tree
from tests.curriculum.conftest import TakeIn

OPTION = """[[situation.option]]
worth = %d
fr = { text = "Choix de %d", reason = "Raison de %d." }
en = { text = "Choice of %d", reason = "Reason of %d." }
"""
SITUATION = """[[situation]]
key = "%s"
dimension = "listening"
lesson = "zoo/ecouter"
fr = "Que faites-vous?"
en = "What do you do?"
""" + "".join(OPTION % ((worth,) * 5) for worth in (1, 3, 0, 2))
ASSESSMENT = (
    """[[dimension]]
key = "listening"
strand = "strategy"
fr = "L’écoute"
en = "Listening"

"""
    + SITUATION % "st01"
    + SITUATION % "st02"
)
CARDS = """[[card]]
key = "first-network"
kind = "open"
lessons = ["zoo/ecouter"]
fr = { text = "Mon premier réseau." }
en = { text = "My first network." }

[[card]]
key = "cost"
kind = "scale"
lessons = []
fr = { text = "Cela me coûte…", ends = ["rien", "beaucoup"] }
en = { text = "It costs me…", ends = ["nothing", "a lot"] }

[[card]]
key = "reflex"
kind = "choice"
lessons = []
fr = { text = "Mon réflexe.", choices = { 1 = "Répondre", 2 = "Attendre" } }
en = { text = "My reflex.", choices = { 1 = "Reply", 2 = "Wait" } }
"""
AGENDAS = """[[agenda]]
lessons = ["zoo/ecouter"]
cards = ["cost"]
guide = "culture"
[agenda.fr]
title = "Se connaître"
after = "Relire."
[[agenda.fr.part]]
minutes = 20
text = "Arrivez."
[[agenda.fr.part]]
minutes = 40
text = "Parlez."
[agenda.en]
title = "Meeting"
after = "Read again."
[[agenda.en.part]]
minutes = 20
text = "Arrive."
[[agenda.en.part]]
minutes = 40
text = "Talk."
"""
SOURCES = {Companion.ASSESSMENT: ASSESSMENT, Companion.CARDS: CARDS, Companion.AGENDAS: AGENDAS}
LESSONS = ("zoo/ecouter",)


def test_what_is_right_is_read_whole() -> None:
    assert list(companion_problems(SOURCES, LESSONS)) == []
    first = read_assessment(ASSESSMENT)[0].situations[0]
    assert (first.key, first.texts["fr"], first.lesson) == ("st01", "Que faites-vous?", "zoo/ecouter")
    assert [(option.key, option.worth) for option in first.options] == [("a", 1), ("b", 3), ("c", 0), ("d", 2)]
    assert first.options[1].reasons["en"] == "Reason of 3."
    assert read_assessment(ASSESSMENT)[0].dimensions[0].strand is Strand.STRATEGY
    kinds = [(card.key, card.kind, card.texts["en"].choices) for card in read_cards(CARDS)[0]]
    assert kinds == [
        ("first-network", CardKind.OPEN, {}),
        ("cost", CardKind.SCALE, {"1": "nothing", "5": "a lot"}),
        ("reflex", CardKind.CHOICE, {"1": "Reply", "2": "Wait"}),
    ]
    agenda = read_agendas(AGENDAS)[0][0]
    assert (agenda.number, agenda.cards, agenda.texts["fr"].after, agenda.texts["fr"].before) == (
        1,
        ("cost",),
        "Relire.",
        "",
    )
    assert [(part.starts, part.ends) for part in agenda.texts["en"].parts] == [(0, 20), (20, 60)]


@pytest.mark.parametrize(
    ("companion", "right", "wrong", "line", "sentence"),
    [
        (Companion.CARDS, "[[card]]", "[[card]", 1, "not TOML"),
        (Companion.AGENDAS, "[[agenda]]", "[[agendas]]", 1, "[[agenda]] tables"),
        (Companion.CARDS, 'key = "cost"', 'key = "What it costs"', 8, "lower-case letters"),
        (Companion.CARDS, 'key = "cost"', 'key = "reflex"', 1, "there twice"),
        (Companion.CARDS, 'kind = "scale"', 'kind = "range"', 8, "open, scale, choice"),
        (Companion.CARDS, '"nothing", "a lot"', '"nothing"', 8, "what 1 means"),
        (Companion.CARDS, '"Reply", 2 = "Wait"', '"Reply", 2 = "Wait", 3 = "Ask"', 15, "the same choices"),
        (Companion.CARDS, '1 = "Reply", 2 = "Wait"', '2 = "Wait", 1 = "Reply"', 15, "in the same order"),
        (Companion.CARDS, '2 = "Wait"', '2 = "Reply"', 15, "all different"),
        (Companion.CARDS, '2 = "Wait"', 'wait = "Wait"', 15, "a number from 1 to 9"),
        (Companion.CARDS, '{ 1 = "Reply", 2 = "Wait" }', '"Reply"', 15, "“choices” is missing"),
        (Companion.CARDS, 'text = "My reflex."', 'text = " "', 15, "needs a text"),
        (Companion.CARDS, 'lessons = ["zoo/ecouter"]', 'lessons = ["zoo/parler"]', 4, "no lesson “zoo/parler”"),
        (Companion.CARDS, 'kind = "open"', 'kind = "open"\ncolour = "red"', 1, "“colour” is no key"),
        (Companion.CARDS, 'en = { text = "My first network." }\n', "", 1, "“en” is missing"),
        (Companion.CARDS, '[[card]]\nkey = "cost"', '[other]\n[[card]]\nkey = "cost"', 1, "no place here"),
        (Companion.ASSESSMENT, "worth = 3", "worth = 2", 7, "once each"),
        (Companion.ASSESSMENT, "worth = 3", "worth = 4", 7, "from 0 to 3"),
        (Companion.ASSESSMENT, 'reason = "Reason of 3."', 'reason = ""', 7, "“reason” needs a text"),
        (Companion.ASSESSMENT, 'dimension = "listening"', 'dimension = "hearing"', 7, "“dimension” is one of"),
        (Companion.ASSESSMENT, 'lesson = "zoo/ecouter"', 'lesson = "zoo/parler"', 10, "no lesson “zoo/parler”"),
        (Companion.ASSESSMENT, 'strand = "strategy"', 'strand = "tactics"', 1, "culture, strategy, together"),
        (Companion.ASSESSMENT, SITUATION % "st02", "", 1, "It needs two"),
        (Companion.AGENDAS, "minutes = 40", "minutes = 30", 1, "make 60 minutes"),
        (Companion.AGENDAS, 'cards = ["cost"]', 'cards = ["price"]', 3, "no card “price”"),
        (Companion.AGENDAS, 'guide = "culture"', 'guide = "both"', 1, "culture, strategy, together"),
        (Companion.AGENDAS, 'title = "Meeting"\n', "", 1, "“title” needs a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    companion: Companion, right: str, wrong: str, line: int, sentence: str
) -> None:
    sources = {**SOURCES, companion: SOURCES[companion].replace(right, wrong, 1)}
    found = [(one, problem.line, str(problem.sentence)) for one, problem in companion_problems(sources, LESSONS)]
    assert any((one, at) == (companion, line) and sentence in told for one, at, told in found), found


def test_the_two_languages_of_an_agenda_keep_the_same_time() -> None:
    source = AGENDAS.replace('minutes = 20\ntext = "Arrive."', 'minutes = 30\ntext = "Arrive."').replace(
        'minutes = 40\ntext = "Talk."', 'minutes = 30\ntext = "Talk."'
    )
    problems = [str(problem.sentence) for _one, problem in companion_problems({Companion.AGENDAS: source}, LESSONS)]
    assert any("same minutes" in told for told in problems)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("Mon premier réseau.", "Mon premier réseau :", "no-break space"),
        ("My first network.", 'My first \\"network\\".', "curly quotation marks"),
        ("My first network.", "The network of millennials.", "by age"),
    ],
)
def test_the_house_style_holds_in_them_too(right: str, wrong: str, sentence: str) -> None:
    assert companion_departures(CARDS, Companion.CARDS, ()) == []
    told = companion_departures(CARDS.replace(right, wrong), Companion.CARDS, ())
    assert any(sentence in str(problem.sentence) for problem in told)


def _write(root: Path, **sources: str) -> None:
    for name, source in sources.items():
        (root / f"{name.replace('_', '-')}.toml").write_text(source, encoding="utf-8")


def test_they_are_taken_in_and_follow_their_files(app: Flask, root: Path, take_in: TakeIn) -> None:
    with app.app_context():
        assert (assessment().situations, cards(), agendas()) == ((), (), ())
    _write(root, self_assessment=ASSESSMENT, cards=CARDS, agendas=AGENDAS)
    take_in()
    with app.app_context():
        assert [len(assessment().situations), len(cards()), len(agendas())] == [2, 3, 1]
    (root / "agendas.toml").unlink()
    _write(root, cards=CARDS.replace('"cost"', '"price"'))
    take_in()
    with app.app_context():
        assert [card.key for card in cards()][1] == "price"
        assert agendas() == ()


def test_one_that_is_wrong_is_told_and_stays_as_it_was(app: Flask, root: Path, take_in: TakeIn) -> None:
    _write(root, cards=CARDS)
    take_in()
    _write(root, cards=CARDS.replace('kind = "open"', 'kind = "closed"').replace('"cost"', '"price"'))
    assert [path.name for path, _problem in read_tree(root).problems] == ["cards.toml"]
    take_in()
    with app.app_context():
        assert [card.key for card in cards()] == ["first-network", "cost", "reflex"]
