"""Writing about a moment: the same draft, seal and pass as in a lesson, on a page of the journal."""

from flask import url_for

from portal.journal import policy, service
from portal.journal.forms import MomentForm
from portal.journal.queries import ExchangeFound, MomentFound
from portal.journal.rules import Moment, ReflectionState
from portal.journal.service import Side, Written
from portal.journal.views.blueprint import Answer, journal
from portal.journal.views.desk import address_of
from portal.journal.views.subjects import exchange_at, moment_at
from portal.journal.views.writing import SAVED, answer_sent, carry_out_act, refused_beside
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal
from portal.pairs.rules import MyPair

DONE = {"saved": SAVED}


@journal.get("/pairs/<pair>/journal/moments/<moment>")
@requires_on(policy.BEGIN, moment_at)
def moment(found: MomentFound) -> Answer:
    """A blank page; or, where the reader knows of an exchange that their words belong to, that one."""
    known = service.text_under_way(found.pair, found.moment)
    if known is not None:
        return see_other(url_for("journal.writing", pair=found.pair.id, reflection=known.id))
    if not found.pair.may_write or not found.moment.may_begin(closing=found.pair.is_closing):
        return see_other(url_for("journal.index", pair=found.pair.id))
    return _page(found.pair, found.moment, MomentForm(formdata=None), None)


@journal.get("/pairs/<pair>/journal/<reflection>/write")
@requires_on(policy.READ, exchange_at)
def writing(found: ExchangeFound) -> Answer:
    """Of a moment, what one writes, and of a card; of anything else, and of what is handed over, the exchange."""
    if found.exchange.card is not None and service.card_named(found.exchange.card) is not None:
        return see_other(url_for("journal.card", pair=found.pair.id, card=found.exchange.card))
    about, mine = found.exchange.moment, _own(found)
    is_written = mine is not None and mine.state is not ReflectionState.DRAFT
    if about is None or is_written or not found.pair.may_write:
        return see_other(address_of(found.pair.id, found.reflection.id))
    return _page(found.pair, about, _form(found, mine), found, mine)


@journal.post("/pairs/<pair>/journal/moments/<moment>")
@requires_on(policy.BEGIN, moment_at)
def write_moment(found: MomentFound) -> Answer:
    """`act` is "save", "seal" or "pass"."""
    form = MomentForm()
    return answer_sent(
        found.pair,
        form,
        lambda act: _write(found, form, act),
        lambda status: _refused(found, form, status),
        lambda written: url_for("journal.writing", pair=found.pair.id, reflection=written.reflection_id, done="saved"),
        told="letter-%s" if found.moment is Moment.LETTER else "%s",
    )


def _write(found: MomentFound, form: MomentForm, act: str) -> Written:
    key = form.key_sent()
    if key is None:
        form.new_key()
        raise Refusal(_l("This form is out of date. Your text is still here: send it again."))
    text, version = form.value()
    assignment = service.assignment_of(found.pair, found.moment, key, form.about_sent())
    return carry_out_act(found.pair, assignment, text, version, act)


def _refused(found: MomentFound, form: MomentForm, status: int) -> Answer:
    """About the exchange that the words belong to by now."""
    known = service.text_under_way(found.pair, found.moment)
    about = form.about_sent() or form.key_sent() or ""
    found_now = exchange_at(signed_in(), pair=found.pair.id, reflection=about)
    if found_now is None and known is not None:
        found_now = exchange_at(signed_in(), pair=found.pair.id, reflection=known.id)
    mine = _own(found_now) if found_now is not None else None
    form.about.data = found_now.reflection.id if found_now is not None else ""
    return refused_beside(form, mine, status, lambda kept: _page(found.pair, found.moment, form, found_now, mine, kept))


def _own(found: ExchangeFound) -> Side | None:
    row = next((row for row in found.reflections if row.author_id == found.pair.me.id), None)
    return service.read_side(found.pair, row) if row is not None else None


def _form(found: ExchangeFound, mine: Side | None) -> MomentForm:
    form = MomentForm(formdata=None, about=found.reflection.id)
    if mine is not None:
        form.text.data, form.version.data = mine.text, str(mine.version)
    return form


def _page(  # noqa: PLR0917 (what a page shows, each once)
    pair: MyPair,
    about: Moment,
    form: MomentForm,
    found: ExchangeFound | None,
    mine: Side | None = None,
    kept: str | None = None,
) -> str:
    """`found`: the exchange, if there is one yet. `kept`: the text as it lies, beside a newer one that could not
    overwrite it.
    """
    if about is Moment.LETTER:
        form.text.label.text = _l("Your letter")
    return page(
        "journal/write_moment.html",
        pair=pair,
        moment=about,
        form=form,
        mine=mine,
        kept=kept,
        prompts=service.prompts_of(pair, about),
        opening=service.opening_beside(pair, found.reflections if found is not None else ()),
        writable=pair.may_write and (mine is None or mine.state is ReflectionState.DRAFT),
        done=done_sentence(DONE),
    )
