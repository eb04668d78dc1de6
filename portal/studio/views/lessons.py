"""The lessons of a module: adding one, moving, duplicating, removing, putting back."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.forms import KeyedForm
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.forms import NewLessonForm
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.rules import Draft
from portal.studio.views.blueprint import Answer, bp
from portal.studio.views.modules import to_module


@bp.get("/studio/modules/<module>/add")
@requires_on(WRITE_MODULE, queries.my_draft)
def new_lesson(draft: Draft) -> str:
    return page("studio/new_lesson.html", draft=draft, form=NewLessonForm(formdata=None))


@bp.post("/studio/modules/<module>/add")
@requires_on(WRITE_MODULE, queries.my_draft)
def add_lesson(draft: Draft) -> Answer:
    form = NewLessonForm()
    if not form.validate():
        return invalid("studio/new_lesson.html", draft=draft, form=form)

    def add() -> str:
        slug = service.add_lesson(draft, signed_in().id, *form.value())
        return url_for("studio.lesson", module=draft.slug, lesson=slug, done="added")

    try:
        with transaction():
            address = once(form, add)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("studio/new_lesson.html", refusal.status, draft=draft, form=form)
    return see_other(address)


@bp.post("/studio/modules/<module>/lessons/<lesson>/up")
@requires_on(WRITE_MODULE, queries.my_lesson)
def move_up(found: LessonFound) -> Response:
    return _move(found, up=True)


@bp.post("/studio/modules/<module>/lessons/<lesson>/down")
@requires_on(WRITE_MODULE, queries.my_lesson)
def move_down(found: LessonFound) -> Response:
    return _move(found, up=False)


@bp.post("/studio/modules/<module>/lessons/<lesson>/duplicate")
@requires_on(WRITE_MODULE, queries.my_lesson)
def duplicate_lesson(found: LessonFound) -> Response:
    with transaction():

        def duplicate() -> str:
            slug = service.duplicate_lesson(found.draft, signed_in().id, found.lesson.id)
            return url_for("studio.module", module=found.draft.slug, done="duplicated", _anchor=f"lesson-{slug}")

        address = once(KeyedForm(), duplicate)
    return see_other(address)


@bp.post("/studio/modules/<module>/lessons/<lesson>/remove")
@requires_on(WRITE_MODULE, queries.my_lesson)
def remove_lesson(found: LessonFound) -> Response:
    with transaction():
        service.remove_lesson(found.draft, signed_in().id, found.lesson.id)
    return to_module(found.draft, "removed")


@bp.post("/studio/modules/<module>/lessons/<lesson>/put-back")
@requires_on(WRITE_MODULE, queries.my_lesson)
def put_lesson_back(found: LessonFound) -> Response:
    with transaction():
        service.put_lesson_back(found.draft, signed_in().id, found.lesson.id)
    return to_module(found.draft, "put-back", f"lesson-{found.lesson.slug}")


def _move(found: LessonFound, *, up: bool) -> Response:
    """Back to the button that was pressed."""
    with transaction():
        service.move_lesson(found.draft, signed_in().id, found.lesson.id, up=up)
    return to_module(found.draft, "moved", f"lesson-{found.lesson.slug}")
