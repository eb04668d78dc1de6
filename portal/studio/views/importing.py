"""Taking in an archive or a document: sending it, seeing what it would do, taking it in."""

from collections.abc import Iterator

from flask import url_for

from portal.kernel.access import requires, requires_on
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.form_keys import led_to, once
from portal.kernel.i18n import LANGUAGES, _, _l, current_language
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.kernel.uploads.admitting import takes_files
from portal.kernel.uploads.limits import LARGEST_ARCHIVE
from portal.studio import queries, service
from portal.studio.forms.sending import ImportForm, SentFile, TakeForm
from portal.studio.policy import ENTER_STUDIO
from portal.studio.queries.imports import Arrival, my_arrival
from portal.studio.rules import slug_from, title_in
from portal.studio.rules.layout import SentLesson, SentModule, document_in, module_in
from portal.studio.views.blueprint import Answer, bp

DOCUMENT = ".md"


@bp.get("/studio/import")
@requires(ENTER_STUDIO)
def importing() -> str:
    form = ImportForm(formdata=None)
    form.about(_places())
    return page("studio/import.html", form=form)


@bp.post("/studio/import")
@takes_files(LARGEST_ARCHIVE)
@requires(ENTER_STUDIO)
def send_import() -> Answer:
    """What is sent takes the place of what was sent before: nothing is made twice."""
    form = ImportForm()
    form.about(_places())
    if not form.validate():
        form.file.errors = form.file.errors or [_("Choose the file again.")]
        return invalid("studio/import.html", form=form)
    try:
        sent = _sent(form)
        with transaction():
            arrival = service.arrive(signed_in(), sent)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("studio/import.html", refusal.status, form=form)
    return see_other(url_for("studio.plan", arrival=arrival))


@bp.get("/studio/import/<arrival>")
@requires_on(ENTER_STUDIO, my_arrival)
def plan(arrival: Arrival) -> str:
    """Everything that would come in without a conflict is chosen already."""
    form, (found, version) = TakeForm(formdata=None), service.plan_of(arrival, signed_in().id)
    form.about(found)
    form.take.data = [item.key for item in found.items if item.is_taken]
    form.version.data = version
    return page("studio/plan.html", arrival=arrival, plan=found, form=form)


@bp.post("/studio/import/<arrival>")
@requires_on(ENTER_STUDIO, my_arrival)
def take_in(arrival: Arrival) -> Answer:
    me, form = signed_in().id, TakeForm()
    found, version = service.plan_of(arrival, me)
    form.about(found)
    if not form.validate():
        first = led_to()  # what was taken in by a first press may be chosen no more
        if first is not None:
            return see_other(first)
        form.version.data = version
        return invalid("studio/plan.html", arrival=arrival, plan=found, form=form)
    try:
        with transaction():

            def take() -> str:
                slug = service.take_in(arrival, me, form.value(), str(form.version.data))
                return url_for("studio.module", module=slug, done="imported")

            address = once(form, take)
    except Refusal as refusal:
        form.refuse(refusal)
        form.version.data = version
        return invalid("studio/plan.html", refusal.status, arrival=arrival, plan=found, form=form)
    return see_other(address)


def _sent(form: ImportForm) -> SentModule:
    """Raises a Refusal, beside the field that it is about."""
    file: SentFile = form.file.data
    if file.name.lower().endswith(DOCUMENT):
        return _document(form, document_in(file.content))
    sent = module_in(service.files_in(signed_in().id, file.content))
    slug = str(form.slug.data or "") or sent.slug
    if not slug:
        raise Refusal(
            _l("The archive has no folder to take the short name from: give it one."), field="slug", status=422
        )
    return SentModule(slug, sent.sheet, sent.lessons)


def _document(form: ImportForm, text: str) -> SentModule:
    if not form.place.data:
        raise Refusal(_l("Choose which text this document is."), field="place", status=422)
    module, slug, language = str(form.place.data).split("/")
    if not slug:
        return _new_lesson(module, language, text, str(form.slug.data or ""))
    found = queries.my_lesson(signed_in(), module=module, lesson=slug)
    if found is None:
        raise Refusal(_l("This lesson is no longer there. Choose another."), field="place", status=422)
    return SentModule(module, None, {slug: SentLesson(slug, found.lesson.position, {language: text})})


def _new_lesson(module: str, language: str, text: str, slug: str) -> SentModule:
    """After the others, under the name that was given, or one made from its title."""
    draft = queries.my_draft(signed_in(), module=module)
    if draft is None:
        raise Refusal(_l("This module is no longer there. Choose another."), field="place", status=422)
    lesson = service.free_place(draft, slug or slug_from(title_in(text)))
    return SentModule(module, None, {lesson.slug: SentLesson(lesson.slug, lesson.position, {language: text})})


def _places() -> Iterator[tuple[str, str]]:
    """Every text that one may write, by what it is called."""
    named = {"fr": _("in French"), "en": _("in English")}
    drafts = queries.my_drafts(signed_in().id)
    lessons = queries.lessons_in([draft.module_id for draft in drafts])
    for draft in drafts:
        title = draft.title(current_language())
        for lesson in lessons[draft.module_id]:
            for language in LANGUAGES:
                words = f"{title} · {lesson.title(current_language())}, {named[language]}"
                yield f"{draft.slug}/{lesson.slug}/{language}", words
        for language in LANGUAGES:
            yield f"{draft.slug}//{language}", f"{title} · {_('a new lesson')}, {named[language]}"
