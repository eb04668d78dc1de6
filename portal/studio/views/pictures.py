"""The pictures of a lesson: adding one by a button, by dropping or pasting it; where each is shown; removing."""

from flask import Response, jsonify, request, url_for

from portal.curriculum.models import Picture
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.drafts import saves_itself
from portal.kernel.i18n import _, _l, current_language
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.kernel.uploads.admitting import takes_files
from portal.kernel.uploads.limits import LARGEST_PICTURE
from portal.studio import queries, service
from portal.studio.forms.sending import PictureForm
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.queries.pictures import my_picture, pictures_of
from portal.studio.rules.placing import shown_as, steps_in, uses_of
from portal.studio.views.blueprint import Answer, bp

A_YEAR = 31_536_000
"""In seconds."""

DONE = {
    "added": _l("The picture is added."),
    "removed": _l("The picture is removed."),
}


@bp.get("/studio/modules/<module>/lessons/<lesson>/pictures")
@requires_on(WRITE_MODULE, queries.my_lesson)
def pictures(found: LessonFound) -> str:
    form = PictureForm(formdata=None)
    form.about(_steps(found))
    return _pictures(found, form)


@bp.post("/studio/modules/<module>/lessons/<lesson>/pictures")
@takes_files(LARGEST_PICTURE)
@requires_on(WRITE_MODULE, queries.my_lesson)
def add_picture(found: LessonFound) -> Answer:
    """The same picture sent again is the same. A script, which puts it in the texts itself, asks for JSON."""
    form = PictureForm()
    form.about(_steps(found))
    if not form.validate():
        return _not_added(found, form, 422)
    me = signed_in().id
    try:
        content = service.clean_picture(me, form.file.data.content)
        with transaction():
            name = service.add_picture(found, me, content, form.file.data.name)
            if form.step_chosen is not None:
                service.show_picture(found, me, name, form.words, form.step_chosen)
    except Refusal as refusal:
        form.refuse(refusal)
        return _not_added(found, form, refusal.status)
    if saves_itself():
        return jsonify({language: shown_as(name, words) for language, words in form.words.items()})
    return _to_pictures(found, "added")


@bp.post("/studio/modules/<module>/lessons/<lesson>/pictures/remove")
@requires_on(WRITE_MODULE, queries.my_lesson)
def remove_picture(found: LessonFound) -> Answer:
    with transaction():
        service.remove_picture(found, signed_in().id, request.form.get("name", ""))
    return _to_pictures(found, "removed")


@bp.get("/studio/modules/<module>/lessons/<lesson>/pictures/<sha256>")
@requires_on(WRITE_MODULE, my_picture)
def picture(found: Picture) -> Response:
    return kept_by_browser(found)


def kept_by_browser(found: Picture) -> Response:
    """It never changes under its hash. Only the browser of who may see it keeps it."""
    answer = Response(found.content, mimetype=found.media_type)
    answer.cache_control.private = True
    answer.cache_control.max_age = A_YEAR
    answer.cache_control.immutable = True
    return answer


def _not_added(found: LessonFound, form: PictureForm, status: int) -> Answer:
    if saves_itself():
        errors = {name: str(errors[0]) for name, errors in form.errors.items() if name and errors}
        return jsonify(errors=errors), status
    form.file.errors = form.file.errors or [_("Choose the file again.")]
    return _pictures(found, form), status


def _pictures(found: LessonFound, form: PictureForm) -> str:
    texts = queries.texts_of(found.lesson.id)
    shown = pictures_of(found.lesson.id)
    uses = {one.name: {language: uses_of(one.name, texts[language].text) for language in texts} for one in shown}
    return page(
        "studio/pictures.html",
        draft=found.draft,
        lesson=found.lesson,
        pictures=shown,
        uses=uses,
        form=form,
        done=done_sentence(DONE),
    )


def _steps(found: LessonFound) -> list[str]:
    texts = queries.texts_of(found.lesson.id)
    here = texts.get(current_language()) or next(iter(texts.values()), None)
    return steps_in(here.text) if here else []


def _to_pictures(found: LessonFound, done: str) -> Answer:
    address = url_for("studio.pictures", module=found.draft.slug, lesson=found.lesson.slug, done=done)
    return see_other(address)
