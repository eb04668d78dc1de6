"""How a lesson came to be what it is: its sessions of writing, each beside what it changed, and bringing one back."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import page, see_other
from portal.kernel.i18n import LANGUAGES
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.queries.history import SessionFound, my_session, sessions_of
from portal.studio.views.blueprint import bp


@bp.get("/studio/modules/<module>/lessons/<lesson>/history")
@requires_on(WRITE_MODULE, queries.my_lesson)
def history(found: LessonFound) -> str:
    sessions = sessions_of(found.lesson.id)
    return page(
        "studio/history.html",
        draft=found.draft,
        lesson=found.lesson,
        sessions={language: [one for one in sessions if one.language == language] for language in LANGUAGES},
    )


@bp.get("/studio/modules/<module>/lessons/<lesson>/history/<session>")
@requires_on(WRITE_MODULE, my_session)
def session(seen: SessionFound) -> str:
    """Beside what was there before it; or, on wish, beside what is there now."""
    with_now = request.args.get("with") == "now" and not seen.is_now
    return page(
        "studio/session.html",
        draft=seen.found.draft,
        lesson=seen.found.lesson,
        seen=seen,
        with_now=with_now,
        beside=seen.now if with_now else seen.before,
    )


@bp.post("/studio/modules/<module>/lessons/<lesson>/history/<session>/restore")
@requires_on(WRITE_MODULE, my_session)
def restore(seen: SessionFound) -> Response:
    found = seen.found
    with transaction():
        service.restore(found, signed_in().id, seen.line.language, seen.text)
    return see_other(url_for("studio.lesson", module=found.draft.slug, lesson=found.lesson.slug, done="restored"))
