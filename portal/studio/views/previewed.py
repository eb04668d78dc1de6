"""A lesson that is not published, as the page that its readers will see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.curriculum import queries as catalogue
from portal.curriculum.queries import LessonCard, ModuleCard, PublishedLesson
from portal.curriculum.queries.revisions import surroundings
from portal.curriculum.rules import LessonText, ModuleSheet, parse
from portal.curriculum.rules.advice import advice
from portal.curriculum.service.rendering import explanations_in, rendered
from portal.curriculum.views import showing as visiting
from portal.kernel.i18n import LANGUAGES, current_language, speaking
from portal.kernel.templates import render
from portal.learning.rules import Side, previewed_lesson
from portal.learning.views import showing as learning
from portal.studio.rules import Eyes

Title = Callable[[str], str]
"""In a language."""


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A lesson among those of its module."""

    module: str
    title: Title
    sheet: ModuleSheet
    titles: Mapping[str, Title]
    """Of every lesson by its slug, in order."""
    lesson: str
    pictures: Mapping[str, str]
    """The address of each, by the name that the texts use."""

    @property
    def place(self) -> int:
        """From 0."""
        return [*self.titles].index(self.lesson)


def previewed(found: Unpublished, written: Mapping[str, str], asked: Mapping[str, str]) -> str:
    """In the language and through the eyes that were asked for; what is wrong with it, where it cannot be read."""
    language = asked.get("shown", current_language())
    language = language if language in LANGUAGES else LANGUAGES[0]
    source = written.get(language, "")
    reading = parse(source, language)
    if reading.draft is None:
        return render("studio/preview_waits.html", problems=reading.problems, actor=None)
    glossary = surroundings().glossary
    text = rendered(reading.draft, found.pictures, explanations_in(source, language, glossary))
    with speaking(language):
        if asked.get("eyes") == Eyes.VISITOR:
            return _for_visitor(found, text, language)
        return _for_pair(found, text, language, Side.OTHER if asked.get("eyes") == Eyes.LEARNER else Side.ME)


def _for_pair(found: Unpublished, text: LessonText, language: str, guide: Side) -> str:
    return learning.previewed(
        previewed_lesson(
            text,
            language=language,
            module=found.module,
            module_title=found.title(language),
            slug=found.lesson,
            number=found.place + 1,
            total=len(found.titles),
            strand=found.sheet.strand,
            guide=guide,
        )
    )


def _for_visitor(found: Unpublished, text: LessonText, language: str) -> str:
    cards = tuple(LessonCard(slug, title(language), 0, "") for slug, title in found.titles.items())
    texts = {**found.sheet.texts[language], "title": found.title(language)}
    card = ModuleCard(found.module, found.sheet.strand, **texts, requires=found.sheet.requires, lessons=cards)
    lesson = PublishedLesson("", "", card, found.lesson, found.place, text)
    return visiting.previewed(lesson, advice(card.requires, catalogue.titles(card.requires, language)))
