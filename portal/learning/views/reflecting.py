"""Writing one's reflection on a lesson: saved by itself or by a button, then sealed."""

from flask import Response as FlaskResponse
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.journal import service as journal
from portal.journal.rules import ReflectionState
from portal.kernel import drafts
from portal.kernel.access import requires_on
from portal.kernel.answers import see_other
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.learning import service
from portal.learning.forms import ReflectionForm
from portal.learning.policy import SEE_LESSON
from portal.learning.rules import LessonSeen
from portal.learning.views.blueprint import learning
from portal.learning.views.lesson import address_of, lesson_page
from portal.learning.views.subjects import lesson_at

Answer = Response | FlaskResponse | tuple[str, int] | tuple[FlaskResponse, int]


@learning.post("/pairs/<pair>/lessons/<module>/<lesson>/reflection")
@requires_on(SEE_LESSON, lesson_at)
def write_reflection(seen: LessonSeen) -> Answer:
    """`act` is "save", "seal" or "pass". A script that saves while one writes asks for JSON."""
    form = ReflectionForm()
    if not form.validate():
        return _refused(seen, form, 422)
    text, version = form.value()
    try:
        if request.form.get("act") == "seal":
            return _sealed(seen, text, version)
        if request.form.get("act") == "pass":
            return _passed(seen, text, version)
        with transaction():
            written = service.save_draft(seen, text, version)
    except Refusal as refusal:
        form.refuse(refusal)
        return _refused(seen, form, refusal.status)
    if drafts.saves_itself():
        return drafts.saved(version=written.version)
    return see_other(address_of(seen, anchor=seen.text.reflect.key, done="saved"))


def _sealed(seen: LessonSeen, text: str, version: int) -> Response:
    with transaction():
        written = service.seal_text(seen, text, version)
    if written.state is ReflectionState.OPEN:
        exchange = url_for("journal.exchange", pair=seen.pair.id, reflection=written.reflection_id, done="opened")
        return see_other(exchange)
    return see_other(address_of(seen, anchor=seen.text.reflect.key, done="sealed"))


def _passed(seen: LessonSeen, text: str, version: int) -> Response:
    with transaction():
        service.pass_over(seen, text, version)
    return see_other(address_of(seen, anchor=seen.text.reflect.key, done="passed"))


def _refused(seen: LessonSeen, form: ReflectionForm, status: int) -> Answer:
    mine = service.read_lesson(seen).mine
    return drafts.refused(
        form,
        mine,
        status,
        lambda kept: lesson_page(seen, reflection=form, kept=kept),
        hidden=mine is not None and journal.is_locked(mine.state, signed_in().unlocked_at),
        final=mine is not None and mine.state is not ReflectionState.DRAFT,
    )
