"""A second person's look at what is to be published: what it says, what it changes, approved or sent back."""

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, request, url_for

from portal.curriculum.models import Picture
from portal.kernel.access import requires, requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import LANGUAGES, _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.security import in_our_frames
from portal.kernel.transaction import transaction
from portal.studio import service
from portal.studio.forms.releasing import SendBackForm
from portal.studio.policy import ENTER_STUDIO, REVIEW
from portal.studio.queries import releases
from portal.studio.queries.frozen import FrozenLesson, my_frozen_lesson, my_frozen_picture
from portal.studio.queries.releases import ReleaseSeen
from portal.studio.rules import as_far_as_written, titles_in_sheet, titles_of_lessons
from portal.studio.rules.releasing import ReleaseState
from portal.studio.views.blueprint import Answer, bp
from portal.studio.views.pictures import kept_by_browser
from portal.studio.views.previewed import Unpublished, previewed

DONE = {
    "approved": _l("You approved it. It will be published at the time planned, or at once if none was chosen."),
    "sent-back": _l("It is sent back, with your sentence. Its authors are told by email."),
}


@bp.get("/studio/releases")
@requires(ENTER_STUDIO)
def reviews() -> str:
    return page("studio/reviews.html", waiting=releases.releases_in_review(), done=done_sentence(DONE))


@bp.get("/studio/releases/<release>")
@requires_on(REVIEW, releases.my_release)
def review(release: ReleaseSeen) -> str:
    return page("studio/review.html", **_shown(release, SendBackForm(formdata=None)))


@bp.get("/studio/releases/<release>/lessons/<lesson>")
@requires_on(REVIEW, my_frozen_lesson)
def release_preview(found: FrozenLesson) -> Response:
    """The page that its readers will see."""
    module, sheet = titles_in_sheet(found.release.slug, found.sheet), as_far_as_written(found.sheet)
    titles = {slug: one.title for slug, one in titles_of_lessons(found.files).items()}
    pictures = {
        name: url_for("studio.release_picture", release=found.release.id, sha256=sha256)
        for name, sha256 in found.pictures.items()
    }
    shown = Unpublished(module.slug, module.title, sheet, titles, found.slug, pictures)
    written = {language: found.text(language) for language in LANGUAGES}
    return in_our_frames(make_response(previewed(shown, written, request.args)))


@bp.get("/studio/releases/<release>/pictures/<sha256>")
@requires_on(REVIEW, my_frozen_picture)
def release_picture(found: Picture) -> Response:
    return kept_by_browser(found)


@bp.post("/studio/releases/<release>/approve")
@requires_on(REVIEW, releases.my_release)
def approve(release: ReleaseSeen) -> Answer:
    return _carry_out(release, lambda: service.approve(release, signed_in().id), "approved")


@bp.post("/studio/releases/<release>/send-back")
@requires_on(REVIEW, releases.my_release)
def send_back(release: ReleaseSeen) -> Answer:
    form = SendBackForm()
    if not form.validate():
        return page("studio/review.html", **_shown(release, form)), 422
    reason = str(form.reason.data)
    return _carry_out(release, lambda: service.send_back(release, signed_in().id, reason), "sent-back", form)


def _carry_out(release: ReleaseSeen, act: Callable[[], None], done: str, form: SendBackForm | None = None) -> Answer:
    try:
        with transaction():
            act()
    except Refusal as refusal:
        current = releases.my_release(signed_in(), release=release.id) or release
        return page("studio/review.html", **_shown(current, form or SendBackForm(), refusal.sentence)), refusal.status
    return see_other(url_for("studio.reviews", done=done))


def _shown(release: ReleaseSeen, form: SendBackForm, refused: Sentence | None = None) -> dict[str, Any]:
    is_open = release.state is ReleaseState.REVIEW
    return {
        "release": release,
        "form": form,
        "refused": refused,
        "unsent": form.reason.data if refused and not is_open else None,
        "look": service.look_at_release(release),
        "may_answer": is_open and release.asked_by_id != signed_in().id,
    }
