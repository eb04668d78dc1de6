"""The editor: a lesson in both languages, saved by itself and by a button."""

import re
from collections.abc import Collection, Mapping

from flask import Response, make_response, request, url_for

from portal.kernel import drafts
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import LANGUAGES, _, _l, current_language
from portal.kernel.identity import signed_in
from portal.kernel.security import holding_frames
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.forms import EditorForm
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.rules import ADDED_AT_THE_END, Snippet, Text, snippet, with_snippet
from portal.studio.views.blueprint import Answer, bp
from portal.studio.views.looking import looked_at

VIEWS = ("both", *LANGUAGES)
"""Both texts, or one of them beside its preview."""
AT = re.compile(r"(fr|en)\.\d{1,6}", re.ASCII)
"""Where the caret was: in which text, after how many characters."""

DONE = {
    "added": _l("The lesson is added. Each step says what belongs there: write over it."),
    "saved": _l("The lesson is saved."),
    "restored": _l("The text is back as it was then. What was there before is kept too."),
    "step-added": _l("What you chose is added in both languages, and the lesson is saved."),
}


@bp.get("/studio/modules/<module>/lessons/<lesson>")
@requires_on(WRITE_MODULE, queries.my_lesson)
def lesson(found: LessonFound) -> Answer:
    form, texts = EditorForm(formdata=None), queries.texts_of(found.lesson.id)
    form.fill(texts)
    return _editor(found, form, texts)


@bp.post("/studio/modules/<module>/lessons/<lesson>")
@requires_on(WRITE_MODULE, queries.my_lesson)
def save_lesson(found: LessonFound) -> Answer:
    """A script that saves while one writes asks for JSON."""
    return _saved(found, EditorForm(), "saved")


@bp.post("/studio/modules/<module>/lessons/<lesson>/steps")
@requires_on(WRITE_MODULE, queries.my_lesson)
def add_step(found: LessonFound) -> Answer:
    """What was chosen, at the end of both texts as they stand in their boxes."""
    form, chosen = EditorForm(), request.form.get("snippet")
    if chosen not in ADDED_AT_THE_END:
        return _saved(found, form, "saved")
    for language in LANGUAGES:
        form[language].data = with_snippet(form[language].data, Snippet(chosen), language)
    return _saved(found, form, "step-added")


def _saved(found: LessonFound, form: EditorForm, done: str) -> Answer:
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
        return drafts.saved(_newer(saving), **form.versions)
    return see_other(_where_one_was(found, done))


def _newer(saving: service.Saving) -> Mapping[str, drafts.Newer]:
    texts = {language: saving.texts[language] for language in saving.newer}
    return {one: drafts.Newer(text.text, {f"version_{one}": text.version}) for one, text in texts.items()}


def _where_one_was(found: LessonFound, done: str) -> str:
    there = AT.fullmatch(request.form.get("at", ""))
    module, lesson, at = found.draft.slug, found.lesson.slug, there.group() if there else None
    return url_for("studio.lesson", module=module, lesson=lesson, view=_view(), at=at, done=done)


def _view() -> str:
    chosen = request.values.get("view", "")
    return chosen if chosen in VIEWS else current_language()


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


def _editor(found: LessonFound, form: EditorForm, texts: Mapping[str, Text], stale: Collection[str] = ()) -> Response:
    written = {language: str(form[language].data or "") for language in LANGUAGES}
    shown = page(
        "studio/editor.html",
        draft=found.draft,
        lesson=found.lesson,
        form=form,
        texts=texts,
        stale=stale,
        languages=LANGUAGES,
        view=_view(),
        snippets=list(Snippet),
        added_at_the_end=ADDED_AT_THE_END,
        snippet_in=snippet,
        done=done_sentence(DONE),
        **looked_at(found, written, texts),
    )
    return holding_frames(make_response(shown))
