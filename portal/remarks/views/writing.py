"""*A remark?*: about a lesson, from its page in the catalogue or in a pair."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.curriculum import queries as curriculum
from portal.curriculum.rules import LessonText
from portal.kernel.access import requires_on
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor, signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.learning import queries as learning
from portal.remarks import service
from portal.remarks.forms import RemarkForm
from portal.remarks.policy import REMARK
from portal.remarks.rules import LessonRead
from portal.remarks.views.blueprint import Answer, remarks


@dataclass(frozen=True, slots=True)
class About:
    """The lesson that is on the reader's screen, and how they go back to it."""

    lesson: LessonRead
    text: LessonText
    back: str


def _in_catalogue(_actor: Actor, *, module: str, lesson: str) -> About | None:
    found = curriculum.published_lesson(module, lesson, current_language())
    if found is None:
        return None
    read = LessonRead(found.lesson_id, found.revision_id, current_language())
    return About(read, found.text, url_for("catalogue.lesson", module=module, lesson=lesson))


def _in_pair(actor: Actor, *, pair: str, module: str, lesson: str) -> About | None:
    """In the revision that the two read. The pair itself is not part of a remark."""
    seen = learning.my_lesson(actor, pair=pair, module=module, lesson=lesson, language=current_language())
    if seen is None:
        return None
    read = LessonRead(seen.id, seen.revision_id, current_language())
    return About(read, seen.text, url_for("learning.lesson", pair=pair, module=module, lesson=lesson))


@remarks.get("/lessons/<module>/<lesson>/remark")
@requires_on(REMARK, _in_catalogue)
def write(about: About) -> str:
    return page("remarks/write.html", **_shown(about, RemarkForm(formdata=None)))


@remarks.post("/lessons/<module>/<lesson>/remark")
@requires_on(REMARK, _in_catalogue)
def send(about: About) -> Answer:
    return _received(about)


@remarks.get("/pairs/<pair>/lessons/<module>/<lesson>/remark")
@requires_on(REMARK, _in_pair)
def write_in_pair(about: About) -> str:
    return page("remarks/write.html", **_shown(about, RemarkForm(formdata=None)))


@remarks.post("/pairs/<pair>/lessons/<module>/<lesson>/remark")
@requires_on(REMARK, _in_pair)
def send_in_pair(about: About) -> Answer:
    return _received(about)


def _received(about: About) -> Answer:
    form = RemarkForm()
    form.offer(about.text.steps)
    if not form.validate():
        return invalid("remarks/write.html", **_shown(about, form))

    def sent() -> str:
        service.send(signed_in().id, about.lesson, form.value())
        return url_for("remarks.mine", done="sent")

    try:
        with transaction():
            address = once(form, sent)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("remarks/write.html", refusal.status, **_shown(about, form))
    return see_other(address)


def _shown(about: About, form: RemarkForm) -> dict[str, Any]:
    form.offer(about.text.steps)
    return {"about": about, "form": form}
