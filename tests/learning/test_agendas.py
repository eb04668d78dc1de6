"""The agendas in a pair's workspace: the minutes of each part, its lessons, and who guides, by name."""

import pytest
from flask import Flask
from justhtml import JustHTML

from portal.curriculum.models import CompanionFile
from portal.curriculum.rules import Card, CardKind, Companion, Strand
from portal.curriculum.rules.companions import Agenda, AgendaPart, AgendaText
from portal.kernel.database import db
from portal.kernel.transaction import transaction
from portal.learning.rules import PathLesson, Side, agenda_seen, cards_of
from tests.builders import person, sign_in
from tests.journal.carding import take_in_cards
from tests.learning.conftest import Two, settle_roles

TEXTS = {language: AgendaText(f"In {language}", "", "", (AgendaPart(0, 60, "Talk."),)) for language in ("fr", "en")}


def lesson(slug: str) -> PathLesson:
    return PathLesson(slug, "module", slug, Strand.CULTURE, "", (), slug.title(), 8, (), None, None)


@pytest.mark.parametrize(
    ("strand", "guides", "guide"),
    [
        (Strand.TOGETHER, {}, Side.BOTH),
        (Strand.CULTURE, {}, None),
        (Strand.CULTURE, {Strand.CULTURE: "me"}, Side.ME),
        (Strand.STRATEGY, {Strand.CULTURE: "me", Strand.STRATEGY: "other"}, Side.OTHER),
    ],
)
def test_who_guides_the_strand_guides_the_meeting(
    strand: Strand, guides: dict[Strand, str], guide: Side | None
) -> None:
    agenda = Agenda(1, (), (), strand, TEXTS)
    assert agenda_seen(agenda, [], guides, "me", "en").guide is guide


def test_the_lessons_stand_in_the_order_of_the_meeting_where_the_path_has_them() -> None:
    agenda = Agenda(1, ("module/b", "module/gone", "module/a"), (), Strand.TOGETHER, TEXTS)
    seen = agenda_seen(agenda, [lesson("a"), lesson("b"), lesson("c")], {}, "me", "fr")
    assert [one.slug for one in seen.lessons] == ["b", "a"]
    assert seen.text.title == "In fr"


def page(two: Two, path: str = "", who: str = "me", language: str = "en") -> JustHTML:
    answer = getattr(two, who).get(f"/pairs/{two.pair.id}/agendas{path}?lang={language}")
    assert answer.status_code == 200
    return JustHTML(answer.text, sanitize=False, collect_errors=True)


def words(document: JustHTML, selector: str) -> list[str]:
    return [" ".join(node.to_text().split()) for node in document.query(selector)]


def test_all_are_listed_in_order(two: Two) -> None:
    listed = page(two).query(".agendas > li > a")
    assert [link.attrs["href"] for link in listed] == [f"/pairs/{two.pair.id}/agendas/{number}" for number in (1, 2, 3)]
    assert [link.to_text() for link in listed] == ["1. To meet", "2. To talk", "3. To plan"]
    assert f"/pairs/{two.pair.id}/agendas" in two.me.get(f"/pairs/{two.pair.id}").text


def test_one_tells_the_minutes_of_each_part_and_what_comes_before_and_after(two: Two) -> None:
    seen = page(two, "/2")
    assert words(seen, "h1") == ["Meeting 2: To talk"]
    assert words(seen, "tbody tr") == ["0 to 5 Arrive.", "5 to 60 <b>Talk</b> and try."]
    assert "Before To talk." in words(seen, "[aria-labelledby=before]")[0]
    assert "After To talk." in words(seen, "[aria-labelledby=after]")[0]
    lessons = [link.attrs["href"] for link in seen.query("[aria-labelledby=before] a")]
    assert lessons == [f"/pairs/{two.pair.id}/lessons/conversation/{slug}" for slug in ("deuxieme", "premiere")]
    assert [link.attrs.get("rel") for link in seen.query("main nav.cluster a")] == ["prev", None, "next"]


def test_its_cards_stand_in_the_order_of_the_meeting_where_the_list_has_them() -> None:
    cards = [Card(key, CardKind.OPEN, (), {}) for key in ("a", "b", "c")]
    assert [card.key for card in cards_of(Agenda(1, (), ("c", "gone", "a"), Strand.TOGETHER, TEXTS), cards)] == [
        "c",
        "a",
    ]


def test_it_leads_to_its_cards(app: Flask, two: Two) -> None:
    with app.app_context(), transaction():
        row = db.session.get_one(CompanionFile, Companion.AGENDAS)
        row.source = row.source.replace("cards = []", 'cards = ["what-convinces"]', 1)
    take_in_cards(app)
    leads = f"/pairs/{two.pair.id}/cards/what-convinces"
    assert leads in [link.attrs.get("href") for link in page(two, "/1").query("[aria-labelledby=parts] a")]


def test_the_last_one_leads_to_the_ritual(two: Two) -> None:
    ritual = f"/pairs/{two.pair.id}/ritual"
    for number, leads in (("1", False), ("3", True)):
        assert (ritual in [link.attrs.get("href") for link in page(two, f"/{number}").query("main a")]) is leads


def test_who_guides_is_said_by_name_once_it_is_settled(app: Flask, two: Two) -> None:
    assert "Whoever guides culture guides here" in page(two, "/2").to_text()
    assert f"/pairs/{two.pair.id}/roles" in page(two, "/2").to_html()
    settle_roles(app, two)
    assert "Ibrahim guides" in page(two, "/2").to_text()
    assert "You guide" in page(two, "/3").to_text()
    assert "Maïté guides" in page(two, "/3", "you").to_text()
    assert f"/pairs/{two.pair.id}/roles" not in page(two, "/2").to_html()


@pytest.mark.parametrize("number", ["0", "4", "01", "one", "-1"])
def test_what_is_no_agenda_is_not_there(two: Two, number: str) -> None:
    assert two.me.get(f"/pairs/{two.pair.id}/agendas/{number}").status_code == 404


def test_they_are_the_two_peoples(app: Flask, two: Two) -> None:
    stranger = sign_in(app, person(app, "Camille"))
    for path in ("", "/1"):
        assert stranger.get(f"/pairs/{two.pair.id}/agendas{path}").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", ["", "/1", "/2", "/3"])
def test_every_page_is_sound(two: Two, path: str, language: str) -> None:
    seen = page(two, path, language=language)
    assert seen.errors == []
    assert len(seen.query("h1")) == 1
