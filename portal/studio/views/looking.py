"""What an author sees beside the text: the page its readers will see, and what is to be said of the two texts."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from flask import Response, jsonify, make_response, request, url_for

from portal.curriculum.rules import Problem, Reading, differences, parse
from portal.curriculum.rules.pictures import missing_pictures
from portal.kernel import drafts
from portal.kernel.access import requires_on
from portal.kernel.i18n import LANGUAGES
from portal.kernel.security import in_our_frames
from portal.kernel.templates import render
from portal.studio import queries
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.queries.pictures import pictures_of
from portal.studio.rules import Budget, Text, aligned, budget_of
from portal.studio.rules.placeholders import placeholders
from portal.studio.views.blueprint import bp
from portal.studio.views.previewed import Unpublished, previewed


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
    draft, lessons = found.draft, queries.lessons_of(found.draft.module_id)
    there = [one for one in lessons if one.removed_at is None or one.slug == found.lesson.slug]
    there.sort(key=lambda one: one.removed_at is not None)  # one that was removed stands last in its own preview
    titles = {one.slug: one.title for one in there}
    shown = Unpublished(draft.slug, draft.title, draft.sheet, titles, found.lesson.slug, _pictures(found))
    return previewed(shown, written, asked)


def _pictures(found: LessonFound) -> dict[str, str]:
    """The address of each, by the name that the texts use."""
    module, lesson = found.draft.slug, found.lesson.slug
    return {
        one.name: url_for("studio.picture", module=module, lesson=lesson, sha256=one.sha256)
        for one in pictures_of(found.lesson.id)
    }
