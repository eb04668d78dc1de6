"""Taking one's data along: made when it is asked for, for who gives their password, and kept nowhere."""

from collections.abc import Callable

from flask import make_response

from portal.accounts.service import credentials
from portal.kernel.access import SIGNED_IN, requires, requires_on
from portal.kernel.answers import invalid, page
from portal.kernel.clock import now
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair
from portal.privacy import service
from portal.privacy.forms import TakeForm
from portal.privacy.rules.document import Document
from portal.privacy.rules.taken import AccountTaken, Format, PairTaken
from portal.privacy.views.blueprint import Answer, privacy, shown

TYPES = {Format.MARKDOWN: ("md", "text/markdown"), Format.JSON: ("json", "application/json")}


@privacy.post("/account/privacy/export")
@requires(SIGNED_IN)
def take() -> Answer:
    form = TakeForm()
    refusal = _refusal(form)
    if refusal is not None:
        return invalid("privacy/show.html", refusal, **shown(form))
    taken = service.take_account(signed_in())
    return _answer(form.value(), taken, lambda: service.tell_account(taken), "vice-versa")


@privacy.get("/pairs/<pair>/journal/export")
@requires_on(SEE_PAIR, my_pair)
def journal(pair: MyPair) -> str:
    return page("privacy/journal.html", pair=pair, form=TakeForm())


@privacy.post("/pairs/<pair>/journal/export")
@requires_on(SEE_PAIR, my_pair)
def take_journal(pair: MyPair) -> Answer:
    form = TakeForm()
    refusal = _refusal(form)
    if refusal is not None:
        return invalid("privacy/journal.html", refusal, pair=pair, form=form)
    taken = service.take_pair(pair)
    return _answer(form.value(), taken, lambda: service.tell_journal(taken, now()), "vice-versa-journal")


def _refusal(form: TakeForm) -> int | None:
    """The status of what was wrong with the form, said in it; None when all is well."""
    if not form.validate():
        return 422
    person_id = signed_in().id
    try:
        service.admit(person_id)
        credentials.recheck(person_id, str(form.current.data))
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return None


def _answer(wanted: Format, taken: AccountTaken | PairTaken, tell: Callable[[], Document], name: str) -> Answer:
    """A page to print, or a file to save."""
    if wanted is Format.PAGE:
        return page("privacy/taken.html", document=tell())
    text = service.as_json(taken) if wanted is Format.JSON else service.as_markdown(tell())
    ending, media_type = TYPES[wanted]
    answer = make_response(text)
    answer.content_type = f"{media_type}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{now():%Y-%m-%d}.{ending}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
