"""The modules that somebody writes: all of them, a new one, one with its lessons, its sheet."""

from flask import abort, url_for
from werkzeug.wrappers import Response

from portal.curriculum.queries import ModuleCard, catalogue
from portal.curriculum.rules import Strand
from portal.curriculum.rules.advice import ANY
from portal.kernel.access import requires, requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import _l, current_language
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.forms import NewModuleForm, SheetForm
from portal.studio.policy import ENTER_STUDIO, WRITE_MODULE
from portal.studio.queries import releases
from portal.studio.queries.sheets import sheets_of
from portal.studio.queries.standing import standings
from portal.studio.rules import Draft
from portal.studio.rules.sheets import FIRST_POSITION, fields_changed
from portal.studio.views.blueprint import Answer, bp

DONE = {
    "made": _l("Your module is made. Nobody else sees it before you publish it."),
    "sheet": _l("The details are saved."),
    "sheet-back": _l("The details are back as they were then. What was there before is kept too."),
    "moved": _l("The order is saved."),
    "duplicated": _l("Here is the copy, after the others."),
    "removed": _l("The lesson is removed. It is kept below, and can be put back."),
    "put-back": _l("The lesson is back, after the others."),
    "aside": _l("The module is set aside. You find it at the end of your modules."),
    "revision": _l(
        "That revision is in the draft again. "
        "What was written since is in the history of each lesson and in that of the details."
    ),
    "imported": _l("What you chose is imported, as a draft."),
    "duplicate": _l("Here is your copy. Nobody else sees it before you publish it."),
    "left": _l("You have left this module. What you wrote stays in it."),
    "taken-up": _l("The module is among yours again."),
}


@bp.get("/studio/")
@requires(ENTER_STUDIO)
def index() -> str:
    """What one writes, what is set aside, and what others publish."""
    me = signed_in().id
    drafts = queries.my_drafts(me)
    mine, ids = {draft.slug for draft in drafts}, [draft.module_id for draft in drafts]
    return page(
        "studio/index.html",
        drafts=[draft for draft in drafts if not draft.set_aside_at],
        aside=[draft for draft in drafts if draft.set_aside_at],
        counts=queries.counts_of_lessons(ids),
        standings=standings(ids),
        kept=queries.kept_as_files(),
        reviews=releases.count_in_review(me),
        published=[module for module in catalogue(current_language()) if module.slug not in mine],
        done=done_sentence(DONE),
    )


@bp.get("/studio/new")
@requires(ENTER_STUDIO)
def new_module() -> str:
    return page("studio/new_module.html", form=NewModuleForm(formdata=None))


@bp.post("/studio/new")
@requires(ENTER_STUDIO)
def make_module() -> Answer:
    form = NewModuleForm()
    if not form.validate():
        return invalid("studio/new_module.html", form=form)

    def make() -> str:
        slug = service.make(signed_in().id, *form.value(FIRST_POSITION))
        return url_for("studio.module", module=slug, done="made")

    try:
        with transaction():
            address = once(form, make)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("studio/new_module.html", refusal.status, form=form)
    return see_other(address)


@bp.get("/studio/modules/<module>/")
@requires_on(WRITE_MODULE, queries.my_draft)
def module(draft: Draft) -> str:
    lessons, latest = queries.lessons_of(draft.module_id), releases.latest_release(draft.module_id)
    return page(
        "studio/module.html",
        draft=draft,
        standing=standings([draft.module_id])[draft.module_id],
        lessons=[one for one in lessons if not one.removed_at],
        removed=[one for one in lessons if one.removed_at],
        titles={one.slug: one.title(current_language()) for one in lessons},
        authors=queries.authors_of(draft.module_id),
        changes=queries.changes_in(draft.module_id),
        advised=titles_for(draft),
        latest=latest,
        is_given_up=service.is_given_up(latest),
        done=done_sentence(DONE),
    )


@bp.get("/studio/modules/<module>/sheet")
@requires_on(WRITE_MODULE, queries.my_draft)
def sheet(draft: Draft) -> str:
    form = SheetForm(formdata=None)
    form.about(titles_for(draft), draft.sheet.requires)
    form.fill(draft.sheet, draft.version)
    return page("studio/sheet.html", draft=draft, form=form)


@bp.post("/studio/modules/<module>/sheet")
@requires_on(WRITE_MODULE, queries.my_draft)
def save_sheet(draft: Draft) -> Answer:
    form, titles = SheetForm(), titles_for(draft)
    form.about(titles, draft.sheet.requires)
    if not form.validate():
        return invalid("studio/sheet.html", draft=draft, form=form)
    try:
        with transaction():
            service.save_sheet(draft, signed_in().id, form.value(draft.sheet), form.version_read())
    except Refusal as refusal:
        form.refuse(refusal)
        now = as_it_is_now(draft)
        form.version.data = str(now.version)
        latest = next(iter(sheets_of(draft.module_id)), None)
        meanwhile = fields_changed(now.sheet, form.value(draft.sheet), titles)
        return invalid("studio/sheet.html", refusal.status, draft=now, form=form, meanwhile=meanwhile, latest=latest)
    return to_module(draft, "sheet")


@bp.post("/studio/modules/<module>/set-aside")
@requires_on(WRITE_MODULE, queries.my_draft)
def set_aside(draft: Draft) -> Response:
    with transaction():
        service.set_aside(draft, signed_in().id, aside=True)
    return see_other(url_for("studio.index", done="aside"))


@bp.post("/studio/modules/<module>/take-up")
@requires_on(WRITE_MODULE, queries.my_draft)
def take_up(draft: Draft) -> Response:
    with transaction():
        service.set_aside(draft, signed_in().id, aside=False)
    return to_module(draft, "taken-up")


def to_module(draft: Draft, done: str, anchor: str | None = None) -> Response:
    return see_other(url_for("studio.module", module=draft.slug, done=done, _anchor=anchor))


def as_it_is_now(draft: Draft) -> Draft:
    """The draft read again, after something about it was refused."""
    return queries.my_draft(signed_in(), module=draft.slug) or abort(404)


def titles_for(draft: Draft) -> dict[str, Sentence]:
    """What can be advised before it: a strand, everything that is published, and what one writes oneself."""
    language = current_language()
    published: list[ModuleCard] = catalogue(language)
    mine = {one.slug: one.title(language) for one in queries.my_drafts(signed_in().id)}
    strands = {f"{ANY}{one}": _l("any module of the strand “%(strand)s”", strand=one.named) for one in Strand}
    titles = strands | {one.slug: one.title for one in published} | mine
    return {slug: title for slug, title in titles.items() if slug != draft.slug}
