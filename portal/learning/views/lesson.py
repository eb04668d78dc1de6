"""A lesson in a pair: its page, and the acts on its steps."""

from collections.abc import Mapping

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.journal.rules import still_so
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.learning import service
from portal.learning.forms import AnswerForm, NoteForm, ReflectionForm, number_in
from portal.learning.policy import DO_STEP, SEE_LESSON
from portal.learning.rules import LessonSeen, NoteInPair, StepInPair
from portal.learning.views.blueprint import learning
from portal.learning.views.showing import lesson_shown
from portal.learning.views.subjects import lesson_at, note_at, step_at

DONE: Mapping[str, Sentence] = {
    "done": _l("This step is done."),
    "undone": _l("This step is no longer done. Nothing you wrote is lost."),
    "erased": _l("Your note is erased, for good."),
    "swapped": _l("The roles of this lesson are swapped. Your partner sees it too."),
    "renewed": _l("This is the new version now, for both of you. Everything you did stays done."),
    "saved": _l("Your draft is saved. Only you can read it."),
    "passed": _l("You pass this time. You can still write after all."),
    "sealed": _l("Your reflection is sealed. You can take it back until it opens."),
}


@learning.get("/pairs/<pair>/lessons/<module>/<lesson>")
@requires_on(SEE_LESSON, lesson_at)
def lesson(seen: LessonSeen) -> str:
    return lesson_page(seen)


@learning.post("/pairs/<pair>/lessons/<module>/<lesson>/steps/<step>/done")
@requires_on(DO_STEP, step_at)
def do_step(at: StepInPair) -> Response | tuple[str, int]:
    form = NoteForm(prefix=at.step.key)
    if not form.validate():
        return lesson_page(at.lesson, notes={at.step.key: form}), 422
    note, share = form.value()
    try:
        with transaction():
            service.say_done(at, note, share=share)
    except Refusal as refusal:
        form.refuse(refusal)
        return lesson_page(at.lesson, notes={at.step.key: form}), refusal.status
    return see_other(address_of(at.lesson, anchor=_after(at), done="done"))


@learning.post("/pairs/<pair>/lessons/<module>/<lesson>/steps/<step>/undo")
@requires_on(DO_STEP, step_at)
def undo_step(at: StepInPair) -> Response:
    with transaction():
        service.undo(at)
    return see_other(address_of(at.lesson, anchor=at.step.key, done="undone"))


@learning.post("/pairs/<pair>/lessons/<module>/<lesson>/steps/<step>/note/erase")
@requires_on(DO_STEP, note_at)
def erase_note(at: NoteInPair) -> Response:
    with transaction():
        service.erase_note(at)
    return see_other(address_of(at.lesson, anchor=at.key, done="erased"))


@learning.post("/pairs/<pair>/lessons/<module>/<lesson>/steps/<step>/answers")
@requires_on(DO_STEP, step_at)
def answer_check(at: StepInPair) -> Response | tuple[str, int]:
    form = AnswerForm()
    number = form.value()
    option = number_in(request.form.get(f"{at.step.key}-{number}"))

    def answer() -> str:
        service.answer(at, number, option, asked_in=form.asked_in())
        return address_of(at.lesson, anchor=f"{at.step.key}-{number}")

    try:
        with transaction():
            address = once(form, answer)
    except Refusal as refusal:
        told = {refusal.field or at.step.key: refusal.sentence}
        return lesson_page(at.lesson, unanswered=told), 422 if refusal.field else refusal.status
    return see_other(address)


@learning.post("/pairs/<pair>/lessons/<module>/<lesson>/swap")
@requires_on(SEE_LESSON, lesson_at)
def swap_roles(seen: LessonSeen) -> Response | tuple[str, int]:
    try:
        with transaction():
            service.swap(seen, request.form.get("guide", ""))
    except Refusal as refusal:
        return lesson_page(seen, refused=refusal.sentence), refusal.status
    return see_other(address_of(seen, done="swapped"))


def lesson_page(
    seen: LessonSeen,
    *,
    notes: Mapping[str, NoteForm] | None = None,
    reflection: ReflectionForm | None = None,
    kept: str | None = None,
    unanswered: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
) -> str:
    """The page. `kept`: the text as it lies, beside a newer one that could not overwrite it."""
    found = service.read_lesson(seen)
    shown = lesson_shown(seen, found, notes=notes or {}, reflection=reflection, kept=kept, unanswered=unanswered or {})
    state = found.mine.state if found.mine is not None else None
    return page("learning/lesson.html", **shown, refused=refused, done=done_sentence(still_so(DONE, state)))


def address_of(seen: LessonSeen, *, anchor: str | None = None, done: str | None = None) -> str:
    return url_for(
        "learning.lesson", pair=seen.pair.id, module=seen.module, lesson=seen.slug, done=done, _anchor=anchor
    )


def _after(at: StepInPair) -> str:
    """The step that follows."""
    keys = [step.key for step in at.lesson.text.steps]
    return keys[min(keys.index(at.step.key) + 1, len(keys) - 1)]
