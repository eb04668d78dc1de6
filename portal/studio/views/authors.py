"""Who writes a module: adding an author by their address, taking one off."""

from typing import Any

from flask import url_for

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.forms import AuthorForm, LeavingForm
from portal.studio.policy import WRITE_MODULE
from portal.studio.rules import Draft
from portal.studio.views.blueprint import Answer, bp

DONE = {
    "added": _l("They find the module among theirs from now on, and can change all of it."),
    "removed": _l("They are no longer among its authors. What they wrote stays."),
}


@bp.get("/studio/modules/<module>/authors")
@requires_on(WRITE_MODULE, queries.my_draft)
def authors(draft: Draft) -> str:
    return page("studio/authors.html", **_shown(draft, AuthorForm(formdata=None)), done=done_sentence(DONE))


@bp.post("/studio/modules/<module>/authors")
@requires_on(WRITE_MODULE, queries.my_draft)
def add_author(draft: Draft) -> Answer:
    form = AuthorForm()
    if not form.validate():
        return invalid("studio/authors.html", **_shown(draft, form))
    try:
        with transaction():
            service.add_author(draft, signed_in().id, form.value())
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("studio/authors.html", refusal.status, **_shown(draft, form))
    return see_other(url_for("studio.authors", module=draft.slug, done="added"))


@bp.post("/studio/modules/<module>/authors/remove")
@requires_on(WRITE_MODULE, queries.my_draft)
def remove_author(draft: Draft) -> Answer:
    """Whoever takes themselves off is led back to their other modules."""
    form = LeavingForm()

    def remove() -> str:
        other, me = form.value(), signed_in().id
        service.remove_author(draft, me, other)
        if other == me:
            return url_for("studio.index", done="left")
        return url_for("studio.authors", module=draft.slug, done="removed")

    try:
        with transaction():
            address = once(form, remove)
    except Refusal as refusal:
        return invalid(
            "studio/authors.html", refusal.status, **_shown(draft, AuthorForm(formdata=None), refusal.sentence)
        )
    return see_other(address)


def _shown(draft: Draft, form: AuthorForm, refused: Sentence | None = None) -> dict[str, Any]:
    return {"draft": draft, "form": form, "authors": queries.authors_of(draft.module_id), "refused": refused}
