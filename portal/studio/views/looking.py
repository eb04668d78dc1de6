"""What an author sees beside the text: the page its readers will see, and what is to be said of the two texts."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from flask import Response, jsonify, make_response, request, url_for

from portal.curriculum import queries as catalogue
from portal.curriculum.queries import LessonCard, ModuleCard, PublishedLesson
from portal.curriculum.queries.revisions import surroundings
from portal.curriculum.rules import LessonText, Problem, Reading, differences, parse
from portal.curriculum.rules.advice import advice
from portal.curriculum.rules.pictures import missing_pictures
from portal.curriculum.service.rendering import explanations_in, rendered
from portal.curriculum.views import showing as visiting
from portal.kernel import drafts
from portal.kernel.access import requires_on
from portal.kernel.i18n import LANGUAGES, current_language, speaking
from portal.kernel.security import in_our_frames
from portal.kernel.templates import render
from portal.learning.rules import Side, previewed_lesson
from portal.learning.views import showing as learning
from portal.studio import queries
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.queries.pictures import pictures_of
from portal.studio.rules import Budget, Eyes, Text, aligned, budget_of
from portal.studio.rules.placeholders import placeholders
from portal.studio.views.blueprint import bp


class Look(NamedTuple):
    """What is to be said of a text."""

    budget: Budget
    problems: tuple[Problem, ...]


@bp.get("/studio/modules/<module>/lessons/<lesson>/preview")
@requires_on(WRITE_MODULE, queries.my_lesson)
def preview(found: LessonFound) -> Response:
    """Of what is saved."""
    texts = queries.texts_of(found.lesson.id)
    return _framed(_previewed(found, {language: text.text for language, text in texts.items()}, request.args))


@bp.post("/studio/modules/<module>/lessons/<lesson>/preview")
@requires_on(WRITE_MODULE, queries.my_lesson)
def preview_written(found: LessonFound) -> Response:
    """Of what stands in the boxes, which is kept nowhere. A script asks for JSON, with what stands beside them."""
    written = {language: request.form.get(language, "").replace("\r\n", "\n") for language in LANGUAGES}
    shown = _previewed(found, written, request.form)
    if not drafts.saves_itself():
        return _framed(shown)
    said = looked_at(found, written, queries.texts_of(found.lesson.id))
    return jsonify(page=shown, beside=render("studio/_beside.html", languages=LANGUAGES, **said))


def looked_at(found: LessonFound, written: Mapping[str, str], saved: Mapping[str, Text]) -> dict[str, Any]:
    """What is said of both texts as they stand, each by itself, between the two, and step by step."""
    readings = {language: parse(written[language], language) for language in LANGUAGES}
    pictures = {one.name for one in pictures_of(found.lesson.id)}
    french, english = readings["fr"].lesson, readings["en"].lesson
    return {
        "looks": {one: _look(readings[one], pictures, written[one], one) for one in LANGUAGES},
        "between": differences(french, english, readings["en"].lines) if french and english else [],
        "rows": aligned(written, queries.texts_then(found.lesson.id, saved)),
    }


def _look(reading: Reading, pictures: Collection[str], source: str, language: str) -> Look:
    still = placeholders(source, language)
    problems = [*reading.problems, *missing_pictures(reading.pictures, pictures), *still]
    return Look(budget_of(reading), tuple(sorted(problems)))


def _framed(html: str) -> Response:
    return in_our_frames(make_response(html))


def _previewed(found: LessonFound, written: Mapping[str, str], asked: Mapping[str, str]) -> str:
    language = asked.get("shown", current_language())
    language = language if language in LANGUAGES else LANGUAGES[0]
    source = written.get(language, "")
    reading = parse(source, language)
    if reading.draft is None:
        return render("studio/preview_waits.html", problems=reading.problems, actor=None)
    glossary = surroundings().glossary
    text = rendered(reading.draft, _pictures(found), explanations_in(source, language, glossary))
    with speaking(language):
        if asked.get("eyes") == Eyes.VISITOR:
            return _for_visitor(found, text, language)
        guide = Side.OTHER if asked.get("eyes") == Eyes.LEARNER else Side.ME
        return _for_pair(found, text, language, guide)


def _for_pair(found: LessonFound, text: LessonText, language: str, guide: Side) -> str:
    slugs = _slugs(found)
    return learning.previewed(
        previewed_lesson(
            text,
            language=language,
            module=found.draft.slug,
            module_title=found.draft.title(language),
            slug=found.lesson.slug,
            number=slugs.index(found.lesson.slug) + 1,
            total=len(slugs),
            strand=found.draft.sheet.strand,
            guide=guide,
        )
    )


def _for_visitor(found: LessonFound, text: LessonText, language: str) -> str:
    draft, slugs = found.draft, _slugs(found)
    titles = {one.slug: one.title(language) for one in queries.lessons_of(draft.module_id)}
    cards = tuple(LessonCard(slug, titles[slug], 0, "") for slug in slugs)
    texts = {**draft.sheet.texts[language], "title": draft.title(language)}
    card = ModuleCard(draft.slug, draft.sheet.strand, **texts, requires=draft.sheet.requires, lessons=cards)
    lesson = PublishedLesson("", "", card, found.lesson.slug, slugs.index(found.lesson.slug), text)
    return visiting.previewed(lesson, advice(card.requires, catalogue.titles(card.requires, language)))


def _pictures(found: LessonFound) -> dict[str, str]:
    """The address of each, by the name that the texts use."""
    module, lesson = found.draft.slug, found.lesson.slug
    return {
        one.name: url_for("studio.picture", module=module, lesson=lesson, sha256=one.sha256)
        for one in pictures_of(found.lesson.id)
    }


def _slugs(found: LessonFound) -> list[str]:
    """Of the module's lessons, in order; one that was removed stands last in its own preview."""
    there = [one.slug for one in queries.lessons_of(found.draft.module_id) if one.removed_at is None]
    return there if found.lesson.slug in there else [*there, found.lesson.slug]
