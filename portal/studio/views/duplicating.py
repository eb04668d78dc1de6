"""Modules that are published, to be read in the studio; and making one's own from one, or from a draft."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from portal.curriculum.queries import titles
from portal.curriculum.queries.revisions import files_of
from portal.curriculum.rules import Files
from portal.curriculum.rules.advice import advice
from portal.kernel.access import requires_on
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor, signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.forms import DuplicateForm
from portal.studio.policy import READ_PUBLISHED, WRITE_MODULE
from portal.studio.queries.published import Published, published_module
from portal.studio.rules import Draft, free_slug
from portal.studio.views.blueprint import Answer, bp


def _published(actor: Actor, *, module: str) -> Published | None:
    return published_module(actor, module=module, language=current_language())


@bp.get("/studio/published/<module>")
@requires_on(READ_PUBLISHED, _published)
def published(module: Published) -> str:
    return page("studio/published.html", **_of_published(module, _form(module.card.slug)))


@bp.post("/studio/published/<module>")
@requires_on(READ_PUBLISHED, _published)
def duplicate_published(module: Published) -> Answer:
    def refused(form: DuplicateForm, status: int) -> Answer:
        return invalid("studio/published.html", status, **_of_published(module, form))

    return _duplicate(lambda: files_of(module.revision_id), refused)


@bp.get("/studio/modules/<module>/duplicate")
@requires_on(WRITE_MODULE, queries.my_draft)
def duplicating(draft: Draft) -> str:
    return page("studio/duplicate.html", draft=draft, form=_form(draft.slug))


@bp.post("/studio/modules/<module>/duplicate")
@requires_on(WRITE_MODULE, queries.my_draft)
def duplicate(draft: Draft) -> Answer:
    def refused(form: DuplicateForm, status: int) -> Answer:
        return invalid("studio/duplicate.html", status, draft=draft, form=form)

    return _duplicate(lambda: service.draft_files(draft.module_id), refused)


def _form(slug: str) -> DuplicateForm:
    """With a name that is free."""
    return DuplicateForm(formdata=None, slug=free_slug(slug, queries.taken_slugs()))


def _duplicate(read: Callable[[], Files], refused: Callable[[DuplicateForm, int], Answer]) -> Answer:
    form = DuplicateForm()
    if not form.validate():
        return refused(form, 422)

    def make() -> str:
        slug = service.duplicate(signed_in().id, form.value(), read())
        return url_for("studio.module", module=slug, done="duplicate")

    try:
        with transaction():
            address = once(form, make)
    except Refusal as refusal:
        form.refuse(refusal)
        return refused(form, refusal.status)
    return see_other(address)


def _of_published(module: Published, form: DuplicateForm) -> dict[str, Any]:
    card = module.card
    return {
        "module": card,
        "is_from_files": module.is_from_files,
        "before": advice(card.requires, titles(card.requires, current_language())),
        "form": form,
    }
