"""The newer version of a lesson: its differences from the one that a pair has begun, and taking it."""

from flask import request
from werkzeug.wrappers import Response

from portal.kernel.access import requires_on
from portal.kernel.answers import page, see_other
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.learning import service
from portal.learning.policy import SEE_LESSON
from portal.learning.rules import LessonSeen
from portal.learning.views.blueprint import learning
from portal.learning.views.lesson import address_of
from portal.learning.views.subjects import lesson_at


@learning.get("/pairs/<pair>/lessons/<module>/<lesson>/newer")
@requires_on(SEE_LESSON, lesson_at)
def newer(seen: LessonSeen) -> str:
    return _page(seen)


@learning.post("/pairs/<pair>/lessons/<module>/<lesson>/newer")
@requires_on(SEE_LESSON, lesson_at)
def take_newer(seen: LessonSeen) -> Response | tuple[str, int]:
    """`revision`: the one that was looked at."""
    try:
        with transaction():
            service.take_newer(seen, request.form.get("revision", ""))
    except Refusal as refusal:
        return _page(seen, refused=refusal.sentence), refusal.status
    return see_other(address_of(seen, done="renewed"))


def _page(seen: LessonSeen, *, refused: Sentence | None = None) -> str:
    comparison = service.compare_versions(seen)
    return page("learning/newer.html", pair=seen.pair, lesson=seen, comparison=comparison, refused=refused)
