"""Assumption cards: the list, writing on one, and how well each of the two predicted."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.journal import policy, service
from portal.journal.forms import CardForm, card_form
from portal.journal.models import Reflection
from portal.journal.queries import ExchangeFound
from portal.journal.rules import CardWords, ReflectionState
from portal.journal.service import CardFound, Side, Written
from portal.journal.views.blueprint import Answer, journal
from portal.journal.views.desk import address_of, carry_out
from portal.journal.views.subjects import exchange_at
from portal.journal.views.unlocking import is_locked, password_first
from portal.journal.views.writing import SAVED, answer_sent, carry_out_act, refused_beside
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _, _l
from portal.kernel.identity import signed_in
from portal.kernel.transaction import transaction
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair

DONE = {
    "saved": SAVED,
    "erased": _l("What you wrote on your cards is erased."),
}


@journal.get("/pairs/<pair>/cards")
@requires_on(SEE_PAIR, my_pair)
def cards(pair: MyPair) -> str:
    deck = service.deck(pair)
    return page(
        "journal/cards.html",
        pair=pair,
        begun=[one for one in deck if one.reflection_id],
        others=[one for one in deck if not one.reflection_id],
        done=done_sentence(DONE),
    )


@journal.get("/pairs/<pair>/predictions")
@requires_on(SEE_PAIR, my_pair)
def predictions(pair: MyPair) -> str:
    found = service.predictions(pair)
    return page("journal/predictions.html", pair=pair, found=found, tallies=service.tallies(found))


@journal.get("/pairs/<pair>/cards/<card>")
@requires_on(policy.ANSWER_CARD, service.find_card)
def card(found: CardFound) -> Answer:
    """What one writes; once it is handed over, the exchange."""
    mine, rows = service.on_card(found)
    known = service.known_on(found, rows)
    if (mine is not None and mine.state is not ReflectionState.DRAFT) or (known and not found.pair.may_write):
        return see_other(address_of(found.pair.id, str(known)))
    if not found.pair.may_write:
        return see_other(url_for("journal.cards", pair=found.pair.id))
    form = card_form(found.card.kind, found.text, formdata=None)
    if mine is not None:
        form.show(CardWords.read(mine.text))
        form.version.data = str(mine.version)
    return _page(found, form, mine, rows)


@journal.post("/pairs/<pair>/cards/<card>")
@requires_on(policy.ANSWER_CARD, service.find_card)
def write_card(found: CardFound) -> Answer:
    """`act` is "save", "seal" or "pass"."""
    form = card_form(found.card.kind, found.text)
    return answer_sent(
        found.pair,
        form,
        lambda act: _write(found, form, act),
        lambda status: _refused(found, form, status),
        lambda _written: url_for("journal.card", pair=found.pair.id, card=found.card.key, done="saved"),
    )


@journal.post("/pairs/<pair>/journal/<reflection>/near")
@requires_on(policy.SAY_NEAR, exchange_at)
def say_near(found: ExchangeFound) -> Answer:
    said = request.form.get("nearness", "")
    return carry_out(found, lambda: service.say_near(found.pair, found.reflection, said), "near")


@journal.get("/pairs/<pair>/erase-cards")
@requires_on(SEE_PAIR, my_pair)
def erasing_cards(pair: MyPair) -> Response | str:
    """What erasing means, before it is asked for."""
    return _password_first(pair) or page("journal/erase_cards.html", pair=pair)


@journal.post("/pairs/<pair>/erase-cards")
@requires_on(SEE_PAIR, my_pair)
def erase_cards(pair: MyPair) -> Response:
    try:
        with transaction():
            service.erase_my_cards(pair, signed_in().unlocked_at)
    except service.PrivateLocked:
        return see_other(url_for("journal.erasing_cards", pair=pair.id))
    return see_other(url_for("journal.cards", pair=pair.id, done="erased"))


def _password_first(pair: MyPair) -> Response | None:
    """Where one of them is private for good, as for any text that is."""
    private = service.private_card(pair)
    if private is None or not is_locked(ReflectionState.KEPT):
        return None
    return password_first(pair, private, url_for("journal.erasing_cards", pair=pair.id))


def _write(found: CardFound, form: CardForm, act: str) -> Written:
    assignment, version = service.card_assignment(found), form.version_read()
    text = "" if act == "pass" and form.words() == CardWords() else form.written()
    return carry_out_act(found.pair, assignment, text, version, act)


def _refused(found: CardFound, form: CardForm, status: int) -> Answer:
    mine, rows = service.on_card(found)
    return refused_beside(form, mine, status, lambda kept: _page(found, form, mine, rows, kept))


def _page(
    found: CardFound, form: CardForm, mine: Side | None, rows: Sequence[Reflection], kept: str | None = None
) -> str:
    """`kept`: the text as it lies, beside a newer one that could not overwrite it."""
    form.prediction.label.text = _("What you think %(name)s answers", name=found.pair.partner.name)
    return page(
        "journal/write_card.html",
        pair=found.pair,
        card=found.card,
        text=found.text,
        form=form,
        mine=mine,
        kept=kept,
        opening=service.opening_beside(found.pair, rows),
        writable=found.pair.may_write and (mine is None or mine.state is ReflectionState.DRAFT),
        done=done_sentence(DONE),
    )
