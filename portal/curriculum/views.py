"""The catalogue: what anyone may read without an account."""

from flask import Blueprint, Response, request

from portal.curriculum import queries
from portal.curriculum.models import Picture
from portal.curriculum.queries import ModuleCard, PublishedLesson
from portal.curriculum.rules import Question, Step
from portal.curriculum.rules.answers import feedback_shown, is_found
from portal.kernel.access import PUBLIC, requires, requires_on
from portal.kernel.answers import page
from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor

bp = Blueprint("catalogue", __name__)


def _module(actor: Actor | None, *, module: str) -> ModuleCard | None:
    return queries.module_card(actor, module=module, language=current_language())


def _lesson(_actor: Actor | None, *, module: str, lesson: str) -> PublishedLesson | None:
    return queries.published_lesson(module, lesson, current_language())


@bp.get("/lessons")
@requires(PUBLIC)
def index() -> str:
    return page("catalogue/index.html", modules=queries.catalogue(current_language()))


@bp.get("/lessons/<module>")
@requires_on(PUBLIC, _module)
def module(card: ModuleCard) -> str:
    return page("catalogue/module.html", module=card)


@bp.get("/lessons/<module>/<lesson>")
@requires_on(PUBLIC, _lesson)
def lesson(found: PublishedLesson) -> str:
    """A visitor's answers live in the address and are kept nowhere."""
    return page(
        "catalogue/lesson.html", lesson=found, text=found.text, tries=_tries, shown=feedback_shown, found=is_found
    )


@bp.get("/pictures/<sha256>")
@requires_on(PUBLIC, queries.picture)
def picture(found: Picture) -> Response:
    answer = Response(found.content, mimetype=found.media_type)
    answer.cache_control.public = True
    answer.cache_control.max_age = 31_536_000
    answer.cache_control.immutable = True
    return answer


def _tries(step: Step, number: int, question: Question) -> tuple[int, ...]:
    """The option that the address says was chosen for a question."""
    chosen = request.args.get(f"{step.key}-{number}", "")
    return (int(chosen),) if chosen.isdecimal() and int(chosen) < len(question.options) else ()
