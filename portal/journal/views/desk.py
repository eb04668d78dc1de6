"""The page of an exchange, with what can be written there now; and how every act on it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from portal.journal import service
from portal.journal.forms import (
    AdditionForm,
    ClarificationForm,
    ConfirmForm,
    HearingForm,
    ReplyForm,
    WordsForm,
)
from portal.journal.queries import ExchangeFound
from portal.journal.rules import still_so
from portal.journal.service import ExchangeView, NearCopy, PrivateLocked, Side
from portal.journal.views.subjects import exchange_at
from portal.journal.views.unlocking import is_locked, password_first
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.forms import KeyedForm
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.pairs.rules import MyPair

DONE = {
    "sealed": _l("Your reflection is sealed."),
    "opened": _l("Both reflections are open."),
    "taken-back": _l("Your reflection is a draft again. Only you can read it."),
    "open": _l("Your reflection is open."),
    "heard": _l("What you heard is sent."),
    "confirmed": _l("You answered “That is it.”"),
    "clarified": _l("Your clarification is sent."),
    "replied": _l("Your reply is sent."),
    "passed": _l("You pass this time. You can still write after all."),
    "after-all": _l("Your pass is a draft again. Only you can read it."),
    "kept": _l("Your reflection is private, for good. Only you can read it."),
    "withdrawn": _l("Your words are erased."),
    "added": _l("What you added is here, with its date."),
    "wished": _l("Your partner sees one line that asks whether they want to add something."),
    "left": _l("You leave it there. Nothing waits here any more."),
    "in-person": _l("You will talk about it in person: it goes on the agenda of your next meeting."),
    "advice": _l("Your partner sees that you would like their advice."),
    "letter-sealed": _l("Your letter is sealed."),
    "letter-opened": _l("Both letters are open."),
    "letter-passed": _l("You pass this time. You can still write after all."),
}
CARD_DONE = DONE | {
    "sealed": _l("Your card is sealed."),
    "opened": _l("The card is open: here are both answers and both predictions."),
    "taken-back": _l("Your card is a draft again. Only you can read it."),
    "open": _l("Your card is open."),
    "kept": _l("Your card is private, for good. Only you can read it."),
    "near": _l("Your partner sees how near their prediction was."),
}

Kind = TypeVar("Kind", bound=WordsForm)


@dataclass(frozen=True, slots=True)
class Desk:
    """The forms that have a place on the page now."""

    hearing: HearingForm | None
    confirmation: ConfirmForm | None
    clarification: ClarificationForm | None
    addition: AdditionForm | None
    replies: Mapping[str, ReplyForm]
    """By reflection."""

    def holds(self, form: WordsForm) -> bool:
        return form in (self.hearing, self.clarification, self.addition, *self.replies.values())


def exchange_page(
    found: ExchangeFound,
    sent: WordsForm | None = None,
    refused: Sentence | None = None,
    hint: Sentence | None = None,
) -> str:
    """The two leaves. `sent` comes back with its text, where its form stood or, if it has no place any more, apart.

    `hint` stands above what was heard, and keeps nothing from being handed over.
    """
    seen = service.read_exchange(found.pair, found.exchange, found.reflections)
    desk = _desk(found.pair, seen, sent, found.reflection.id)
    card = service.card_named(seen.card) if seen.card is not None else None
    return page(
        "journal/exchange.html" if seen.card is None else "journal/card.html",
        pair=found.pair,
        exchange=seen,
        title=found.title,
        card=card,
        statement=service.text_of(card).text if card is not None else None,
        compared=service.compare(card, seen) if card is not None else None,
        desk=desk,
        wrong=sent if sent is not None and sent.errors else None,
        refused=refused,
        hint=hint,
        unsent=sent.text.data if sent is not None and not desk.holds(sent) else None,
        locked=seen.mine is not None and seen.mine.text is not None and is_locked(seen.mine.state),
        may_hand_over=service.may_hand_over(found.pair),
        done=done_sentence(
            still_so(DONE if seen.card is None else CARD_DONE, seen.mine.state if seen.mine is not None else None)
        ),
    )


def carry_out(
    found: ExchangeFound, act: Callable[[], object], done: str, sent: WordsForm | None = None
) -> Response | tuple[str, int]:
    """Do it in one transaction, and go back to the page; or show the page again, with why not and what was written.

    Where something private asks for the password first, that page leads back to the one that asks before the act.
    """
    if sent is not None and not sent.validate():
        return exchange_page(found, sent), 422
    pair_id, reflection_id = found.pair.id, found.reflection.id

    def carry() -> str:
        act()
        return address_of(pair_id, reflection_id, done)

    try:
        with transaction():
            address = once(sent, carry) if isinstance(sent, KeyedForm) else carry()
    except PrivateLocked:
        return password_first(found.pair, reflection_id, request.path)
    except NearCopy as copy:
        return exchange_page(_again(pair_id, reflection_id), sent, hint=copy.sentence), copy.status
    except Refusal as refusal:
        return exchange_page(_again(pair_id, reflection_id), sent, refusal.sentence), refusal.status
    return see_other(address)


def address_of(pair_id: str, reflection_id: str, done: str | None = None) -> str:
    return url_for("journal.exchange", pair=pair_id, reflection=reflection_id, done=done)


def _again(pair_id: str, reflection_id: str) -> ExchangeFound:
    """As it is now: what was refused was often out of date."""
    return exchange_at(signed_in(), pair=pair_id, reflection=reflection_id) or abort(404)


def _desk(pair: MyPair, seen: ExchangeView, sent: WordsForm | None, reflection_id: str) -> Desk:
    if not service.may_hand_over(pair):
        return Desk(None, None, None, None, {})
    mine, theirs = seen.mine, seen.theirs
    answerable = mine is not None and mine.may_be_answered
    return Desk(
        hearing=_form(HearingForm, sent) if theirs is not None and seen.kind.is_heard and theirs.may_be_heard else None,
        confirmation=ConfirmForm(formdata=None) if answerable else None,
        clarification=_form(ClarificationForm, sent) if answerable else None,
        addition=_form(AdditionForm, sent) if mine is not None and mine.is_open else None,
        replies={
            side.id: _reply(side, sent, reflection_id)
            for side in (mine, theirs)
            if side is not None and side.may_be_replied_to
        },
    )


def _reply(side: Side, sent: WordsForm | None, reflection_id: str) -> ReplyForm:
    form = _form(ReplyForm, sent if side.id == reflection_id else None)
    form.stand_under(side.id)
    return form


def _form(kind: type[Kind], sent: WordsForm | None) -> Kind:
    """The form that was sent if it is of this kind, else an empty one."""
    return sent if isinstance(sent, kind) else kind(formdata=None)
