"""What an author sees of a lesson is what its readers will see: the same page, made from the text alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.curriculum.queries import LessonCard, ModuleCard, PublishedLesson
from portal.curriculum.rules import LessonSource, LessonText, ModuleSheet, ModuleSource, Strand, parse
from portal.curriculum.rules.advice import advice
from portal.curriculum.service import Tree, read_tree, sync
from portal.curriculum.service.rendering import explanations_in, rendered
from portal.curriculum.views import showing as catalogue
from portal.kernel.i18n import LANGUAGES, speaking
from portal.kernel.transaction import transaction
from portal.learning.rules import Side, previewed_lesson
from portal.learning.rules.preview import PARTNER
from portal.learning.views import showing
from portal.shipped import shipped
from portal.studio.rules import Eyes, Titles
from portal.studio.views.previewed import Unpublished, previewed
from tests import builders
from tests.bench.weighing import statements_of
from tests.learning.conftest import ENGLISH, Two, settle_roles

EYES = {str(Side.ME): Eyes.GUIDE, str(Side.OTHER): Eyes.LEARNER, "visitor": Eyes.VISITOR}
MADE_ANEW = re.compile(r'(name="(?:csrf_token|key|revision)"[^>]*value=")[^"]+')


INVENTED = ModuleSource(
    "invented",
    ModuleSheet(Strand.CULTURE, 1, (), {"en": {"title": "Invented", "summary": "", "outcome": ""}}),
    "",
    (LessonSource("first", 1, {}, {}, {}),),
)


@dataclass(frozen=True)
class Shipped:
    """A lesson of the repository in one language, in the HTML that its page is made of."""

    module: ModuleSource
    lesson: LessonSource
    language: str
    text: LessonText

    @property
    def name(self) -> str:
        return f"{self.module.slug}/{self.lesson.slug}"

    @property
    def position(self) -> int:
        return self.module.lessons.index(self.lesson)

    def for_pair(self, guide: Side) -> str:
        return showing.previewed(
            previewed_lesson(
                self.text,
                language=self.language,
                module=self.module.slug,
                module_title=self.module.sheet.texts[self.language]["title"],
                slug=self.lesson.slug,
                number=self.position + 1,
                total=len(self.module.lessons),
                strand=self.module.sheet.strand,
                guide=guide,
            )
        )

    def for_visitor(self, tree: Tree) -> str:
        sheet = self.module.sheet
        titles = {module.slug: module.sheet.texts[self.language]["title"] for module in tree.modules}
        texts = [lesson.texts.get(self.language, self.text) for lesson in self.module.lessons]
        cards = tuple(
            LessonCard(lesson.slug, text.title, text.minutes, text.objective)
            for lesson, text in zip(self.module.lessons, texts, strict=True)
        )
        card = ModuleCard(self.module.slug, sheet.strand, **sheet.texts[self.language], requires=(), lessons=cards)
        found = PublishedLesson("", "", card, self.lesson.slug, self.position, self.text)
        return catalogue.previewed(found, advice(sheet.requires, titles))

    def looked_at(self, eyes: Eyes) -> str:
        """As the studio shows it to its authors."""
        sheet, slug = self.module.sheet, self.module.slug
        module = Titles(slug, {language: texts["title"] for language, texts in sheet.texts.items()})
        titles = {
            lesson.slug: Titles(lesson.slug, {language: text.title for language, text in lesson.texts.items()}).title
            for lesson in self.module.lessons
        }
        found = Unpublished(slug, module.title, sheet, titles, self.lesson.slug, {})
        return previewed(found, self.lesson.sources, {"shown": self.language, "eyes": str(eyes)})


@pytest.fixture
def tree() -> Tree:
    return read_tree(shipped("lessons"))


@pytest.fixture
def before_all(app: Flask, tree: Tree) -> Two:
    """Two who have settled their roles and done nothing else, with all lessons before them."""
    with app.app_context():
        publication = sync(tree)
        with transaction():
            publication.publish()
    first, second = builders.person(app, PARTNER), builders.person(app, PARTNER)
    two = Two(builders.pair(app, first, second), builders.sign_in(app, first), builders.sign_in(app, second))
    settle_roles(app, two)
    return two


def shipped_in(tree: Tree) -> Iterator[Shipped]:
    for module in tree.modules:
        for lesson in module.lessons:
            for language in LANGUAGES:
                explained = explanations_in(lesson.sources[language], language, tree.glossary)
                yield Shipped(module, lesson, language, rendered(lesson.texts[language], {}, explained))


def content(html: str) -> str:
    return MADE_ANEW.sub(r"\1", html[html.index("<main") : html.index("</main>")])


class Readers:
    """A real pair that has done nothing, and a visitor, before every lesson."""

    def __init__(self, two: Two, visitor: FlaskClient) -> None:
        self._two, self._visitor = two, visitor

    def see(self, one: Shipped) -> dict[str, str]:
        """What each sees of a lesson, by who they are in it."""
        self._visitor.set_cookie("language", one.language)
        first, second = self._roles(one)
        return {
            str(first): self._seen(one, self._two.me),
            str(second): self._seen(one, self._two.you),
            "visitor": content(self._visitor.get(f"/lessons/{one.name}").text),
        }

    def _roles(self, one: Shipped) -> tuple[Side, Side]:
        """The second of the two guides culture. Who guides a lesson of both is whoever opened it as guide."""
        if one.module.sheet.strand is Strand.TOGETHER:
            builders.post(self._two.me, f"{self._address(one)}/swap", guide=self._two.pair.first.id)
        learns = one.module.sheet.strand is Strand.CULTURE
        return (Side.OTHER, Side.ME) if learns else (Side.ME, Side.OTHER)

    def _seen(self, one: Shipped, reader: FlaskClient) -> str:
        pair = self._two.pair
        people = (pair.first.id, pair.second.id) if reader is self._two.me else (pair.second.id, pair.first.id)
        html = reader.get(f"{self._address(one)}?lang={one.language}").text
        for real, invented in zip((pair.id, *people), ("preview", "me", "other"), strict=True):
            html = html.replace(real, invented)
        return content(html)

    def _address(self, one: Shipped) -> str:
        return f"/pairs/{self._two.pair.id}/lessons/{one.name}"


def test_it_is_the_page_of_who_guides_of_who_learns_and_of_a_visitor(
    app: Flask, client: FlaskClient, tree: Tree, before_all: Two
) -> None:
    readers, differing = Readers(before_all, client), []
    for one in shipped_in(tree):
        with app.test_request_context():
            previews = {who: content(one.looked_at(eyes)) for who, eyes in EYES.items()}
        seen = readers.see(one)
        differing += [f"{one.name} {one.language} {who}" for who in seen if seen[who] != previews[who]]
    assert differing == []


def test_nobody_guides_a_lesson_of_both_that_is_not_begun(app: Flask, lessons: Path, two: Two) -> None:
    module = read_tree(lessons).modules[0]
    one = Shipped(module, module.lessons[0], "en", rendered(module.lessons[0].texts["en"], {}))
    html = two.me.get(f"/pairs/{two.pair.id}/lessons/{one.name}").text
    with app.test_request_context(), speaking("en"):
        assert content(one.for_pair(Side.BOTH)).replace(PARTNER, two.pair.second.name) == content(
            html.replace(two.pair.id, "preview")
        )


def test_nothing_is_asked_of_the_database(app: Flask, tree: Tree) -> None:
    one = next(shipped_in(tree))
    with statements_of(app) as sent, app.test_request_context(), speaking(one.language):
        one.for_pair(Side.ME)
        one.for_visitor(tree)
    assert sent == []


def test_it_stands_alone_and_runs_nothing(app: Flask, tree: Tree) -> None:
    one = next(shipped_in(tree))
    with app.test_request_context(), speaking(one.language):
        pages = one.for_pair(Side.ME), one.for_visitor(tree)
    for page in pages:
        assert not re.search(r"<script|<nav class=.places|<footer", page)
        assert page.count("<main") == page.count('<meta name="robots" content="noindex">') == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [x] Read.", "- [ ] Read."),
        ("**And then?**", "And then?"),
        ("## Reflect", "## Talk"),
        ("## Check", "## Talk"),
    ],
)
def test_what_is_not_right_yet_is_shown_all_the_same(app: Flask, old: str, new: str) -> None:
    text = parse(ENGLISH.replace(old, new), "en").lesson
    assert text is not None
    lesson = Shipped(INVENTED, INVENTED.lessons[0], "en", rendered(text, {}))
    with app.test_request_context(), speaking("en"):
        assert "Two ways" in lesson.for_pair(Side.ME)
        assert "Two ways" in lesson.for_visitor(Tree(Path()))
