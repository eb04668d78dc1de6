"""The pictures of lessons, and the covers that stand for a page where it is sent."""

from flask import Response, request

from portal.curriculum import queries
from portal.curriculum.models import Picture
from portal.curriculum.rules.covers import Cover
from portal.curriculum.service.covers import cover_of_lesson, cover_of_module, cover_of_portal, picture_of
from portal.curriculum.views.blueprint import bp
from portal.kernel.access import PUBLIC, requires_on
from portal.kernel.i18n import LANGUAGES
from portal.kernel.identity import Actor

A_DAY, A_YEAR = 86_400, 31_536_000
"""In seconds."""


@bp.get("/pictures/<sha256>")
@requires_on(PUBLIC, queries.picture)
def picture(found: Picture) -> Response:
    return _for_good(Response(found.content, mimetype=found.media_type))


def _portal(_actor: Actor | None, *, language: str) -> Cover | None:
    return cover_of_portal(language) if language in LANGUAGES else None


def _module(actor: Actor | None, *, module: str, language: str) -> Cover | None:
    card = queries.module_card(actor, module=module, language=language) if language in LANGUAGES else None
    return cover_of_module(card, language) if card else None


def _lesson(actor: Actor | None, *, module: str, lesson: str, language: str) -> Cover | None:
    card = queries.module_card(actor, module=module, language=language) if language in LANGUAGES else None
    if card is None:
        return None
    return next((cover_of_lesson(card, found, language) for found in card.lessons if found.slug == lesson), None)


@bp.get("/cover.<language>.png")
@requires_on(PUBLIC, _portal)
def cover(found: Cover) -> Response:
    return _shown(found)


@bp.get("/lessons/<module>/cover.<language>.png")
@requires_on(PUBLIC, _module)
def module_cover(found: Cover) -> Response:
    return _shown(found)


@bp.get("/lessons/<module>/<lesson>/cover.<language>.png")
@requires_on(PUBLIC, _lesson)
def lesson_cover(found: Cover) -> Response:
    return _shown(found)


def _shown(found: Cover) -> Response:
    """Others show it in their pages. It is kept for good where the address names its edition."""
    answer = Response(picture_of(found), mimetype="image/png")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.args.get("edition") == found.edition:
        return _for_good(answer)
    answer.cache_control.public = True
    answer.cache_control.max_age = A_DAY
    return answer


def _for_good(answer: Response) -> Response:
    answer.cache_control.public = True
    answer.cache_control.max_age = A_YEAR
    answer.cache_control.immutable = True
    return answer
