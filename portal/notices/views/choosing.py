"""What one gets, by topic: on the page, by mail, and how soon."""

from flask import url_for

from portal.kernel.access import SIGNED_IN, requires
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.notices import queries, service
from portal.notices.forms import ChoicesForm
from portal.notices.views.blueprint import Answer, notices

DONE = {"saved": _l("Saved: this is what you get from now on.")}


@notices.get("/account/notices")
@requires(SIGNED_IN)
def choices() -> str:
    kept = queries.kept_choices(signed_in().id)
    return page("notices/choices.html", form=ChoicesForm.of(kept), kept=kept, done=done_sentence(DONE))


@notices.post("/account/notices")
@requires(SIGNED_IN)
def choose() -> Answer:
    form, actor = ChoicesForm(), signed_in()
    if not form.validate():
        return invalid("notices/choices.html", form=form, kept=queries.kept_choices(actor.id))
    try:
        with transaction():
            service.save(actor.id, form.value(), form.version_read())
    except Refusal as refusal:
        kept = queries.kept_choices(actor.id)
        form.refuse(refusal)
        form.version.data = str(kept.version)
        return invalid("notices/choices.html", refusal.status, form=form, kept=kept)
    return see_other(url_for("notices.choices", done="saved"))
