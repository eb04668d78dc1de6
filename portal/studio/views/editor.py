"""The editor: a lesson in both languages, saved by itself and by a button."""

from collections.abc import Collection, Mapping

from flask import url_for

from portal.kernel import drafts
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import LANGUAGES, _, _l
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.forms import EditorForm
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.rules import Text
from portal.studio.views.blueprint import Answer, bp

DONE = {
    "added": _l("The lesson is added. Each step says what belongs there: write over it."),
    "saved": _l("The lesson is saved."),
    "restored": _l("The text is back as it was then. What was there before is kept too."),
}


@bp.get("/studio/modules/<module>/lessons/<lesson>")
@requires_on(WRITE_MODULE, queries.my_lesson)
def lesson(found: LessonFound) -> str:
    form, texts = EditorForm(formdata=None), queries.texts_of(found.lesson.id)
    form.fill(texts)
    return _editor(found, form, texts)


@bp.post("/studio/modules/<module>/lessons/<lesson>")
@requires_on(WRITE_MODULE, queries.my_lesson)
def save_lesson(found: LessonFound) -> Answer:
    """A script that saves while one writes asks for JSON."""
    form = EditorForm()
    if not form.validate():
        return _not_saved(found, form, 422, queries.texts_of(found.lesson.id))
    written = form.value()
    with transaction():
        saving = service.save_texts(found, signed_in().id, written)
    for language, box in written.items():
        form.made_from(language, saving.texts[language].text if language in saving.stale else box.text)
    if saving.stale:
        return _not_saved(found, form, 409, saving.texts, saving.stale)
    if drafts.saves_itself():
        return drafts.saved(**form.versions)
    return see_other(url_for("studio.lesson", module=found.draft.slug, lesson=found.lesson.slug, done="saved"))


def _not_saved(
    found: LessonFound, form: EditorForm, status: int, texts: Mapping[str, Text], stale: Collection[str] = ()
) -> Answer:
    """What was typed in its boxes; beside each that was saved by somebody else meanwhile, that text."""
    for language in stale:
        form[language].errors = [
            _(
                "This text was saved from another page or by another author in the meantime. "
                "Both texts are shown: keep what you want."
            )
        ]
    if drafts.saves_itself():
        both = {language: (texts[language].text, str(form[language].data)) for language in stale}
        return drafts.not_saved(form, both, form.versions), status
    return _editor(found, form, texts, stale), status


def _editor(found: LessonFound, form: EditorForm, texts: Mapping[str, Text], stale: Collection[str] = ()) -> str:
    return page(
        "studio/editor.html",
        draft=found.draft,
        lesson=found.lesson,
        form=form,
        texts=texts,
        stale=stale,
        languages=LANGUAGES,
        done=done_sentence(DONE),
    )
