"""The catalogue: what anyone may read without an account."""

from flask import request

from portal.curriculum import queries
from portal.curriculum.queries import ModuleCard, PublishedLesson
from portal.curriculum.rules.advice import Advice, advice
from portal.curriculum.rules.answers import answers_in
from portal.curriculum.service.covers import cover_of_lesson, cover_of_module
from portal.curriculum.views.blueprint import bp
from portal.curriculum.views.search import search
from portal.curriculum.views.showing import lesson_shown
from portal.kernel.access import PUBLIC, requires, requires_on
from portal.kernel.answers import page
from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor


def _module(actor: Actor | None, *, module: str) -> ModuleCard | None:
    return queries.module_card(actor, module=module, language=current_language())


def _lesson(_actor: Actor | None, *, module: str, lesson: str) -> PublishedLesson | None:
    return queries.published_lesson(module, lesson, current_language())


@bp.get("/lessons")
@requires(PUBLIC)
def index() -> str | tuple[str, int]:
    """All of them; or, with words to look for, those that hold the words."""
    query = request.args.get("q", "").strip()
    if query:
        return search(query)
    modules = queries.catalogue(current_language())
    titles = {module.slug: module.title for module in modules}
    return page("catalogue/index.html", modules=[(module, advice(module.requires, titles)) for module in modules])


@bp.get("/lessons/<module>")
@requires_on(PUBLIC, _module)
def module(card: ModuleCard) -> str:
    cover = cover_of_module(card, current_language())
    return page("catalogue/module.html", module=card, before=_before(card), cover=cover)


@bp.get("/lessons/<module>/<lesson>")
@requires_on(PUBLIC, _lesson)
def lesson(found: PublishedLesson) -> str:
    """A visitor's answers live in the address and are kept nowhere."""
    return page(
        "catalogue/lesson.html",
        **lesson_shown(found, _before(found.module), answers_in(found.text, request.args)),
        cover=cover_of_lesson(found.module, found.module.lessons[found.position], current_language()),
    )


@bp.get("/glossary")
@requires(PUBLIC)
def glossary() -> str:
    return page("catalogue/glossary.html", terms=queries.glossary(current_language()))


def _before(card: ModuleCard) -> Advice:
    return advice(card.requires, queries.titles(card.requires, current_language()))
