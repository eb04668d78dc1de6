"""*Publish*: the checklist, what changes for whom, and publishing now, at a moment, or after a review."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request, url_for

from portal.curriculum.service import Outcome
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.clock import now
from portal.kernel.form_keys import once
from portal.kernel.i18n import LANGUAGES, _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.forms.releasing import PublishForm
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound, releases
from portal.studio.queries.releases import ReleaseSeen
from portal.studio.rules import Draft
from portal.studio.rules.releasing import OPEN
from portal.studio.views.blueprint import Answer, bp

DONE = {
    "published": _l("Published. Pairs that began a lesson keep what they began, and are offered the new version."),
    "planned": _l(
        "It is planned. Everything will be checked again at that time; "
        "if it cannot be published, an email will tell its authors."
    ),
    "asked": _l(
        "A review is asked for. The module will be published once another instructor approves it, "
        "or at the time planned if that comes later."
    ),
    "again": _l("It is being published. If it cannot be, this page says so."),
    "cancelled": _l("The release is cancelled. The draft is as it was."),
    "mended": _l("Fixed, and saved."),
}


@bp.get("/studio/modules/<module>/publish")
@requires_on(WRITE_MODULE, queries.my_draft)
def publish(draft: Draft) -> str:
    return page("studio/publish.html", **_shown(draft, PublishForm(formdata=None)))


@bp.post("/studio/modules/<module>/publish")
@requires_on(WRITE_MODULE, queries.my_draft)
def publish_draft(draft: Draft) -> Answer:
    form = PublishForm()
    if not form.validate():
        return _again(draft, form, 422)
    try:
        address = _release(draft, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _again(draft, form, refusal.status)
    return see_other(address)


@bp.post("/studio/modules/<module>/publish/cancel")
@requires_on(WRITE_MODULE, queries.my_draft)
def cancel_release(draft: Draft) -> Answer:
    return _with_latest(draft, lambda latest: service.cancel(latest, signed_in().id), "cancelled")


@bp.post("/studio/modules/<module>/publish/again")
@requires_on(WRITE_MODULE, queries.my_draft)
def try_release_again(draft: Draft) -> Answer:
    """One that was given up when its time had come."""
    return _with_latest(draft, service.try_again, "again")


def _with_latest(draft: Draft, act: Callable[[ReleaseSeen], None], done: str) -> Answer:
    latest = releases.latest_release(draft.module_id)
    if latest is not None:
        try:
            with transaction():
                act(latest)
        except Refusal as refusal:
            form = PublishForm(formdata=None)
            form.refuse(refusal)
            return _again(draft, form, refusal.status)
    return see_other(url_for("studio.publish", module=draft.slug, done=done))


def _release(draft: Draft, form: PublishForm) -> str:
    """Where it leads. What is slow is done before the transaction."""
    author, is_reviewed = signed_in(), bool(current_app.config["SETTINGS"].studio_review)
    due_at = form.due_at(author.time_zone, now())
    ready = service.make_ready(draft, str(form.digest.data))
    words, at = (
        str(form.note.data or ""),
        "studio.revisions" if due_at is None and not is_reviewed else "studio.publish",
    )

    def act() -> str:
        if due_at is None and not is_reviewed:
            published = service.publish_now(ready, author.id, words)
            done = "known" if published.outcome is Outcome.UNCHANGED else "published"
            return url_for(at, module=draft.slug, done=done)
        service.ask(ready, author.id, words, due_at, is_reviewed=is_reviewed)
        return url_for(at, module=draft.slug, done="asked" if is_reviewed else "planned")

    return _in_transaction(form, act)


def _in_transaction(form: PublishForm, act: Callable[[], str]) -> str:
    with transaction():
        return once(form, act)


def _again(draft: Draft, form: PublishForm, status: int) -> Answer:
    return invalid("studio/publish.html", status, **_shown(draft, form))


def _shown(draft: Draft, form: PublishForm) -> dict[str, Any]:
    look = service.look_at(draft)
    form.digest.data = look.digest
    latest = releases.latest_release(draft.module_id)
    return {
        "draft": draft,
        "form": form,
        "look": look,
        "latest": latest,
        "is_waiting": latest is not None and latest.state in OPEN,
        "is_due": latest is not None and (latest.due_at is None or latest.due_at <= now()),
        "is_given_up": service.is_given_up(latest),
        "is_reviewed": current_app.config["SETTINGS"].studio_review,
        "done": done_sentence(DONE),
    }


@bp.post("/studio/modules/<module>/lessons/<lesson>/mend")
@requires_on(WRITE_MODULE, queries.my_lesson)
def mend(found: LessonFound) -> Answer:
    """Set right what a machine can, in one language; a text that changed meanwhile stays as it is."""
    language = request.form.get("language", "")
    address = url_for("studio.publish", module=found.draft.slug)
    if language in LANGUAGES:
        with transaction():
            saving = service.mend(found, signed_in().id, language, request.form.get("version", ""))
        if not saving.stale:
            address = url_for("studio.publish", module=found.draft.slug, done="mended")
    return see_other(address)
